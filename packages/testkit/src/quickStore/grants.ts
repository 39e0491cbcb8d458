import { minutes, plus } from '@appointease/domain'
import type { LockClaim } from '@appointease/server/ports/slotLocks.ts'
import { expect, it } from 'vitest'
import { date, MONDAY, TUESDAY_TEN } from '../builders.ts'
import { aClaim, aPlace, grantOf, type PresentStore } from './harness.ts'

const eleven = aPlace({ start: plus(TUESDAY_TEN, minutes(60)) })
const twelve = aPlace({ start: plus(TUESDAY_TEN, minutes(120)) })

/** From the grant to the client's one lock, or back; and how a lock ends. */
export function grantRules(present: PresentStore): void {
  const locks = () => present().store.locks
  const epoch = () => present().epochId
  const claim = (differing: Partial<LockClaim> = {}) => locks().claim(epoch(), aClaim(differing))
  const granted = async (differing: Partial<LockClaim> = {}) => grantOf(await claim(differing))
  const shown = (now = MONDAY) => locks().listLocks([1, 2], [date('2026-11-24')], now)
  const starts = async () => (await shown()).map(({ time }) => time)
  const release = (differing: { owner?: string; shownFingerprint: string; now?: typeof MONDAY }) =>
    locks().release(epoch(), {
      employeeId: 1,
      date: date('2026-11-24'),
      start: TUESDAY_TEN,
      owner: 'v_someone0001',
      now: MONDAY,
      ...differing,
    })

  it('keeps the old lock beside the new one until that is settled', async () => {
    const old = await granted()
    const next = await granted({ place: eleven })
    expect(next.previous).toEqual({ lock: old.lock, seat: 1 })
    expect(await starts()).toEqual(['10:00', '11:00'])
    expect((await claim({ owner: 'v_other' })).ok).toBe(false)
    await locks().settle(epoch(), next)
    await locks().settle(epoch(), next)
    expect(await starts()).toEqual(['11:00'])
    expect((await claim({ owner: 'v_other' })).ok).toBe(true)
  })

  it('gives the old lock back, as it was, where the new one is abandoned', async () => {
    const old = await granted()
    const next = await granted({ place: eleven, now: plus(MONDAY, minutes(1)) })
    await locks().abandon(epoch(), next)
    await locks().abandon(epoch(), next)
    expect(await shown()).toEqual([old.lock])
    const later = await granted({ shownFingerprint: old.lock.tokenFingerprint, place: twelve })
    expect(later.previous).toEqual({ lock: old.lock, seat: 1 })
  })

  it('gives a renewed lock back as it was before', async () => {
    const old = await granted({ address: 'first' })
    const renewed = await granted({
      address: 'second',
      shownFingerprint: old.lock.tokenFingerprint,
      now: plus(MONDAY, minutes(3)),
    })
    expect(renewed.renewed).toEqual(old.lock)
    await locks().abandon(epoch(), renewed)
    expect(await shown()).toEqual([old.lock])
    const counted = { owner: 'v_other', place: eleven, locksPerAddress: 1 }
    expect((await claim({ ...counted, address: 'first' })).ok).toBe(false)
    expect((await claim({ ...counted, address: 'second' })).ok).toBe(true)
    const again = await granted({ shownFingerprint: old.lock.tokenFingerprint })
    expect(again.renewed).toEqual(old.lock)
  })

  it('protects all that a longer lock kept out until a shorter one at the same start is settled', async () => {
    const long = { start: TUESDAY_TEN, end: plus(TUESDAY_TEN, minutes(60)) }
    const old = await granted({ place: aPlace({ slot: long }) })
    const short = await granted()
    expect(short).toMatchObject({ renewed: undefined, previous: { lock: old.lock, seat: 1 }, seat: 2 })
    const half = { owner: 'v_other', place: aPlace({ start: plus(TUESDAY_TEN, minutes(30)) }) }
    expect((await claim(half)).ok).toBe(false)
    await locks().abandon(epoch(), short)
    expect(await shown()).toEqual([old.lock])
    await locks().settle(epoch(), await granted())
    expect((await claim(half)).ok).toBe(true)
  })

  it('answers the same claim again with the same grant', async () => {
    await granted({ owner: 'v_other', place: twelve })
    const first = aClaim()
    expect(await locks().claim(epoch(), first)).toEqual(await locks().claim(epoch(), first))
    const renewal = aClaim({ shownFingerprint: first.tokenFingerprint, now: plus(MONDAY, minutes(1)) })
    expect(await locks().claim(epoch(), renewal)).toEqual(await locks().claim(epoch(), renewal))
    const move = aClaim({ shownFingerprint: renewal.tokenFingerprint, place: eleven })
    const moved = await locks().claim(epoch(), move)
    expect(moved).toMatchObject({ value: { previous: { lock: { time: '10:00' } } } })
    expect(await locks().claim(epoch(), move)).toEqual(moved)
    expect(await shown()).toHaveLength(3)
  })

  it('lets a client end with one lock that claimed several times before any was settled', async () => {
    await granted()
    const second = await granted({ place: eleven })
    const third = await granted({ place: twelve })
    expect(third.previous).toEqual({ lock: second.lock, seat: 1 })
    await locks().settle(epoch(), second)
    expect(await starts()).toEqual(['11:00', '12:00'])
    await locks().settle(epoch(), third)
    expect(await starts()).toEqual(['12:00'])
  })

  it('goes back to the one before where the middle one of three is abandoned', async () => {
    const first = await granted()
    const second = await granted({ place: eleven })
    const third = await granted({ place: twelve })
    await locks().abandon(epoch(), second)
    await locks().abandon(epoch(), third)
    expect(await shown()).toEqual([first.lock])
  })

  it('ends a lock with its token, and what is gone without complaint', async () => {
    const { lock, seat } = await granted()
    const own = { shownFingerprint: lock.tokenFingerprint }
    expect(await release({ ...own, owner: 'v_other' })).toEqual({
      ok: false,
      refusal: { kind: 'lock_not_owned' },
    })
    expect(await release({ shownFingerprint: 'another' })).toMatchObject({ ok: false })
    expect(await release(own)).toEqual({ ok: true, value: { lock, seat } })
    expect(await release(own)).toEqual({ ok: true, value: undefined })
    expect(await shown()).toEqual([])
    expect((await claim({ owner: 'v_other', locksPerAddress: 1 })).ok).toBe(true)
  })

  it('has nothing to release of what has expired', async () => {
    const { lock } = await granted()
    const over = { shownFingerprint: 'another', now: lock.expiresAt }
    expect(await release(over)).toEqual({ ok: true, value: undefined })
  })

  it('extends a lock for a code, once, within the cap, for its owner with its token', async () => {
    const held = await granted()
    const now = plus(MONDAY, minutes(6))
    const extend = (differing: object = {}) =>
      locks().extendForCode(epoch(), {
        owner: held.lock.owner,
        shownFingerprint: held.lock.tokenFingerprint,
        now,
        ...differing,
      })
    expect(await extend({ shownFingerprint: 'another' })).toBeUndefined()
    expect(await extend({ owner: 'v_other' })).toBeUndefined()
    const lock = { ...held.lock, expiresAt: plus(now, minutes(10)), extendedForCode: true, turn: now }
    expect(await extend()).toEqual({ lock, seat: 1 })
    expect(await extend({ now: plus(now, minutes(2)) })).toBeUndefined()
    expect(await shown(now)).toEqual([lock])
    const renewed = await granted({ shownFingerprint: lock.tokenFingerprint, now })
    expect(renewed.lock.extendedForCode).toBe(true)
  })

  it('extends never beyond the cap, and never shortens', async () => {
    let held = await granted()
    for (const minute of [9, 18, 25]) {
      held = await granted({
        shownFingerprint: held.lock.tokenFingerprint,
        now: plus(MONDAY, minutes(minute)),
      })
    }
    const extended = await locks().extendForCode(epoch(), {
      owner: held.lock.owner,
      shownFingerprint: held.lock.tokenFingerprint,
      now: plus(MONDAY, minutes(26)),
    })
    expect(extended?.lock.expiresAt).toBe(plus(MONDAY, minutes(30)))
  })
}
