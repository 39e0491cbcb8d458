/** A row as the driver reads it: numbers, and everything else as text. A column that the version lacks is missing. */
export type OriginalRow = Readonly<Record<string, unknown>>

/** The text without the spaces around it; empty where there is none. */
export function textOf(row: OriginalRow, column: string): string {
  const value = row[column]
  if (value === null || value === undefined) return ''
  if (Buffer.isBuffer(value)) return value.toString().trim()
  // A JSON column, which the driver reads already.
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim()
}

/** Undefined where there is no number. */
export function numberOf(row: OriginalRow, column: string): number | undefined {
  const text = textOf(row, column)
  const number = Number(text)
  return text === '' || !Number.isFinite(number) ? undefined : number
}

/** An id, or 0 for none. */
export function idOf(row: OriginalRow, column = 'id'): number {
  const number = numberOf(row, column) ?? 0
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}
