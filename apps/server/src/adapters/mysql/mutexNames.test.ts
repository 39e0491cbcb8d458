import { describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../ports/storage.ts'
import { createMutexNames } from './mutexNames.ts'
import { type Parameter, Statements } from './statements.ts'

/** Answers nothing before it is let go on. */
class Held extends Statements {
  readonly asked: (readonly Parameter[])[] = []
  isAway = false
  readonly #waiting: (() => void)[] = []

  async send(_sql: string, parameters: readonly Parameter[]): Promise<unknown> {
    this.asked.push(parameters)
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.isAway) throw new StorageUnavailable('Away.')
    return { affectedRows: parameters.length, insertId: 0 }
  }

  goOn(): void {
    for (const answer of this.#waiting.splice(0)) answer()
  }
}

describe('names of mutexes', () => {
  it('are asked for once, however many want them at once, and not again', async () => {
    const outside = new Held()
    const names = createMutexNames(outside, 'mutexes')
    const all = [names.add(['a', 'b']), names.add(['a', 'b']), names.add(['b', 'c'])]
    outside.goOn()
    await Promise.all(all)
    await names.add(['a', 'c'])
    expect(outside.asked).toEqual([['a', 'b'], ['c']])
  })

  it('are asked for again where they could not be added, or have gone', async () => {
    const outside = new Held()
    const names = createMutexNames(outside, 'mutexes')
    outside.isAway = true
    const refused = [names.add(['a']), names.add(['a'])]
    outside.goOn()
    for (const one of refused) await expect(one).rejects.toThrow(StorageUnavailable)
    outside.isAway = false
    for (let time = 0; time < 2; time++) {
      const added = names.add(['a'])
      outside.goOn()
      await added
      names.forget(['a'])
    }
    expect(outside.asked).toEqual([['a'], ['a'], ['a']])
  })
})
