import { DatabaseSync } from 'node:sqlite'

/**
 * Every row of every table of a file and every counter, as texts by the table's name without its prefix, whatever the
 * product knows of them. Without what is each database's own: the numbers of options, and when a step was taken.
 */
export function everyRow(path: string, tablePrefix: string): Record<string, readonly string[]> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = file.prepare(`SELECT * FROM "${name}"`).all()
        const texts = rows.map(({ option_id, applied_at, ...row }) =>
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
