import type { WebhookQueue, WebhookRegister, WebhookWriter } from '../../ports/webhooks.ts'
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
import { queries } from './queries.ts'
import { type MysqlTables, WEBHOOKS_TURN } from './schema.ts'
import type { Snapshots } from './snapshots.ts'
import type { Statements } from './statements.ts'
import type { Transaction, Writer } from './writer.ts'

export function createWebhookWriter({ conclusion }: Transaction): WebhookWriter {
  return {
    addEvent: ({ eventId, type, body, at }) =>
      conclusion.add('webhook_deliveries', { event_id: eventId, event_type: type, body, created_at: at }),
  }
}

export function createWebhooks(
  outside: Statements,
  snapshots: Snapshots,
  writer: Writer,
  tables: MysqlTables,
): WebhookQueue & WebhookRegister {
  const statements = webhookStatements(queries, tables)
  const due = async (where: Statements, now: number, limit: number) => {
    const free = await where.rows<Due>(statements.free(now))
    return free.flatMap((one) => (one.delivery === null ? [] : [one])).slice(0, limit)
  }

  return {
    async claimDue(now, leaseSeconds, limit) {
      if ((await due(outside, now, 1)).length === 0) return []
      return writer.transact(
        async (transaction) => {
          const free = await due(transaction, now, limit)
          if (free.length === 0) return []
          const endpointIds = free.map(({ endpoint }) => endpoint)
          const endpoints = await transaction.rows(statements.endpoints(endpointIds))
          const deliveryIds = free.map(({ delivery }) => Number(delivery))
          const deliveries = await transaction.rows(statements.deliveries(deliveryIds))
          await transaction.run(statements.claim(endpointIds, now + leaseSeconds * 1000))
          return toClaimed(free, endpoints, deliveries)
        },
        // Two that read at once would find the same endpoints.
        { mutexes: [WEBHOOKS_TURN] },
      )
    },

    recordAttempt: ({ id, endpoint, claim }, attempt, after) =>
      writer.transact(async (transaction) => {
        const isHeld = (await transaction.run(statements.giveBack(endpoint.id, claim))).changes === 1
        if ((await transaction.rows(statements.deliveries([id]))).length === 0) return
        await transaction.run(statements.addAttempt(toAttemptRow(id, attempt)))
        if (isHeld || after.kind === 'delivered') await transaction.run(statements.after(id, after))
      }),

    nextDueAt: async () => earliest(await outside.rows(statements.waits)),

    addEndpoint: async (endpoint) =>
      (await outside.run(statements.addEndpoint(toEndpointRow(endpoint)))).insertedId,

    async findEndpoint(id) {
      const row = await outside.first(statements.endpoints([id]))
      return row && toEndpoint(row)
    },

    listEndpoints: async () => (await outside.rows(statements.allEndpoints)).map(toEndpoint),

    removeEndpoint: (id) =>
      writer.transact(async (transaction) => {
        const removed: number[] = []
        for (const statement of statements.removal(id))
          removed.push((await transaction.run(statement)).changes)
        return removed[0] === 1
      }),

    listDeliveries: (query) =>
      snapshots.read(async (snapshot) => {
        const rows = await snapshot.rows(statements.list(query))
        if (rows.length === 0) return []
        const attempts = await snapshot.rows(statements.attempts(rows.map(({ id }) => id)))
        return rows.map((row) => toDelivery(row, attempts))
      }),

    repeatDelivery: async (id, now) => (await outside.run(statements.repeat(id, now))).changes === 1,
  }
}
