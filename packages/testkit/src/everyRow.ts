import { DatabaseSync } from 'node:sqlite'

const OF_THIS_PLACE = /^appointease_(epoch|process_)/

/**
 * Every row of every table of a file and every counter, as texts by the table's name without its prefix, whatever the
 * product knows of them. Without what is each database's own: the numbers of options, when a step was taken, and the
 * processes on it and where their locks live.
 */
export function everyRow(path: string, tablePrefix: string): Record<string, readonly string[]> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = file.prepare(`SELECT * FROM "${name}"`).all()
        const along = rows.filter((row) => !OF_THIS_PLACE.test(String(row.option_name)))
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
