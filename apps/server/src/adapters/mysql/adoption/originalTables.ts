import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import type { OriginalRow } from './originalRow.ts'

/** The tables that are set aside, because this product has tables of the same names. */
export const CLASHING = ['appointments', 'services', 'staff', 'customers'] as const
export type Clashing = (typeof CLASHING)[number]

/** What the original's table is called once it is set aside. */
export const asideName = (name: string) => `${name}_original`

/** Names without the prefix, as the report has them. */
export const REPORTED = {
  appointments: 'appointments',
  services: 'appointease_services',
  staff: 'appointease_staff',
  customers: 'appointease_customers',
  categories: 'appointease_categories',
  availability: 'appointease_availability',
  timeoff: 'appointease_timeoff',
  blackouts: 'appointease_blackout_dates',
  templates: 'appointease_email_templates',
  locks: 'appointease_slot_locks',
} as const
export type OriginalTable = keyof typeof REPORTED

const ROWS_A_PAGE = 500

export interface Column {
  readonly name: string
  /** As it is declared, such as `varchar(20)`. */
  readonly type: string
}

export async function columnsOf(statements: Statements, table: string): Promise<readonly Column[]> {
  const sql = `SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`
  const rows = await statements.tuples(sql, [table])
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }))
}

/** The original's tables, set aside or not; one that there is not has no columns and no rows. */
export interface Original {
  columns(table: OriginalTable): readonly Column[]
  /** By their ids, where they have any. */
  pages(table: OriginalTable): AsyncIterable<readonly OriginalRow[]>
  all(table: OriginalTable): Promise<readonly OriginalRow[]>
}

export async function findOriginal(statements: Statements, tables: MysqlTables): Promise<Original> {
  const prefix = tables.options.slice(0, -'options'.length)
  const names = new Map<OriginalTable, string>()
  const columns = new Map<OriginalTable, readonly Column[]>()
  for (const table of Object.keys(REPORTED) as OriginalTable[]) {
    const plain = prefix + REPORTED[table]
    const isAside = await hasTable(statements, asideName(plain))
    const name = isAside ? asideName(plain) : plain
    names.set(table, name)
    columns.set(table, await columnsOf(statements, name))
  }

  const read = (table: OriginalTable, rest: string, parameters: readonly number[]) =>
    statements.send(`SELECT * FROM ${names.get(table)} ${rest}`, parameters, false) as Promise<OriginalRow[]>

  async function* byId(table: OriginalTable): AsyncGenerator<readonly OriginalRow[]> {
    let rows = await read(table, `ORDER BY id LIMIT ${ROWS_A_PAGE}`, [])
    while (rows.length === ROWS_A_PAGE) {
      yield rows
      rows = await read(table, `WHERE id > ? ORDER BY id LIMIT ${ROWS_A_PAGE}`, [Number(rows.at(-1)?.id)])
    }
    yield rows
  }

  async function* pages(table: OriginalTable): AsyncGenerator<readonly OriginalRow[]> {
    const known = columns.get(table) ?? []
    if (known.some(({ name }) => name === 'id')) yield* byId(table)
    else if (known.length > 0) yield await read(table, '', [])
  }

  return {
    columns: (table) => columns.get(table) ?? [],
    pages,
    async all(table) {
      const rows: OriginalRow[] = []
      for await (const page of pages(table)) rows.push(...page)
      return rows
    },
  }
}
