export interface OptionRow {
  readonly name: string
  readonly value: string
}

/** Names with `from` ≤ name < `before`. */
export interface OptionRange {
  readonly from: string
  readonly before: string
}

/** What to ask: as `hold`, as `find` and as `list`. */
export interface OptionQuestions {
  readonly hold: readonly string[]
  readonly find: readonly string[]
  readonly list: readonly OptionRange[]
}

/**
 * WordPress's options table, as far as transients need it. Each call is atomic; several are so only inside a
 * transaction, which the engine provides. Every one uses the unique index on the name.
 */
export interface OptionRows {
  /** Values by name, which inside a transaction nobody else changes before its end; what is missing is left out. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Rows of any of the ranges, each once, by name. */
  list(...ranges: readonly OptionRange[]): Promise<readonly OptionRow[]>
  /** One value, which no other transaction changes before this one has ended; a row that is missing is not held. */
  hold(name: string): Promise<string | undefined>
  /** Adds or replaces. */
  write(rows: readonly OptionRow[]): Promise<void>
  remove(names: readonly string[]): Promise<void>
}
