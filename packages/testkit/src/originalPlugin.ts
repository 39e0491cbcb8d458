import { createConnection } from 'mysql2/promise'
import { appointmentRows, CATALOG_ROWS } from './originalPlugin/rows.ts'
import { createStatement, type Shape } from './originalPlugin/tables.ts'

export { SITE_ZONE } from './originalPlugin/rows.ts'
export { SHAPES, type Shape } from './originalPlugin/tables.ts'

export interface OriginalWish {
  readonly shape: Shape
  /** What the ordinary appointments are drawn from. */
  readonly seed: number
  /** Ordinary appointments beside the odd ones; default 300. */
  readonly ordinary?: number
  readonly tablePrefix?: string
}

/**
 * Makes the tables of the original WordPress plugin in an empty database and fills them as years of use without any
 * check have: every oddity that a column lets in, each once and described in `notes`, and ordinary appointments among
 * which the original let many collide.
 */
export async function buildOriginal(url: string, wish: OriginalWish): Promise<void> {
  const { shape, seed, ordinary = 300, tablePrefix = 'wp_' } = wish
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' })
  try {
    // As lenient as the hosting of that time.
    await connection.query("SET SESSION sql_mode = '', time_zone = '+00:00'")
    for (const table of Object.keys(shape.tables)) {
      await connection.query(createStatement(shape, table, tablePrefix))
      const rows = table === 'appointments' ? appointmentRows(seed, ordinary) : (CATALOG_ROWS[table] ?? [])
      const columns = (shape.tables[table] ?? []).filter((column) => rows[0] && column in rows[0])
      const values = rows.map((row) => columns.map((column) => row[column] ?? null))
      if (values.length > 0)
        await connection.query('INSERT INTO ?? (??) VALUES ?', [`${tablePrefix}${table}`, columns, values])
    }
  } finally {
    await connection.end()
  }
}
