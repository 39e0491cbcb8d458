import type { OptionRows } from '../transients/optionRows.ts'
import type { SeenOptions } from '../transients/rememberedRows.ts'
import { deleteNames, insertRows } from './optionStatements.ts'
import { createOptionRows } from './options.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement } from './statements.ts'
import type { Transaction } from './writer.ts'

/**
 * Rows inside a transaction: what was found is nobody else's to change before its end. A row that was looked for and not
 * there cannot be held; where somebody else has added it when this transaction writes it, it was overtaken. What is
 * written waits for the commit and goes with it, or for the next question.
 */
export function createHeldOptionRows(
  transaction: Transaction,
  tables: MysqlTables,
  seen?: SeenOptions,
): OptionRows {
  const held = createOptionRows(transaction, tables, ' FOR UPDATE')
  const missing = new Set(seen?.questions.find)
  for (const { name } of seen?.found ?? []) missing.delete(name)
  /** Undefined: it is to be removed. */
  const waiting = new Map<string, string | undefined>()

  function writeWaiting(): readonly Statement[] {
    const all = [...waiting]
    waiting.clear()
    const removed = all.flatMap(([name, value]) => (value === undefined ? [name] : []))
    const rows = all.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
    const added = rows.map(({ name }) => name).filter((name) => missing.has(name))
    for (const name of added) missing.delete(name)
    return [...deleteNames(tables, removed), ...insertRows(tables, rows, { added })]
  }
  const { conclusion } = transaction
  conclusion.beforeCommit(writeWaiting)

  return {
    async find(names) {
      await conclusion.writeBefore()
      const found = await held.find(names)
      for (const name of names) {
        if (found.has(name)) missing.delete(name)
        else missing.add(name)
      }
      return found
    },

    async hold(name) {
      await conclusion.writeBefore()
      return held.hold(name)
    },

    async list(...ranges) {
      await conclusion.writeBefore()
      return held.list(...ranges)
    },

    async write(rows) {
      for (const { name, value } of rows) waiting.set(name, value)
    },

    async remove(names) {
      for (const name of names) waiting.set(name, undefined)
    },
  }
}
