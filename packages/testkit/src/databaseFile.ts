import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'

export type FileRow = Record<string, SQLOutputValue>

export interface DatabaseFile {
  rows(sql: string, ...parameters: SQLInputValue[]): FileRow[]
  /** The first column of the first row. */
  number(sql: string, ...parameters: SQLInputValue[]): number
  close(): void
}

/** The committed state of a database file, read past the server by a connection that cannot write. */
export function openDatabaseFile(path: string): DatabaseFile {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  const rows: DatabaseFile['rows'] = (sql, ...parameters) =>
    database
      .prepare(sql)
      .all(...parameters)
      .map((row) => ({ ...row }))
  return {
    rows,
    number: (sql, ...parameters) => Number(Object.values(rows(sql, ...parameters)[0] ?? {})[0]),
    close: () => database.close(),
  }
}
