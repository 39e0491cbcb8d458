export interface OptionRow {
  readonly name: string
  readonly value: string
}

/**
 * WordPress's options table, as far as transients need it. Each call is atomic; several are so only inside a
 * transaction, which the engine provides. Every one uses the unique index on the name.
 */
export interface OptionRows {
  /** Values by name; what is missing is left out. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Rows with `from` ≤ name < `before`, by name. */
  list(from: string, before: string): Promise<readonly OptionRow[]>
  /** One value, which no other transaction changes before this one has ended; a row that is missing is not held. */
  hold(name: string): Promise<string | undefined>
  /** Adds or replaces. */
  write(rows: readonly OptionRow[]): Promise<void>
  remove(names: readonly string[]): Promise<void>
}
