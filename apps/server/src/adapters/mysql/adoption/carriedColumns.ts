import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { asideName, type Column, columnsOf } from './originalTables.ts'

const LONGEST_VARCHAR = 1000

/**
 * A type that holds whatever the original's column holds, in any character set: characters may take more bytes than
 * before, a row of long texts has no room, and what was wrong in an ENUM is in none.
 */
function roomyType(type: string): string {
  const varchar = /^varchar\((\d+)\)/.exec(type)
  const isText = /^(tiny|medium|long)?text|^enum|^set/.test(type)
  return isText || Number(varchar?.[1] ?? 0) > LONGEST_VARCHAR ? 'longtext' : type
}

interface CarriedColumn {
  readonly from: string
  readonly to: string
  readonly type: string
}

function carriedColumns(original: readonly Column[], own: readonly string[]): readonly CarriedColumn[] {
  return original
    .filter(({ name }) => name !== 'id')
    .map(({ name, type }) => ({
      from: name,
      to: own.includes(name) ? `original_${name}` : name,
      type: roomyType(type),
    }))
}

/**
 * Gives the table of appointments every column that the original's has: under its own name, or after `original_` where
 * the name is ours. Can be run again.
 */
export async function addCarriedColumns(
  statements: Statements,
  tables: MysqlTables,
  own: readonly string[],
): Promise<void> {
  const there = (await columnsOf(statements, tables.appointments)).map(({ name }) => name)
  const original = await columnsOf(statements, asideName(tables.appointments))
  const missing = carriedColumns(original, own).filter(({ to }) => !there.includes(to))
  if (missing.length === 0) return
  const added = missing.map(({ to, type }) => `ADD COLUMN \`${to}\` ${type} NULL`)
  await statements.runSql(`ALTER TABLE ${tables.appointments} ${added.join(', ')}`, [])
}

/** Fills them, row by row as they are. */
export async function fillCarriedColumns(
  statements: Statements,
  tables: MysqlTables,
  own: readonly string[],
): Promise<void> {
  const original = await columnsOf(statements, asideName(tables.appointments))
  const carried = carriedColumns(original, own)
  if (carried.length === 0) return
  const set = carried.map(({ from, to }) => `own.\`${to}\` = original.\`${from}\``)
  await statements.runSql(
    `UPDATE ${tables.appointments} AS own
     JOIN ${asideName(tables.appointments)} AS original ON original.id = own.id
     SET ${set.join(', ')}`,
    [],
  )
}
