import { createHash } from 'node:crypto'

/** WordPress's column. */
const LONGEST_NAME = 191
const HASH_LENGTH = 64

/**
 * WordPress's collation takes names for the same that differ by case, by accents or by spaces at the end, and its unique
 * key refuses the second. What it could confuse is written as `=` and four hexadecimal digits, so that the column's names
 * differ exactly where ours do. The names that others read (slot locks and active selections) have nothing of the kind.
 */
export function toColumn(name: string): string {
  const column = name.replace(
    /[^a-z0-9_:.@-]/g,
    (unit) => `=${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  if (column.length <= LONGEST_NAME) return column
  const hash = createHash('sha256').update(name).digest('hex')
  // Not within an escape, or it would not be read back as it was written.
  return `${column.slice(0, LONGEST_NAME - HASH_LENGTH).replace(/=[0-9a-f]{0,3}$/, '')}${hash}`
}

export function fromColumn(column: string): string {
  return column.replace(/=([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** What every name from `from` up to `before` begins with. */
export function commonBeginning(from: string, before: string): string {
  let length = 0
  while (length < from.length && from[length] === before[length]) length += 1
  return from.slice(0, length)
}
