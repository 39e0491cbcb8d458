import type { Connection } from './connection.ts'

const ANSWERS_KEPT = 8

/**
 * Answers again what has been asked before, as long as no connection of any process has committed since: SQLite's
 * `data_version` (https://sqlite.org/pragma.html#pragma_data_version) says so exactly for a connection that only reads.
 * An answer read after a commit is kept under the version before it, and so at worst is read once more.
 */
export function createUnchangedReads(
  reader: Connection,
): <Answer>(key: string, read: () => Answer) => Answer {
  const answers = new Map<string, unknown>()
  let version: unknown
  return <Answer>(key: string, read: () => Answer): Answer => {
    const present = reader.tuples('PRAGMA data_version', [])[0]?.[0]
    if (present !== version) answers.clear()
    version = present
    if (answers.has(key)) return answers.get(key) as Answer
    const answer = read()
    const [oldest] = answers.keys()
    if (answers.size >= ANSWERS_KEPT && oldest !== undefined) answers.delete(oldest)
    answers.set(key, answer)
    return answer
  }
}
