import type { StorageUnderTest } from './harness.ts'

/** The two rows that WordPress's get_transient() looks at. Throws where either is missing. */
export async function readTransient(
  { runSql, tablePrefix }: StorageUnderTest,
  name: string,
): Promise<{ readonly value: string; readonly timeout: number }> {
  const sql = `SELECT option_value FROM ${tablePrefix}options WHERE option_name = ?`
  const [value] = await runSql(sql, [`_transient_${name}`])
  const [timeout] = await runSql(sql, [`_transient_timeout_${name}`])
  if (!value || !timeout) throw new Error(`There is no transient ${name}.`)
  return { value: String(value.option_value), timeout: Number(timeout.option_value) }
}
