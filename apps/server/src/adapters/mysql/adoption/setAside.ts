import { DatabaseUnusable } from '../../../ports/storage.ts'
import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import { asideName, CLASHING, columnsOf } from './originalTables.ts'
import { type AdoptionWish, readSite } from './site.ts'

/** A column that only this product's table has. */
const OURS = { appointments: 'slot_start', services: 'duration_minutes', staff: 'weekly_hours' } as const

async function hasRecords(statements: Statements, { migrations }: MysqlTables): Promise<boolean> {
  if (!(await hasTable(statements, migrations))) return false
  return (await statements.tuples(`SELECT 1 FROM ${migrations} LIMIT 1`, [])).length > 0
}

/**
 * The names of the original's tables that this product needs for its own. Nothing is the original's once a step has
 * been taken. A table of appointments that has no date and no id is somebody else's altogether.
 */
export async function findClashing(statements: Statements, tables: MysqlTables): Promise<readonly string[]> {
  if (await hasRecords(statements, tables)) return []
  const clashing: string[] = []
  for (const table of CLASHING) {
    const columns = (await columnsOf(statements, tables[table])).map(({ name }) => name)
    if (columns.length === 0) continue
    const isOurs = table !== 'customers' && columns.includes(OURS[table])
    const isForeign =
      table === 'appointments' && !(columns.includes('id') && columns.includes('appointment_date'))
    if (isOurs || isForeign) return []
    clashing.push(tables[table])
  }
  return clashing
}

/**
 * Gives the original's tables other names, all in one statement, and changes nothing else about them: the way back is to
 * rename them again. Whatever was renamed before an interruption stays so. Throws DatabaseUnusable, and has then renamed
 * none, where they could not be taken over.
 */
export async function setAside(
  statements: Statements,
  tables: MysqlTables,
  wish: AdoptionWish,
): Promise<void> {
  const clashing = await findClashing(statements, tables)
  if (clashing.length === 0) return
  await readSite(statements, tables, wish)
  for (const name of clashing) await refuseTwo(statements, name)
  await rename(statements, clashing)
}

/**
 * The same for the original's mail templates, at whatever start first finds them: earlier versions of this product had no
 * table of that name, and left them where they were.
 */
export async function setTemplatesAside(
  statements: Statements,
  { email_templates: name }: MysqlTables,
): Promise<void> {
  const columns = (await columnsOf(statements, name)).map((column) => column.name)
  if (columns.length === 0 || columns.includes('locale')) return
  await refuseTwo(statements, name)
  await rename(statements, [name])
}

const rename = (statements: Statements, names: readonly string[]) =>
  statements.runSql(`RENAME TABLE ${names.map((name) => `${name} TO ${asideName(name)}`).join(', ')}`, [])

async function refuseTwo(statements: Statements, name: string): Promise<void> {
  if (await hasTable(statements, asideName(name)))
    throw new DatabaseUnusable(
      `There are both a table ${name} and a table ${asideName(name)} of the original plugin.`,
      `RENAME TABLE ${asideName(name)} TO ${name}_backup`,
    )
}
