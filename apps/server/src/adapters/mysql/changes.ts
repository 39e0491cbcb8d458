import {
  CHANGES_KEPT_SECONDS,
  type ChangeLog,
  type SlotChange,
  type SlotNews,
} from '../../ports/slotEvents.ts'
import { CHANGE_COLUMNS, EVERYTHING, isUnbroken, toChangeRow, toNews } from '../tables/changeRows.ts'
import type { ChangeNotes } from '../transients/notes.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Parameter, Statements, Tuple } from './statements.ts'
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

/** Nearly all that is late is so by milliseconds: of the numbers left out, so many runs, the newest, are asked for at each look. */
const MOST_GAPS = 500
/** So often the whole log is looked through, which costs as much as has happened in the last minutes. */
const WHOLE_MILLISECONDS = 5_000

interface Gap {
  readonly from: number
  readonly to: number
}

/**
 * Numbers are given when a row is written and seen when it is committed, so that a lower one may turn up after a higher
 * one: after milliseconds, or hours where somebody keeps a transaction open; or never, where it was rolled back or the
 * cluster leaves numbers to its other nodes. Nobody can say which. So the newest that were left out are asked for again at
 * each look, by the primary key; and every few seconds all that is there is, and what has not been told yet is told.
 */
export function createChangeLog(statements: Statements, { changes }: MysqlTables): MysqlChangeLog {
  /** The newest that was seen, or 0 in an empty log. */
  let last: number | undefined
  /** Of what may still be there. */
  let told = new Set<number>()
  /** The newest last. */
  let gaps: Gap[] = []
  let lookedThroughAt = Number.NEGATIVE_INFINITY
  let listener: (news: readonly SlotNews[]) => void = () => {}

  function takeIn(rows: readonly Tuple[]): SlotNews[] {
    const isNew = rows.filter(([id]) => !told.has(Number(id)))
    for (const [number] of isNew) {
      const id = Number(number)
      told.add(id)
      if (last === undefined || id <= last) continue
      if (id > last + 1) gaps.push({ from: last + 1, to: id - 1 })
      last = id
    }
    gaps = gaps.slice(-MOST_GAPS)
    return isNew.map(toNews)
  }

  async function lookThrough(began: number): Promise<readonly SlotNews[]> {
    const rows = await statements.tuples(`SELECT ${CHANGE_COLUMNS} FROM ${changes} ORDER BY id`, [])
    const ids = rows.map(([id]) => Number(id))
    const isWhole = last !== undefined && isUnbroken(last, ids)
    const before = isWhole ? told : new Set<number>()
    const news = rows.filter(([id]) => !before.has(Number(id))).map(toNews)
    last = ids[0] ?? 0
    gaps = []
    told = new Set()
    takeIn(rows)
    lookedThroughAt = began
    return isWhole ? news : [undefined]
  }

  return {
    async read() {
      const now = performance.now()
      if (last === undefined || now - lookedThroughAt >= WHOLE_MILLISECONDS) return lookThrough(now)
      const orLate = ' OR id BETWEEN ? AND ?'.repeat(gaps.length)
      const sql = `SELECT ${CHANGE_COLUMNS} FROM ${changes} WHERE id >= ?${orLate} ORDER BY id`
      const rows = await statements.tuples(sql, [last, ...gaps.flatMap(({ from, to }) => [from, to])])
      const sinceLast = rows.map(([id]) => Number(id)).filter((id) => id >= (last ?? 0))
      return isUnbroken(last, sinceLast) ? takeIn(rows) : lookThrough(now)
    },
    onCommitted(told) {
      listener = told
    },
    committed(news) {
      if (news.length > 0) listener(news)
    },
  }
}

/**
 * Removes what is old, from the oldest on, and only what was there already when this was last called: what a long
 * transaction has just committed is as old as that, and nobody may have read it. The newest that is old stays, for readers to
 * see that they have missed nothing, and for a server that was started again to go on counting.
 */
export function createRemovalOfOldChanges(statements: Statements, { changes }: MysqlTables) {
  let wereThere: readonly number[] = []

  return async (): Promise<void> => {
    for (let at = 0; at < wereThere.length; at += REMOVED_AT_ONCE) {
      const some = wereThere.slice(at, at + REMOVED_AT_ONCE)
      await statements.runSql(`DELETE FROM ${changes} WHERE id IN (${some.map(() => '?').join(', ')})`, some)
    }
    const rows = await statements.tuples(
      `SELECT id FROM ${changes} WHERE id < (
        SELECT MAX(id) FROM ${changes}
        WHERE made_at < CURRENT_TIMESTAMP(3) - INTERVAL ${CHANGES_KEPT_SECONDS} SECOND) ORDER BY id`,
      [],
    )
    wereThere = rows.map(([id]) => Number(id))
  }
}

const REMOVED_AT_ONCE = 1_000
