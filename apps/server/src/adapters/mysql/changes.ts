import {
  CHANGES_KEPT_SECONDS,
  type ChangeLog,
  type SlotChange,
  type SlotNews,
} from '../../ports/slotEvents.ts'
import { CHANGE_COLUMNS, EVERYTHING, toChangeRow, toNews } from '../tables/changeRows.ts'
import type { ChangeNotes } from '../transients/notes.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Parameter, Statements } from './statements.ts'
import type { Transaction } from './writer.ts'

/** Inside a transaction, written with its commit; `told` is what is told of it once it is committed. */
export function createChangeNotes(
  { conclusion }: Transaction,
  { changes }: MysqlTables,
  told: SlotNews[],
): ChangeNotes {
  const waiting: SlotChange[] = []
  conclusion.beforeCommit(() => {
    const rows = waiting.splice(0).map(toChangeRow)
    if (rows.length === 0) return []
    const { sql, parameters } = queries.insertInto(changes).values(rows).compile()
    return [{ sql, parameters: parameters as Parameter[] }]
  })
  return {
    async note(noted) {
      waiting.push(...noted)
      told.push(...noted)
    },
  }
}

export async function noteEverything(statements: Statements, { changes }: MysqlTables): Promise<void> {
  await statements.run(queries.insertInto(changes).values(EVERYTHING))
}

export interface MysqlChangeLog extends ChangeLog {
  /** To be called with what this process has just committed. */
  committed(news: readonly SlotNews[]): void
}

/** No transaction goes on for longer; a number that has not turned up by then was rolled back. */
const GAP_MILLISECONDS = 30_000
/** A cluster leaves numbers out for its other nodes: of so many gaps the oldest are given up. */
const MOST_GAPS = 1000

/**
 * Numbers are given when a row is written and seen when it is committed, so that a lower one may turn up after a higher
 * one: those that were left out are asked for again by name. One statement by the primary key. The first look only finds
 * out where the log ends.
 */
export function createChangeLog(statements: Statements, { changes }: MysqlTables): MysqlChangeLog {
  let last: number | undefined
  /** Since when each number has been missing, of performance.now; the oldest first. */
  const gaps = new Map<number, number>()
  let listener: (news: readonly SlotNews[]) => void = () => {}

  async function findEnd(): Promise<number> {
    const [row] = await statements.tuples(`SELECT COALESCE(MAX(id), 0) FROM ${changes}`, [])
    return Number(row?.[0])
  }

  function forgetOldGaps(now: number): void {
    for (const [id, since] of gaps) {
      if (gaps.size <= MOST_GAPS && now - since < GAP_MILLISECONDS) return
      gaps.delete(id)
    }
  }

  return {
    async read() {
      if (last === undefined) {
        last = await findEnd()
        return [undefined]
      }
      const now = performance.now()
      forgetOldGaps(now)
      const missing = [...gaps.keys()]
      const orMissing = missing.length > 0 ? ` OR id IN (${missing.map(() => '?').join(', ')})` : ''
      const sql = `SELECT ${CHANGE_COLUMNS} FROM ${changes} WHERE id > ?${orMissing} ORDER BY id`
      const rows = await statements.tuples(sql, [last, ...missing])
      for (const [number] of rows) {
        const id = Number(number)
        if (gaps.delete(id)) continue
        for (let left = Math.max(last + 1, id - MOST_GAPS); left < id; left++) gaps.set(left, now)
        last = id
      }
      return rows.map(toNews)
    },
    onCommitted(told) {
      listener = told
    },
    committed(news) {
      if (news.length > 0) listener(news)
    },
  }
}

/** All but the newest, from whose number a server that was started again goes on counting. */
export async function removeOldChanges(statements: Statements, { changes }: MysqlTables): Promise<void> {
  const [row] = await statements.tuples(`SELECT MAX(id) FROM ${changes}`, [])
  await statements.runSql(
    `DELETE FROM ${changes} WHERE id < ? AND made_at < CURRENT_TIMESTAMP(3) - INTERVAL ${CHANGES_KEPT_SECONDS} SECOND`,
    [Number(row?.[0] ?? 0)],
  )
}
