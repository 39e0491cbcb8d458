import { DatabaseSync } from 'node:sqlite'

const OF_THIS_PLACE = /^appointease_(epoch|process_)/
/** The log of changes, of which each database tells its own. */
const LOG = 'appointease_changes'

/**
 * Every row of every table of a file and every counter, as texts by the table's name without its prefix, whatever the
 * product knows of them. Without what is each database's own: the numbers of options, when a step was taken, and the
 * processes on it and where their locks live, and the log of changes, which lives for a minute.
 */
export function everyRow(path: string, tablePrefix: string): Record<string, readonly string[]> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const all = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
    const tables = all.filter(({ name }) => name !== tablePrefix + LOG)
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = file.prepare(`SELECT * FROM "${name}"`).all()
        const along = rows.filter(
          (row) => !OF_THIS_PLACE.test(String(row.option_name)) && row.name !== tablePrefix + LOG,
        )
        const texts = along.map(({ option_id, applied_at, ...row }) =>
          JSON.stringify(row.name === `${tablePrefix}options` ? { name: row.name } : row),
        )
        return [withoutPrefix(String(name)), texts.map(withoutPrefix).sort()]
      }),
    )
  } finally {
    file.close()
  }

  function withoutPrefix(text: string): string {
    return text.replace(new RegExp(`^(\\{"name":"|)${tablePrefix}`), '$1')
  }
}
