import type { Statements } from './statements.ts'

/** Adds names of mutexes for good, each by its own commit, so that a transaction can take them. */
export interface MutexNames {
  /** Resolves when all of them are there. */
  add(names: readonly string[]): Promise<void>
  /** What was added has gone: somebody has emptied the table. */
  forget(names: readonly string[]): void
}

/**
 * Each name is added once, however many ask for it at once: whoever adds it a second time waits for the transaction that
 * has just taken it, and would keep from it a connection that it needs to go on. `outside`: statements that commit by
 * themselves.
 */
export function createMutexNames(outside: Statements, table: string): MutexNames {
  const added = new Map<string, Promise<unknown>>()

  function begin(names: readonly string[]): void {
    const values = names.map(() => '(?)').join(', ')
    const adding = outside.runSql(`INSERT IGNORE INTO ${table} (name) VALUES ${values}`, names)
    for (const name of names) added.set(name, adding)
    adding.catch(() => {
      for (const name of names) added.delete(name)
    })
  }

  return {
    async add(names) {
      const fresh = names.filter((name) => !added.has(name))
      if (fresh.length > 0) begin(fresh)
      await Promise.all(names.map((name) => added.get(name)))
    },
    forget(names) {
      for (const name of names) added.delete(name)
    },
  }
}
