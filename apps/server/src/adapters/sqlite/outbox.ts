import type { Instant } from '@appointease/domain'
import { type Selectable, sql, type Updateable } from 'kysely'
import type { ClaimedEntry, OutboxKind, OutboxQueue, OutboxWriter } from '../../ports/outbox.ts'
import type { Connection } from './connection.ts'
import { type OutboxRow, queries, type Tables } from './schema.ts'
import type { Writer } from './writer.ts'

const toClaimedEntry = (row: Selectable<OutboxRow>): ClaimedEntry => ({
  id: row.id,
  messageKey: row.message_key,
  kind: row.kind as OutboxKind,
  orderKey: row.order_key,
  recipient: row.recipient,
  payload: row.payload,
  createdAt: row.created_at as Instant,
  dueAt: row.due_at as Instant,
  ...(row.discard_at !== null && { discardAt: row.discard_at as Instant }),
  attempts: row.attempts,
})

/** Over a connection that is inside a write transaction. */
export function createOutboxWriter(connection: Connection, { outbox }: Tables): OutboxWriter {
  return {
    async addMessage(entry) {
      const insert = queries
        .insertInto(outbox)
        .values({
          message_key: entry.messageKey,
          kind: entry.kind,
          order_key: entry.orderKey,
          recipient: entry.recipient,
          payload: entry.payload,
          created_at: entry.createdAt,
          due_at: entry.dueAt,
          discard_at: entry.discardAt ?? null,
          status: 'waiting',
          finished_at: null,
        })
        .onConflict((conflict) => conflict.column('message_key').doNothing())
      connection.run(insert)
    },
  }
}

/**
 * That a message was sent or given up is written durably, or a power cut would send it twice. Claims and what is
 * merely kept are written swiftly: whoever loses them to a power cut claims or keeps the entry again.
 */
export function createOutbox(
  { reader, durable, swift }: { reader: Connection; durable: Writer; swift: Writer },
  tables: Tables,
): OutboxQueue & OutboxWriter {
  const { outbox } = tables
  const inside = createOutboxWriter(durable.connection, tables)

  const update = ({ connection }: Writer, id: number, change: Updateable<OutboxRow>) =>
    connection.run(queries.updateTable(outbox).set(change).where('id', '=', id))

  const finish = (writer: Writer, id: number, change: Updateable<OutboxRow>) =>
    writer.transact(() => {
      update(writer, id, { ...change, payload: '' })
    })

  /** A later message that overtook an earlier one would tell of the appointment what is no longer so. */
  const isFirst = sql<boolean>`(order_key = '' OR NOT EXISTS (
    SELECT 1 FROM ${sql.table(outbox)} AS older
    WHERE older.order_key = ${sql.ref(`${outbox}.order_key`)} AND older.status = 'waiting'
      AND older.id < ${sql.ref(`${outbox}.id`)}))`

  return {
    addMessage: (entry) => durable.transact(() => inside.addMessage(entry)),

    async claimDue(now, leaseSeconds, limit) {
      const due = queries
        .selectFrom(outbox)
        .selectAll()
        .where('status', '=', 'waiting')
        .where('due_at', '<=', now)
        .where('leased_until', '<=', now)
        .where(isFirst)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit)
      if (reader.rows(due.clearSelect().select('id').limit(1)).length === 0) return []
      return swift.transact(() => {
        const rows = swift.connection.rows(due)
        const leased_until = now + leaseSeconds * 1000
        for (const row of rows) update(swift, row.id, { leased_until, attempts: row.attempts + 1 })
        return rows.map(toClaimedEntry)
      })
    },

    markDone: (id, status, now) =>
      finish(status === 'sent' ? durable : swift, id, { status, finished_at: now }),

    async markFailed(id, error, dueAt) {
      await swift.transact(() => update(swift, id, { due_at: dueAt, leased_until: 0, last_error: error }))
    },

    markDead: (id, error, now) =>
      finish(durable, id, { status: 'dead', last_error: error, finished_at: now }),

    async counts() {
      const count = (status: OutboxRow['status']) =>
        queries
          .selectFrom(outbox)
          .select((select) => select.fn.countAll<number>().as('entries'))
          .where('status', '=', status)
      return reader.snapshot(() => ({
        waiting: reader.first(count('waiting'))?.entries ?? 0,
        failed: reader.first(count('dead'))?.entries ?? 0,
      }))
    },

    async nextDueAt() {
      const next = queries
        .selectFrom(outbox)
        .select(
          sql<number | null>`MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END)`.as('at'),
        )
        .where('status', '=', 'waiting')
        .where(isFirst)
      return (reader.first(next)?.at ?? undefined) as Instant | undefined
    },
  }
}
