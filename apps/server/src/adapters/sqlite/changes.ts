import { CHANGES_KEPT_SECONDS, type ChangeLog, type SlotNews } from '../../ports/slotEvents.ts'
import { CHANGE_COLUMNS, EVERYTHING, isUnbroken, toChangeRow, toNews } from '../tables/changeRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { ChangeNotes } from '../transients/notes.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'

/** Over a connection that is inside a write transaction. */
export function createChangeNotes(connection: Connection, { changes }: Tables): ChangeNotes {
  return {
    async note(noted) {
      if (noted.length > 0) connection.run(queries.insertInto(changes).values(noted.map(toChangeRow)))
    },
  }
}

export function noteEverything(connection: Connection, { changes }: Tables): void {
  connection.run(queries.insertInto(changes).values(EVERYTHING))
}

export interface SqliteChangeLog extends ChangeLog {
  /** To be called after every commit of this process. */
  committed(): void
}

/**
 * Over the connection that only reads. SQLite has one writer and gives no number twice, so that numbers are in the order
 * of commits; and its `data_version` says whether anybody has committed at all, for less than two microseconds.
 */
export function createChangeLog(reader: Connection, { changes }: Tables): SqliteChangeLog {
  const sinceLast = `SELECT ${CHANGE_COLUMNS} FROM ${changes} WHERE id >= ? ORDER BY id`
  let last = Number(reader.tuples(`SELECT COALESCE(MAX(id), 0) FROM ${changes}`, [])[0]?.[0])
  let version: unknown
  let listener: ((news: readonly SlotNews[]) => void) | undefined

  function readAtOnce(): readonly SlotNews[] {
    const present = reader.tuples('PRAGMA data_version', [])[0]?.[0]
    if (present === version) return []
    const rows = reader.tuples(sinceLast, [last])
    const isWhole = isUnbroken(
      last,
      rows.map(([id]) => Number(id)),
    )
    const seen = last
    version = present
    last = Number(rows.at(-1)?.[0] ?? 0)
    return isWhole ? rows.filter(([id]) => Number(id) !== seen).map(toNews) : [undefined]
  }

  return {
    readAtOnce,
    read: async () => readAtOnce(),
    onCommitted(told) {
      listener = told
    },
    committed() {
      if (!listener) return
      let news: readonly SlotNews[]
      try {
        news = readAtOnce()
      } catch {
        // The commit stands, whatever is known of it here.
        news = [undefined]
      }
      if (news.length > 0) listener(news)
    },
  }
}

/** Those before the newest that is old on the database's own clock: that one stays, for readers to see that they have missed nothing. */
export function removeOldChanges(connection: Connection, { changes }: Tables): void {
  connection.runSql(
    `DELETE FROM ${changes} WHERE id < (SELECT MAX(id) FROM ${changes}
      WHERE made_at < CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) - ?)`,
    [CHANGES_KEPT_SECONDS * 1000],
  )
}
