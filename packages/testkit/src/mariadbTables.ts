import type { Mariadb } from './engines/mariadb.ts'

export type TableRows = Readonly<Record<string, readonly Record<string, unknown>[]>>

/** Every row of every table of a database, by the table's name, by their ids where they have any. */
export async function tablesOfMariadb(server: Mariadb, database: string): Promise<TableRows> {
  const tables = await server.query(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME',
    [database],
  )
  const rows: Record<string, readonly Record<string, unknown>[]> = {}
  for (const { name } of tables) {
    const found = await server.query('SELECT * FROM ??.??', [database, name])
    rows[String(name)] = found.sort((one, other) => compare(one, other))
  }
  return rows
}

/** What the database says of its tables: columns, keys and triggers. */
export async function schemaOfMariadb(server: Mariadb, database: string): Promise<unknown> {
  const of = (table: string, columns: string, schema: string) =>
    server.query(
      `SELECT ${columns} FROM information_schema.${table} WHERE ${schema} = ? ORDER BY ${columns}`,
      [database],
    )
  return {
    tables: await of('TABLES', 'TABLE_NAME, ENGINE, TABLE_COLLATION', 'TABLE_SCHEMA'),
    columns: await of(
      'COLUMNS',
      'TABLE_NAME, COLUMN_NAME, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME',
      'TABLE_SCHEMA',
    ),
    indexes: await of(
      'STATISTICS',
      'TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME',
      'TABLE_SCHEMA',
    ),
    triggers: await of('TRIGGERS', 'TRIGGER_NAME, EVENT_OBJECT_TABLE', 'TRIGGER_SCHEMA'),
  }
}

function compare(one: Record<string, unknown>, other: Record<string, unknown>): number {
  if ('id' in one) return Number(one.id) - Number(other.id)
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
