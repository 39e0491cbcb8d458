import { aLock, MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Shadows } from '../../ports/epochs.ts'
import { createShadowQueue, type ShadowQueue } from './shadowQueue.ts'

const seated = (owner: string) => ({ lock: aLock({ owner }), seat: 1 })

describe('shadows of locks', () => {
  let queue: ShadowQueue
  afterEach(() => queue.stop())

  it('of a lock that was granted do not wait for those of one that has ended', async () => {
    const written: string[] = []
    const all = new Promise<void>((resolve) => {
      const write = async (_epoch: number, { put, ended }: Shadows) => {
        for (const { lock } of put) written.push(`put ${lock.owner}`)
        for (const { lock } of ended) written.push(`ended ${lock.owner}`)
        if (written.length === 2) resolve()
        return true
      }
      queue = createShadowQueue({ clock: fixedClock(MONDAY), write, warn: () => {} })
    })
    queue.ended(1, seated('v_gone'))
    queue.put(1, seated('v_there'))
    await all
    expect(written).toEqual(['put v_there', 'ended v_gone'])
  })
})
