import { LOCK_CAP_SECONDS, minutes, plus } from '@appointease/domain'
import type { LockClaim } from '@appointease/server/ports/slotLocks.ts'
import { expect, it } from 'vitest'
import { date, instant, MONDAY, TUESDAY_TEN, time } from '../builders.ts'
import { aClaim, aPlace, grantOf, type PresentStore } from './harness.ts'

const eleven = aPlace({ start: plus(TUESDAY_TEN, minutes(60)) })
const group = aPlace({ serviceId: 7 })

/** Who is granted what, by the rules of the domain. */
export function claimRules(present: PresentStore): void {
  const claim = (differing: Partial<LockClaim> = {}) =>
    present().store.locks.claim(present().epochId, aClaim(differing))
  const granted = async (differing: Partial<LockClaim> = {}) => grantOf(await claim(differing))
  const shown = (now = MONDAY) => present().store.locks.listLocks([1], [date('2026-11-24')], now)

  it('grants a free time for ten minutes, as it was claimed', async () => {
    const wanted = aClaim({ place: aPlace({ serviceId: undefined }) })
    const outcome = await present().store.locks.claim(present().epochId, wanted)
    const { place, owner, tokenFingerprint, address } = wanted
    const times = {
      lockedAt: MONDAY,
      expiresAt: plus(MONDAY, minutes(10)),
      extendedForCode: false,
      turn: MONDAY,
    }
    const lock = { ...place, owner, tokenFingerprint, address, ...times }
    expect(outcome).toEqual({
      ok: true,
      value: { lock, seat: 1, previous: undefined, renewed: undefined, others: [] },
    })
    expect(await shown()).toEqual([lock])
  })

  it('refuses time that another holds, and says when it is free', async () => {
    await granted({ owner: 'v_first', place: aPlace({ start: plus(TUESDAY_TEN, minutes(-15)) }) })
    await granted({
      owner: 'v_second',
      place: aPlace({ start: plus(TUESDAY_TEN, minutes(15)) }),
      now: plus(MONDAY, 1),
    })
    expect(await claim({ now: plus(MONDAY, 2) })).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: plus(MONDAY, minutes(10) + 1) },
    })
  })

  it('grants time that begins where another’s ends, and the same time of another employee', async () => {
    await granted({ owner: 'v_first' })
    await granted({ owner: 'v_second', place: aPlace({ start: plus(TUESDAY_TEN, minutes(30)) }) })
    await granted({ owner: 'v_third', place: aPlace({ employeeId: 11 }) })
    expect((await shown()).map(({ owner }) => owner)).toEqual(['v_first', 'v_second'])
  })

  it('counts buffers of both', async () => {
    const occupied = { start: plus(TUESDAY_TEN, minutes(-10)), end: plus(TUESDAY_TEN, minutes(40)) }
    await granted({ owner: 'v_first', place: aPlace({ occupied }) })
    const before = aPlace({ start: plus(TUESDAY_TEN, minutes(-35)) })
    expect((await claim({ place: before })).ok).toBe(false)
    expect((await claim({ place: aPlace({ start: plus(TUESDAY_TEN, minutes(-40)) }) })).ok).toBe(true)
  })

  it('counts a lock until the millisecond in which it expires', async () => {
    await granted({ owner: 'v_first' })
    const over = plus(MONDAY, minutes(10))
    expect((await claim({ now: plus(over, -1) })).ok).toBe(false)
    const { seat } = await granted({ now: over })
    expect(seat).toBe(1)
    expect(await shown(over)).toHaveLength(1)
  })

  it('sees a collision over midnight, whichever date each is named on', async () => {
    // Half past eleven at night in Auckland is half past ten in the morning in UTC, and noon there is midnight here.
    const midnight = instant('2026-11-24T00:00:00Z')
    const around = { start: plus(midnight, minutes(-30)), end: plus(midnight, minutes(30)) }
    const named = { date: date('2026-11-24'), time: time('12:30') }
    await granted({ owner: 'v_first', place: aPlace({ start: around.start, slot: around, ...named }) })
    for (const start of [plus(midnight, minutes(-45)), midnight, plus(midnight, minutes(15))]) {
      expect(await claim({ place: aPlace({ start }) })).toMatchObject({ refusal: { kind: 'slot_locked' } })
    }
    const after = aPlace({ start: around.end })
    expect((await granted({ place: after })).others.map(({ owner }) => owner)).toEqual(['v_first'])
  })

  it('lets persons of one group slot share it up to its capacity', async () => {
    const seats: number[] = []
    for (const owner of ['v_1', 'v_2', 'v_3']) {
      const now = plus(MONDAY, seats.length)
      seats.push((await granted({ owner, place: group, capacity: 3, now })).seat)
    }
    expect(seats).toEqual([1, 2, 3])
    expect(await claim({ owner: 'v_4', place: group, capacity: 3 })).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: plus(MONDAY, minutes(10)) },
    })
    expect((await claim({ owner: 'v_4', capacity: 3 })).ok).toBe(false)
    expect(await claim({ owner: 'v_4', place: aPlace({ serviceId: undefined }), capacity: 3 })).toMatchObject(
      {
        ok: false,
      },
    )
  })

  it('gives a seat that has become free to the next', async () => {
    const [first] = [await granted({ owner: 'v_1', place: group, capacity: 3 })]
    await granted({ owner: 'v_2', place: group, capacity: 3 })
    await present().store.locks.abandon(present().epochId, first)
    expect((await granted({ owner: 'v_3', place: group, capacity: 3 })).seat).toBe(1)
  })

  it('tells the two of a repeated wall time apart', async () => {
    // New York, 1 November 2026: 01:30 happens at 05:30Z and at 06:30Z.
    const named = { date: date('2026-11-01'), time: time('01:30') }
    await granted({ owner: 'v_1', place: aPlace({ start: instant('2026-11-01T05:30:00Z'), ...named }) })
    const second = aPlace({ start: instant('2026-11-01T06:30:00Z'), ...named, occurrence: 2 })
    expect((await granted({ owner: 'v_2', place: second })).seat).toBe(1)
    const listed = await present().store.locks.listLocks([1], [named.date], MONDAY)
    expect(listed.map(({ occurrence }) => occurrence)).toEqual([1, 2])
  })

  it('refuses more locks an address than may be, but moves the lock that a client holds already', async () => {
    for (const [at, owner] of ['v_1', 'v_2'].entries()) {
      await granted({ owner, place: aPlace({ employeeId: at + 2 }), locksPerAddress: 2 })
    }
    const third = { owner: 'v_3', locksPerAddress: 2 }
    expect(await claim(third)).toEqual({ ok: false, refusal: { kind: 'too_many_locks' } })
    expect((await claim({ ...third, address: 'cc' })).ok).toBe(true)
    expect((await claim({ owner: 'v_2', place: eleven, locksPerAddress: 2 })).ok).toBe(true)
    expect((await claim({ owner: 'v_4', locksPerAddress: 2, now: plus(MONDAY, minutes(10)) })).ok).toBe(true)
  })

  it('refuses a client that shows another token than its lock’s, and changes nothing', async () => {
    const { lock } = await granted()
    const wrong = { shownFingerprint: 'another', place: eleven }
    expect(await claim(wrong)).toEqual({ ok: false, refusal: { kind: 'lock_not_owned' } })
    expect(await shown()).toEqual([lock])
    expect((await claim({ ...wrong, owner: 'v_holds_none' })).ok).toBe(true)
  })

  it('renews with the token shown, for ten minutes from now and at most thirty in all', async () => {
    let held = await granted()
    for (const [minute, ends] of [
      [9, 19],
      [18, 28],
      [27, 30],
    ] as const) {
      const shownFingerprint = held.lock.tokenFingerprint
      held = await granted({ shownFingerprint, now: plus(MONDAY, minutes(minute)) })
      expect(held.lock).toMatchObject({ lockedAt: MONDAY, expiresAt: plus(MONDAY, minutes(ends)) })
    }
    expect(held.lock.expiresAt).toBe(plus(MONDAY, LOCK_CAP_SECONDS * 1000))
    expect(await shown(plus(MONDAY, minutes(29)))).toEqual([held.lock])
  })

  it('hands out a new token for the time that is left where none is shown', async () => {
    const { lock } = await granted()
    const again = await granted({ now: plus(MONDAY, minutes(4)) })
    expect(again.lock).toEqual({
      ...lock,
      tokenFingerprint: again.lock.tokenFingerprint,
      turn: plus(MONDAY, minutes(4)),
    })
    expect(again.renewed).toEqual(lock)
    expect(again.previous).toBeUndefined()
  })

  it('goes on counting where the new time overlaps the old, and begins anew where it does not', async () => {
    const { lock } = await granted()
    const now = plus(MONDAY, minutes(5))
    const moved = await granted({ place: aPlace({ start: plus(TUESDAY_TEN, minutes(15)) }), now })
    expect(moved.lock).toMatchObject({ lockedAt: MONDAY, expiresAt: plus(MONDAY, minutes(15)) })
    expect(moved.previous).toEqual({ lock, seat: 1 })
    await present().store.locks.settle(present().epochId, moved)
    const away = await granted({ place: eleven, now })
    expect(away.lock).toMatchObject({ lockedAt: now, expiresAt: plus(now, minutes(10)) })
  })

  it('shows with a grant what others have claimed of the employee’s day', async () => {
    await granted({ owner: 'v_1', place: eleven })
    await granted({ owner: 'v_2', place: aPlace({ employeeId: 2 }) })
    const { others } = await granted()
    expect(others).toEqual(
      await present()
        .store.locks.listLocks([1], [date('2026-11-24')], MONDAY)
        .then((all) => all.filter(({ owner }) => owner === 'v_1')),
    )
    expect(others).toHaveLength(1)
  })
}
