import { minutes, plus } from '@appointease/domain'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import type { SlotChange, SlotNews } from '@appointease/server/ports/slotEvents.ts'
import { expect, it } from 'vitest'
import { aSelection, date, MONDAY, TUESDAY_TEN, time } from '../builders.ts'
import { until } from '../engines/until.ts'
import { aClaim, aPlace, grantOf, type PresentStore } from './harness.ts'

const tuesday = (employeeId: number): SlotChange => ({ date: date('2026-11-24'), employeeId })

/** Who hears of what, and what of it is counted. */
export function messageRules(present: PresentStore): void {
  /** What is heard from when listening has begun until `end`, which comes after everything before it. */
  async function listen(store: QuickStore) {
    const heard: SlotNews[] = []
    const end = store.subscribe((change) => heard.push(change))
    await until(
      async () => (heard.includes(undefined) ? true : undefined),
      () => 'Nobody listens.',
    )
    heard.length = 0
    return {
      end,
      /**
       * At least so many, by employee, and whatever comes before a last message. Those of one channel are in order;
       * those of several are not, where several servers pass them on.
       */
      async all(count: number) {
        const others = () => heard.filter((change) => change?.employeeId !== 99)
        present().store.publish({ date: date('2099-01-01'), employeeId: 99 })
        await until(
          async () => (heard.length > others().length && others().length >= count ? true : undefined),
          () => `Only ${JSON.stringify(heard)} is heard.`,
        )
        return others().sort((one, other) => (one?.employeeId ?? 0) - (other?.employeeId ?? 0))
      },
    }
  }

  it('tells every process what one publishes', async () => {
    const ears = await listen(await present().reopen())
    const { occupied } = aPlace()
    present().store.publish(tuesday(1))
    present().store.publish({ ...tuesday(2), occupied })
    expect(await ears.all(2)).toEqual([tuesday(1), { ...tuesday(2), occupied }])
    ears.end()
  })

  it('tells of every change of locks once, with the time that it is about, and of nothing else', async () => {
    const { store, epochId } = present()
    const { locks } = store
    const ears = await listen(await present().reopen())
    const first = grantOf(await locks.claim(epochId, aClaim()))
    await locks.claim(epochId, aClaim({ owner: 'v_other' }))
    const place = aPlace({ employeeId: 2 })
    const next = grantOf(await locks.claim(epochId, aClaim({ place })))
    await locks.settle(epochId, next)
    await locks.settle(epochId, next)
    const claim = { ...place, seats: 1, capacity: 1 }
    const guard = await locks.guard(epochId, {
      claim,
      owner: next.lock.owner,
      now: MONDAY,
      guardMilliseconds: 1000,
    })
    await locks.endGuard(epochId, {
      guard: guard.ok ? guard.value : '',
      claim,
      usedUp: [next.lock, first.lock],
    })
    const { occupied } = place
    const told = [tuesday(1), tuesday(1), tuesday(2), tuesday(2)].map((one) => ({ ...one, occupied }))
    expect(await ears.all(4)).toEqual(told)
    ears.end()
  })

  it('tells of pointing where others see a difference, and not of its renewal', async () => {
    const { pointing } = present().store
    const ears = await listen(await present().reopen())
    await pointing.putSelection(aSelection())
    await pointing.putSelection(aSelection({ since: plus(MONDAY, 5000), expiresAt: plus(MONDAY, 15_000) }))
    await pointing.putSelection(aSelection({ time: time('11:00') }))
    await pointing.putSelection(aSelection({ employeeId: 2 }))
    await pointing.clearSelection(aSelection().owner)
    await pointing.clearSelection(aSelection().owner)
    const employees = (await ears.all(4)).map((change) => change?.employeeId)
    // One message for both ends of a way within one date, or one for each, as the servers have it.
    expect(employees.filter((one) => one === 2)).toHaveLength(2)
    expect(employees.filter((one) => one === 1).length).toBeLessThanOrEqual(4)
    ears.end()
  })

  it('tells nobody who has stopped listening', async () => {
    const heard: unknown[] = []
    const ears = await listen(present().store)
    present().store.subscribe((change) => heard.push(change))()
    present().store.publish(tuesday(1))
    await ears.all(1)
    expect(heard).toEqual([])
    ears.end()
  })

  it('counts what a piece of work asks, and only that', async () => {
    const { store, epochId } = present()
    const claim = aClaim()
    const { value, ops } = await store.counting(async () => {
      await store.locks.listLocks([1], [date('2026-11-24')], MONDAY)
      await store.pointing.listSelections(1, date('2026-11-24'), MONDAY)
      return store.locks.claim(epochId, claim)
    })
    expect(value.ok).toBe(true)
    expect(ops).toEqual({ get: 2, set: 1, publish: 1 })
    const both = await Promise.all([
      store.counting(() => store.pointing.putSelection(aSelection())),
      store.counting(async () => store.publish(tuesday(1))),
      store.locks.claim(
        epochId,
        aClaim({ owner: 'v_2', place: aPlace({ start: plus(TUESDAY_TEN, minutes(90)) }) }),
      ),
    ])
    expect([both[0].ops, both[1].ops]).toEqual([
      { get: 0, set: 1, publish: 1 },
      { get: 0, set: 0, publish: 1 },
    ])
    const refused = await store.counting(() => store.locks.claim(epochId, aClaim({ owner: 'v_3' })))
    expect(refused.ops).toEqual({ get: 0, set: 1, publish: 0 })
  })
}
