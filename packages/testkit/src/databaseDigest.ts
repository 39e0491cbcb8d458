import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

export interface DatabaseDigest {
  /**
   * Of every row of every table but the counters of limits, which count refused attempts too, and what a process says now
   * and then of its being alive, which no request brings about.
   */
  digest(): string
  /** Every row of every table as text, to search in. */
  text(): string
  close(): void
}

const PASSED_OVER = /^(?:_transient_(?:timeout_)?appointease_rate_|appointease_process_)/

/** Looks at a server's database from outside, so that nothing the server says about itself has to be believed. */
export function openDatabaseDigest(path: string): DatabaseDigest {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .all()
    .map(({ name }) => ({ name, rows: database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`) }))
  const lines = () =>
    tables.flatMap(({ name, rows }) =>
      rows
        .all()
        .filter((row) => !PASSED_OVER.test(String(row.option_name)))
        .map((row) => `${name}\t${JSON.stringify(row)}`),
    )
  return {
    digest: () => createHash('sha256').update(lines().join('\n')).digest('hex'),
    text: () => lines().join('\n'),
    close: () => database.close(),
  }
}
