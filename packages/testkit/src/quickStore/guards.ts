import { type Instant, minutes, plus } from '@appointease/domain'
import type { LockClaim } from '@appointease/server/ports/slotLocks.ts'
import { expect, it } from 'vitest'
import { date, instant, MONDAY, TUESDAY_TEN } from '../builders.ts'
import { aClaim, aPlace, grantOf, type PresentStore } from './harness.ts'

const GUARD = 5000

/** Time that is being booked. */
export function guardRules(present: PresentStore): void {
  const locks = () => present().store.locks
  const epoch = () => present().epochId
  const claim = (differing: Partial<LockClaim> = {}) => locks().claim(epoch(), aClaim(differing))
  const granted = async (differing: Partial<LockClaim> = {}) => grantOf(await claim(differing))
  const place = (differing: Parameters<typeof aPlace>[0] = {}, seats = 1, capacity = 1) => ({
    ...aPlace(differing),
    seats,
    capacity,
  })
  const guard = (guarded = place(), owner: string | undefined = undefined, now: Instant = MONDAY) =>
    locks().guard(epoch(), { claim: guarded, owner, now, guardMilliseconds: GUARD })
  const named = async (outcome: ReturnType<typeof guard>) => {
    const found = await outcome
    if (!found.ok) throw new Error('A guard that nothing is against was refused.')
    return found.value
  }

  it('keeps claims of everybody but the owner out until it ends', async () => {
    const name = await named(guard(place(), 'v_owner'))
    expect(await claim({ owner: 'v_other' })).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: plus(MONDAY, GUARD) },
    })
    expect((await claim({ owner: 'v_owner' })).ok).toBe(true)
    expect(await locks().endGuard(epoch(), { guard: name, claim: aPlace(), usedUp: [] })).toEqual([])
    await locks().endGuard(epoch(), { guard: name, claim: aPlace(), usedUp: [] })
    expect(
      (await claim({ owner: 'v_other', place: aPlace({ start: plus(TUESDAY_TEN, minutes(30)) }) })).ok,
    ).toBe(true)
  })

  it('ends by itself', async () => {
    await named(guard())
    expect((await claim({ now: plus(MONDAY, GUARD - 1) })).ok).toBe(false)
    expect((await claim({ now: plus(MONDAY, GUARD) })).ok).toBe(true)
  })

  it('keeps everybody out where it has no owner', async () => {
    await named(guard())
    expect((await claim()).ok).toBe(false)
  })

  it('is refused where another’s lock is in the way, not the owner’s', async () => {
    const { lock } = await granted()
    expect(await guard(place(), 'v_other')).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: lock.expiresAt },
    })
    expect((await guard()).ok).toBe(false)
    expect((await guard(place(), lock.owner)).ok).toBe(true)
    expect((await guard(place(), undefined, lock.expiresAt)).ok).toBe(true)
  })

  it('does not mind other guards: changes of one employee take turns elsewhere', async () => {
    await named(guard())
    expect((await guard()).ok).toBe(true)
    expect((await guard(place(), 'v_other')).ok).toBe(true)
  })

  it('holds over midnight', async () => {
    const start = instant('2026-11-24T23:45:00Z')
    await named(guard(place({ start })))
    expect((await claim({ place: aPlace({ start: plus(start, minutes(15)) }) })).ok).toBe(false)
    expect((await claim({ place: aPlace({ start: plus(start, minutes(-15)) }) })).ok).toBe(false)
    expect((await claim({ place: aPlace({ start: plus(start, minutes(30)) }) })).ok).toBe(true)
  })

  it('takes a seat of its group, and leaves the others', async () => {
    const group = { serviceId: 7 }
    await named(guard(place(group, 3, 3), 'v_1'))
    await granted({ owner: 'v_2', place: aPlace(group), capacity: 3 })
    await granted({ owner: 'v_3', place: aPlace(group), capacity: 3 })
    expect((await claim({ owner: 'v_4', place: aPlace(group), capacity: 3 })).ok).toBe(false)
    expect((await guard(place(group, 2, 3), 'v_1')).ok).toBe(false)
    expect((await guard(place(group, 3, 3), 'v_1')).ok).toBe(true)
  })

  it('counts a person once who has a lock and a guard', async () => {
    const group = { serviceId: 7 }
    await granted({ owner: 'v_1', place: aPlace(group), capacity: 2 })
    await named(guard(place(group, 2, 2), 'v_1'))
    const second = await granted({ owner: 'v_2', place: aPlace(group), capacity: 2 })
    expect(second.others.map(({ owner }) => owner)).toEqual(['v_1'])
    expect((await claim({ owner: 'v_3', place: aPlace(group), capacity: 2 })).ok).toBe(false)
  })

  it('is shown with a grant beside it, and never as a lock', async () => {
    await named(guard(place(), 'v_owner'))
    const { others } = await granted({ place: aPlace({ start: plus(TUESDAY_TEN, minutes(60)) }) })
    expect(others).toMatchObject([
      { owner: 'v_owner', occupied: aPlace().occupied, expiresAt: plus(MONDAY, GUARD) },
    ])
    const listed = await locks().listLocks([1], [date('2026-11-24')], MONDAY)
    expect(listed.map(({ time }) => time)).toEqual(['11:00'])
  })

  it('ends together with the locks that were used up, and says which were there', async () => {
    const { lock, seat } = await granted()
    const gone = await granted({ owner: 'v_gone', place: aPlace({ employeeId: 2 }) })
    await locks().abandon(epoch(), gone)
    const name = await named(guard(place(), lock.owner))
    const ended = { guard: name, claim: aPlace(), usedUp: [lock, gone.lock] }
    expect(await locks().endGuard(epoch(), ended)).toEqual([{ lock, seat }])
    expect(await locks().endGuard(epoch(), ended)).toEqual([])
    expect((await claim({ owner: 'v_other', locksPerAddress: 1 })).ok).toBe(true)
  })
}
