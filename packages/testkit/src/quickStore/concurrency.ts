import { collides, minutes, plus } from '@appointease/domain'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import { expect, it } from 'vitest'
import { date, MONDAY, TUESDAY_TEN } from '../builders.ts'
import { replayableSeed } from '../replayableSeed.ts'
import { seededNumbers } from '../seededRandomness.ts'
import { aClaim, aPlace, type PresentStore } from './harness.ts'

const CAPACITIES: Record<number, number> = { 1: 1, 7: 3 }

/** Every two that may not be at the same time. */
function collisionsAmong(locks: readonly SlotLockRecord[]): unknown[] {
  return locks.flatMap((one, at) =>
    locks.slice(at + 1).flatMap((other) => {
      const capacity = CAPACITIES[one.serviceId ?? 1] ?? 1
      return one.owner !== other.owner && collides(one, other, capacity) ? [[one, other]] : []
    }),
  )
}

/** Several processes at once. */
export function concurrencyRules(present: PresentStore): void {
  const several = async (count: number): Promise<readonly QuickStore[]> =>
    Promise.all(Array.from({ length: count }, () => present().reopen()))
  const shown = () => present().store.locks.listLocks([1, 2], [date('2026-11-24')], MONDAY)

  it('lets one of many simultaneous claimants win', async () => {
    const stores = await several(3)
    const claims = stores.flatMap((store, at) =>
      Array.from({ length: 20 }, (_, client) =>
        store.locks.claim(
          present().epochId,
          aClaim({ owner: `v_${at}_${client}`, address: `${at}_${client}` }),
        ),
      ),
    )
    expect((await Promise.all(claims)).filter(({ ok }) => ok)).toHaveLength(1)
    expect(await shown()).toHaveLength(1)
  })

  it('lets as many win as a group has seats, each on a seat of its own', async () => {
    const stores = await several(3)
    const place = aPlace({ serviceId: 7 })
    const claims = stores.flatMap((store, at) =>
      Array.from({ length: 10 }, (_, client) =>
        store.locks.claim(
          present().epochId,
          aClaim({ owner: `v_${at}_${client}`, address: `${at}_${client}`, place, capacity: 3 }),
        ),
      ),
    )
    const seats = (await Promise.all(claims)).flatMap((outcome) => (outcome.ok ? [outcome.value.seat] : []))
    expect(seats.sort()).toEqual([1, 2, 3])
  })

  it('lets an address have as many locks as it may, however many it claims at once', async () => {
    const [store] = await several(1)
    const claims = Array.from({ length: 20 }, (_, client) =>
      store?.locks.claim(
        present().epochId,
        aClaim({ owner: `v_${client}`, place: aPlace({ employeeId: 100 + client }), locksPerAddress: 4 }),
      ),
    )
    expect((await Promise.all(claims)).filter((outcome) => outcome?.ok)).toHaveLength(4)
  })

  it('leaves a client with one lock that claims and settles several times at once', async () => {
    const stores = await several(3)
    const { epochId } = present()
    const places = [0, 60, 120].map((minute) => aPlace({ start: plus(TUESDAY_TEN, minutes(minute)) }))
    const outcomes = await Promise.all(
      stores.map((store, at) => store.locks.claim(epochId, aClaim({ place: places[at] ?? aPlace() }))),
    )
    await Promise.all(
      outcomes.map((outcome, at) => outcome.ok && stores[at]?.locks.settle(epochId, outcome.value)),
    )
    expect(await shown()).toHaveLength(1)
  })

  it('never lets two hold the same time, whatever many clients do at once', async () => {
    const stores = await several(3)
    const { epochId } = present()
    const next = seededNumbers(replayableSeed('clients of the quick store'))
    const pick = <Value>(values: readonly Value[]): Value =>
      values[Math.floor(next() * values.length)] as Value
    const wish = (owner: string) => {
      const serviceId = pick([1, 7])
      const start = plus(TUESDAY_TEN, minutes(pick([0, 15, 30, 45, 60])))
      const place = aPlace({ start, serviceId, employeeId: pick([1, 2]) })
      return aClaim({ owner, address: owner, place, capacity: CAPACITIES[serviceId] ?? 1 })
    }
    const client = async (owner: string, store: QuickStore) => {
      for (let turn = 0; turn < 12; turn++) {
        const outcome = await store.locks.claim(epochId, wish(owner))
        if (!outcome.ok) continue
        if (next() < 0.3) await store.locks.abandon(epochId, outcome.value)
        else if (outcome.value.previous) await store.locks.settle(epochId, outcome.value)
        expect(collisionsAmong(await shown())).toEqual([])
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, at) => client(`v_${at}`, stores[at % 3] as QuickStore)))
    const left = await shown()
    expect(new Set(left.map(({ owner }) => owner)).size).toBe(left.length)
  })
}
