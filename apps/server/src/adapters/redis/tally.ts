import { AsyncLocalStorage } from 'node:async_hooks'
import type { RedisOps } from '../../ports/ephemeral.ts'

/** Counts what is asked of Redis, for whoever wants to know within a piece of work. */
export class Tally {
  readonly #counts = new AsyncLocalStorage<{ get: number; set: number; publish: number }>()

  add(kind: keyof RedisOps, count = 1): void {
    const counts = this.#counts.getStore()
    if (counts) counts[kind] += count
  }

  async counting<Value>(
    work: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly ops: RedisOps }> {
    const counts = { get: 0, set: 0, publish: 0 }
    const value = await this.#counts.run(counts, work)
    return { value, ops: { ...counts } }
  }
}
