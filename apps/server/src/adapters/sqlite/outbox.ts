import type { Instant } from '@appointease/domain'
import type { Updateable } from 'kysely'
import type { OutboxQueue, OutboxWriter } from '../../ports/outbox.ts'
import { earliestDue, isFirstOfItsOrder, toClaimedEntry, toOutboxRow } from '../tables/outboxRows.ts'
import type { OutboxRow, Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** Over a connection that is inside a write transaction. */
export function createOutboxWriter(connection: Connection, { outbox }: Tables): OutboxWriter {
  return {
    async addMessage(entry) {
      const insert = queries
        .insertInto(outbox)
        .values(toOutboxRow(entry))
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

  const isFirst = isFirstOfItsOrder(tables)

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
        .select(earliestDue.as('at'))
        .where('status', '=', 'waiting')
        .where(isFirst)
      return (reader.first(next)?.at ?? undefined) as Instant | undefined
    },
  }
}
