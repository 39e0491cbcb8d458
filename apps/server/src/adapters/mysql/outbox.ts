import type { Instant } from '@appointease/domain'
import { sql as fragment, type Updateable } from 'kysely'
import type { OutboxQueue, OutboxWriter } from '../../ports/outbox.ts'
import { earliestDue, isFirstOfItsOrder, toClaimedEntry, toOutboxRow } from '../tables/outboxRows.ts'
import type { OutboxRow } from '../tables/schema.ts'
import { additionStatement } from './additions.ts'
import { queries } from './queries.ts'
import { type MysqlTables, OUTBOX_TURN } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Transaction, Writer } from './writer.ts'

export function createOutboxWriter({ conclusion }: Transaction, tables: MysqlTables): OutboxWriter {
  return {
    async addMessage(entry) {
      const row = toOutboxRow(entry)
      if (!conclusion.isWaiting('outbox')) return conclusion.add('outbox', row)
      // One goes with the commit; others right before it, in the same go, so that nobody is waited for once more.
      const waiting = [additionStatement(tables, 'outbox', row)]
      conclusion.beforeCommit(() => waiting.splice(0))
    },
  }
}

export function createOutbox(
  statements: Statements,
  writer: Writer,
  tables: MysqlTables,
): OutboxQueue & OutboxWriter {
  const { outbox } = tables
  const isFirst = isFirstOfItsOrder(tables)

  const update = async (id: number, change: Updateable<OutboxRow>) => {
    await statements.run(queries.updateTable(outbox).set(change).where('id', '=', id))
  }

  return {
    async addMessage(entry) {
      const { sql, parameters } = additionStatement(tables, 'outbox', toOutboxRow(entry))
      await statements.runSql(sql, parameters)
    },

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
      if ((await statements.rows(due.clearSelect().select('id').limit(1))).length === 0) return []
      const claim = (ids: readonly number[]) =>
        queries
          .updateTable(outbox)
          .set({ leased_until: now + leaseSeconds * 1000, attempts: fragment`attempts + 1` })
          .where('id', 'in', ids)
      return writer.transact(
        async (transaction) => {
          const rows = await transaction.rows(due)
          if (rows.length > 0) await transaction.run(claim(rows.map(({ id }) => id)))
          return rows.map(toClaimedEntry)
        },
        // Two that read at once would find the same entries.
        { mutexes: [OUTBOX_TURN] },
      )
    },

    markDone: (id, status, now) => update(id, { status, finished_at: now, payload: '' }),

    markFailed: (id, error, dueAt) => update(id, { due_at: dueAt, leased_until: 0, last_error: error }),

    markDead: (id, error, now) =>
      update(id, { status: 'dead', last_error: error, finished_at: now, payload: '' }),

    async counts() {
      const count = queries
        .selectFrom(outbox)
        .select([
          fragment<number>`COUNT(CASE WHEN status = 'waiting' THEN 1 END)`.as('waiting'),
          fragment<number>`COUNT(CASE WHEN status = 'dead' THEN 1 END)`.as('failed'),
        ])
        .where('status', 'in', ['waiting', 'dead'])
      return (await statements.first(count)) ?? { waiting: 0, failed: 0 }
    },

    async nextDueAt() {
      const next = queries
        .selectFrom(outbox)
        .select(earliestDue.as('at'))
        .where('status', '=', 'waiting')
        .where(isFirst)
      return ((await statements.first(next))?.at ?? undefined) as Instant | undefined
    },
  }
}
