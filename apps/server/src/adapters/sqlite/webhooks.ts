import type { WebhookQueue, WebhookRegister, WebhookWriter } from '../../ports/webhooks.ts'
import type { Tables } from '../tables/schema.ts'
import {
  type Due,
  earliest,
  toAttemptRow,
  toClaimed,
  toDelivery,
  toEndpoint,
  toEndpointRow,
  webhookStatements,
} from '../tables/webhookRows.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** Over a connection that is inside a write transaction. */
export function createWebhookWriter(
  connection: Connection,
  { webhooks, webhook_deliveries }: Tables,
): WebhookWriter {
  const insert = `INSERT INTO ${webhook_deliveries}
      (webhook_id, event_id, event_type, body, created_at, due_at, status)
    SELECT id, ?, ?, ?, ?, ?, 'waiting' FROM ${webhooks} WHERE instr(events, ',' || ? || ',') > 0
    ON CONFLICT (webhook_id, event_id) DO NOTHING`
  return {
    async addEvent({ eventId, type, body, at }) {
      connection.runSql(insert, [eventId, type, body, at, at, type])
    },
  }
}

/**
 * What became of a delivery is written durably, or a power cut would send it again. A claim is written swiftly: whoever
 * loses it to a power cut claims again.
 */
export function createWebhooks(
  { reader, durable, swift }: { reader: Connection; durable: Writer; swift: Writer },
  tables: Tables,
): WebhookQueue & WebhookRegister {
  const statements = webhookStatements(queries, tables)
  const due = (connection: Connection, now: number, limit: number) =>
    connection
      .rows<Due>(statements.free(now))
      .flatMap((one) => (one.delivery === null ? [] : [one]))
      .slice(0, limit)

  return {
    async claimDue(now, leaseSeconds, limit) {
      if (due(reader, now, 1).length === 0) return []
      return swift.transact(() => {
        const { connection } = swift
        const free = due(connection, now, limit)
        if (free.length === 0) return []
        const endpointIds = free.map(({ endpoint }) => endpoint)
        const endpoints = connection.rows(statements.endpoints(endpointIds))
        const deliveries = connection.rows(
          statements.deliveries(free.map(({ delivery }) => Number(delivery))),
        )
        connection.run(statements.claim(endpointIds, now + leaseSeconds * 1000))
        return toClaimed(free, endpoints, deliveries)
      })
    },

    recordAttempt: ({ id, endpoint, claim }, attempt, after) =>
      durable.transact(() => {
        const { connection } = durable
        if (connection.rows(statements.deliveries([id])).length === 0) return
        connection.run(statements.addAttempt(toAttemptRow(id, attempt)))
        const isHeld = connection.run(statements.giveBack(endpoint.id, claim)).changes === 1
        if (isHeld || after.kind === 'delivered') connection.run(statements.after(id, after))
      }),

    nextDueAt: async () => earliest(reader.rows(statements.waits)),

    addEndpoint: (endpoint) =>
      durable.transact(
        () => durable.connection.run(statements.addEndpoint(toEndpointRow(endpoint))).insertedId,
      ),

    async findEndpoint(id) {
      const row = reader.first(statements.endpoints([id]))
      return row && toEndpoint(row)
    },

    listEndpoints: async () => reader.rows(statements.allEndpoints).map(toEndpoint),

    removeEndpoint: (id) =>
      durable.transact(() => {
        const removed = statements.removal(id).map((statement) => durable.connection.run(statement).changes)
        return removed[0] === 1
      }),

    async listDeliveries(query) {
      return reader.snapshot(() => {
        const rows = reader.rows(statements.list(query))
        if (rows.length === 0) return []
        const attempts = reader.rows(statements.attempts(rows.map(({ id }) => id)))
        return rows.map((row) => toDelivery(row, attempts))
      })
    },

    repeatDelivery: (id, now) =>
      durable.transact(() => durable.connection.run(statements.repeat(id, now)).changes === 1),
  }
}
