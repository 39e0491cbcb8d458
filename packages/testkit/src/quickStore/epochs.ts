import { minutes, plus } from '@appointease/domain'
import type { SeatedLock, SlotLockRecord } from '@appointease/server/ports/locks.ts'
import { QuickStoreLost } from '@appointease/server/ports/quickStore.ts'
import { expect, it } from 'vitest'
import { aLock, aSelection, date, MONDAY, TUESDAY_TEN } from '../builders.ts'
import { aClaim, aPlace, grantOf, newEpochId, type PresentStore } from './harness.ts'

const seated = (differing: Partial<SlotLockRecord> = {}, seat = 1): SeatedLock => ({
  lock: aLock({ tokenFingerprint: `of-${differing.owner ?? 'someone'}`, ...differing }),
  seat,
})

/** Whose time a store is of, and how it comes to be so. */
export function epochRules(present: PresentStore): void {
  const shown = (now = MONDAY, store = present().store) =>
    store.locks.listLocks([1, 2], [date('2026-11-24')], now)

  it('is lost to whoever asks for another epoch, and does nothing for them', async () => {
    const { store } = present()
    const { locks } = store
    const claim = { ...aPlace(), seats: 1, capacity: 1 }
    const other = newEpochId()
    const granted = { lock: aLock(), seat: 1, previous: undefined, renewed: undefined, others: [] }
    const wish = { owner: 'v_1', shownFingerprint: 'a', now: MONDAY }
    const asked = [
      () => locks.claim(other, aClaim()),
      () => locks.settle(other, granted),
      () => locks.abandon(other, granted),
      () => locks.release(other, { ...wish, employeeId: 1, date: claim.date, start: TUESDAY_TEN }),
      () => locks.extendForCode(other, wish),
      () => locks.guard(other, { claim, owner: 'v_1', now: MONDAY, guardMilliseconds: 1000 }),
      () => locks.endGuard(other, { guard: 'guard', claim, usedUp: [] }),
    ]
    for (const ask of asked) await expect(ask()).rejects.toThrow(QuickStoreLost)
    expect(await shown()).toEqual([])
    expect(store.target()).toBeDefined()
  })

  it('is lost once it has forgotten everything, whatever its servers say', async () => {
    const { store, servers, epochId } = present()
    await store.locks.claim(epochId, aClaim())
    await servers.empty()
    await expect(store.locks.claim(epochId, aClaim({ owner: 'v_other' }))).rejects.toThrow(QuickStoreLost)
    await expect(shown()).rejects.toThrow(QuickStoreLost)
  })

  it('has, once entered, what lives with what time it has left, and what was before counts for nothing', async () => {
    const { store, epochId, reopen } = present()
    await store.locks.claim(epochId, aClaim({ owner: 'v_before', place: aPlace({ employeeId: 2 }) }))
    await store.locks.claim(epochId, aClaim({ owner: 'v_before_too' }))
    const group = aPlace({ serviceId: 7, start: plus(TUESDAY_TEN, minutes(60)) })
    const locks = [
      seated({
        expiresAt: plus(MONDAY, minutes(4)),
        lockedAt: plus(MONDAY, -minutes(6)),
        extendedForCode: true,
      }),
      seated({ ...group, owner: 'v_1' }),
      seated({ ...group, owner: 'v_2' }, 2),
      seated({ owner: 'v_over', employeeId: 2, expiresAt: MONDAY }),
    ]
    const next = newEpochId()
    await store.enter(next, { locks, selections: [aSelection()] }, MONDAY)
    const other = await reopen()
    expect(await shown(MONDAY, other)).toEqual(locks.slice(0, 3).map(({ lock }) => lock))
    expect(await shown(plus(MONDAY, minutes(4)))).toHaveLength(2)
    expect(await other.pointing.listSelections(1, aSelection().date, MONDAY)).toEqual([aSelection()])
    const third = await other.locks.claim(next, aClaim({ owner: 'v_3', place: group, capacity: 3 }))
    expect(grantOf(third).seat).toBe(3)
    expect(
      (await other.locks.claim(next, aClaim({ owner: 'v_4', place: aPlace({ employeeId: 2 }) }))).ok,
    ).toBe(true)
    await expect(other.locks.claim(epochId, aClaim())).rejects.toThrow(QuickStoreLost)
  })

  it('lets holders go on with what was copied', async () => {
    const { store } = present()
    const next = newEpochId()
    const held = seated()
    await store.enter(next, { locks: [held], selections: [] }, MONDAY)
    const { owner, tokenFingerprint: shownFingerprint, address } = held.lock
    const full = aClaim({ owner: 'v_other', place: aPlace({ employeeId: 2 }), address, locksPerAddress: 1 })
    expect(await store.locks.claim(next, full)).toMatchObject({ refusal: { kind: 'too_many_locks' } })
    const now = plus(MONDAY, minutes(2))
    expect(await store.locks.extendForCode(next, { owner, shownFingerprint, now })).toMatchObject({
      lock: { extendedForCode: true },
    })
    const move = aClaim({ owner, shownFingerprint, place: aPlace({ employeeId: 2 }), now })
    const moved = grantOf(await store.locks.claim(next, move))
    expect(moved.previous?.lock.employeeId).toBe(1)
    await store.locks.settle(next, moved)
    expect(await shown(now)).toEqual([moved.lock])
  })

  it('lets the older of two win that are copied under one name', async () => {
    const { store } = present()
    const next = newEpochId()
    const older = seated({ owner: 'v_older', lockedAt: plus(MONDAY, -1) })
    await store.enter(next, { locks: [seated({ owner: 'v_newer' }), older], selections: [] }, MONDAY)
    expect(await shown()).toEqual([older.lock])
  })

  it('can be entered again, also into the same epoch', async () => {
    const { store } = present()
    const next = newEpochId()
    for (let round = 0; round < 2; round++) {
      await store.enter(next, { locks: [seated()], selections: [aSelection()] }, MONDAY)
    }
    expect(await shown()).toEqual([aLock({ tokenFingerprint: 'of-someone' })])
    const released = await store.locks.release(next, {
      employeeId: 1,
      date: aLock().date,
      start: TUESDAY_TEN,
      owner: aLock().owner,
      shownFingerprint: 'of-someone',
      now: MONDAY,
    })
    expect(released).toMatchObject({ ok: true, value: { seat: 1 } })
    expect(await shown()).toEqual([])
  })

  it('keeps nothing for ever', async () => {
    const { store, epochId, servers } = present()
    await store.locks.claim(epochId, aClaim())
    await store.locks.claim(epochId, aClaim({ place: aPlace({ employeeId: 2 }) }))
    const claim = { ...aPlace({ employeeId: 3 }), seats: 1, capacity: 1 }
    await store.locks.guard(epochId, { claim, owner: undefined, now: MONDAY, guardMilliseconds: 1000 })
    await store.pointing.putSelection(aSelection())
    await store.pointing.putSelection(aSelection({ owner: 'v_other' }))
    await store.pointing.clearSelection('v_other')
    await store.pointing.countEvent('key', 3, 60, MONDAY)
    await store.enter(newEpochId(), { locks: [seated()], selections: [aSelection()] }, MONDAY)
    await store.check()
    const lifetimes = await servers.lifetimes()
    expect(lifetimes.size).toBeGreaterThan(10)
    for (const [key, left] of lifetimes) {
      expect(key).toMatch(/^appointease_/)
      // Where Redis's clock leaps, what is kept for locks goes after the epoch.
      const isOfLocks = /^appointease_(claims|client|address)_/.test(key)
      const [least, most] = isOfLocks ? [61, 80] : key.startsWith('appointease_epoch') ? [59, 60] : [0, 10]
      expect(left, key).toBeGreaterThan(minutes(least))
      expect(left, key).toBeLessThanOrEqual(minutes(most))
    }
  })

  it('is the same target for whoever reaches the same run of the same servers', async () => {
    const { store, reopen } = present()
    const other = await reopen()
    expect(store.target()).toMatch(/^[0-9a-f]{32}$/)
    expect(other.target()).toBe(store.target())
    expect(await other.check()).toBe(store.target())
  })
}
