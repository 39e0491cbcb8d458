import { DatabaseSync, StatementSync } from 'node:sqlite'

type Method = (...parameters: unknown[]) => unknown

/** What runs SQL: `exec` at once, the others a prepared statement. */
const RUNNING: readonly (readonly [object: object, methods: readonly string[]])[] = [
  [DatabaseSync.prototype, ['exec']],
  [StatementSync.prototype, ['all', 'get', 'run', 'iterate']],
]

/**
 * How many SQL statements this process runs while `work` runs: every one that node:sqlite is asked for, by
 * whomever, whatever is cached above it.
 */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const restore: (() => void)[] = []
  for (const [prototype, methods] of RUNNING) {
    for (const name of methods) {
      const original = Reflect.get(prototype, name) as Method
      const counting = function (this: unknown, ...parameters: unknown[]) {
        count += 1
        return original.apply(this, parameters)
      }
      Reflect.set(prototype, name, counting)
      restore.push(() => Reflect.set(prototype, name, original))
    }
  }
  try {
    await work()
    return count
  } finally {
    for (const undo of restore) undo()
  }
}
