import { type Instant, minutes, plus } from '@appointease/domain'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import { expect, it } from 'vitest'
import { aLock, date, MONDAY, TUESDAY_TEN, time } from '../builders.ts'
import { commit, type Present } from './harness.ts'
import { readTransient } from './transients.ts'

const NAME = 'appointease_lock_2026-11-24_1_10:00'

/** Slot locks as SlotLockStore promises them, and as a WordPress on the same database reads them. */
export function lockRules(present: Present): void {
  const put = (lock: SlotLockRecord) => commit(present().storage, (tx) => tx.locks.putLock(lock))
  const remove = (lock: SlotLockRecord) => commit(present().storage, (tx) => tx.locks.deleteLock(lock))
  const shown = (now: Instant = MONDAY, dates = [aLock().date], employees = [1]) =>
    present().storage.locks.listLocks(employees, dates, now)
  const inside = (now: Instant = MONDAY, dates = [aLock().date]) =>
    commit(present().storage, (tx) => tx.locks.listLocks(1, dates, now))
  const ofOwner = (owner: string, now: Instant = MONDAY) =>
    commit(present().storage, (tx) => tx.locks.findLockOfOwner(owner, now))
  const count = (address: string, now: Instant = MONDAY) =>
    commit(present().storage, (tx) => tx.locks.countLocksOfAddress(address, now))

  const eleven = {
    slot: { start: plus(TUESDAY_TEN, minutes(60)), end: plus(TUESDAY_TEN, minutes(90)) },
    time: time('11:00'),
  }

  it('gives back every field as it was written, inside a change and outside', async () => {
    const lock = aLock({
      occupied: { start: plus(TUESDAY_TEN, -minutes(5)), end: plus(TUESDAY_TEN, minutes(45)) },
      lockedAt: plus(MONDAY, 1),
      expiresAt: plus(MONDAY, 600_001),
      extendedForCode: true,
    })
    await put(lock)
    expect(await shown()).toEqual([lock])
    expect(await inside()).toEqual([lock])
    expect(await ofOwner(lock.owner)).toEqual(lock)
    const withoutService = aLock({ serviceId: undefined })
    await put(withoutService)
    expect(await shown()).toEqual([withoutService])
  })

  it('lists the locks of these employees named on these dates, by start', async () => {
    await put(aLock({ owner: 'v_later', ...eleven }))
    await put(aLock({ owner: 'v_earlier' }))
    await put(aLock({ owner: 'v_other', employeeId: 11 }))
    await put(aLock({ owner: 'v_wednesday', date: date('2026-11-25') }))
    await put(aLock({ owner: 'v_thursday', date: date('2026-11-26') }))
    const owners = async (listed: Promise<readonly SlotLockRecord[]>) =>
      (await listed).map(({ owner }) => owner)
    expect(await owners(shown())).toEqual(['v_earlier', 'v_later'])
    expect(await owners(inside())).toEqual(['v_earlier', 'v_later'])
    expect(await owners(shown(MONDAY, [date('2026-11-26'), date('2026-11-24')], [11, 1]))).toEqual(
      expect.arrayContaining(['v_earlier', 'v_later', 'v_other', 'v_thursday']),
    )
    expect(await owners(shown(MONDAY, [date('2026-11-26'), date('2026-11-24')], [11, 1]))).toHaveLength(4)
    expect(await owners(shown(MONDAY, []))).toEqual([])
  })

  it('shows a lock until the millisecond in which it expires, and never again', async () => {
    const lock = aLock({ expiresAt: plus(MONDAY, 599_500) })
    await put(lock)
    const last = plus(lock.expiresAt, -1)
    expect([await shown(last), await ofOwner(lock.owner, last), await count(lock.address, last)]).toEqual([
      [lock],
      lock,
      1,
    ])
    const over = lock.expiresAt
    expect([await shown(over), await ofOwner(lock.owner, over), await count(lock.address, over)]).toEqual([
      [],
      undefined,
      0,
    ])
    expect(await inside(over)).toEqual([])
  })

  it('lets a client hold one lock: another slot’s replaces it in one step', async () => {
    await put(aLock())
    await put(aLock(eleven))
    expect((await shown()).map((lock) => lock.time)).toEqual(['11:00'])
    expect(await ofOwner(aLock().owner)).toMatchObject({ time: '11:00' })
    expect(await count(aLock().address)).toBe(1)
    const elsewhere = aLock({ ...eleven, date: date('2026-12-01'), employeeId: 2, address: 'cc' })
    await put(elsewhere)
    expect(await shown()).toEqual([])
    expect(await shown(MONDAY, [date('2026-12-01')], [2])).toEqual([elsewhere])
    expect([await count(aLock().address), await count('cc')]).toEqual([0, 1])
  })

  it('renews a lock under its name', async () => {
    await put(aLock())
    const renewed = aLock({ expiresAt: plus(MONDAY, minutes(20)), tokenFingerprint: 'cc'.repeat(32) })
    await put(renewed)
    expect(await shown(plus(MONDAY, minutes(15)))).toEqual([renewed])
    expect(await count(renewed.address)).toBe(1)
  })

  it('keeps the old lock where the change that would move it is refused', async () => {
    await put(aLock())
    const outcome = await present().storage.change<never, 'no'>([1], async (tx) => {
      await tx.locks.putLock(aLock(eleven))
      return { ok: false, refusal: 'no' }
    })
    expect(outcome.ok).toBe(false)
    expect(await shown()).toEqual([aLock()])
  })

  it('keeps a lock for every person of a group slot', async () => {
    const owners = ['v_one', 'v_two', 'v_three']
    for (const owner of owners) await put(aLock({ owner }))
    expect((await shown()).map(({ owner }) => owner).sort()).toEqual([...owners].sort())
    await remove(aLock({ owner: 'v_one' }))
    await put(aLock({ owner: 'v_two', expiresAt: plus(MONDAY, minutes(20)) }))
    expect((await shown()).map(({ owner }) => owner).sort()).toEqual(['v_three', 'v_two'])
  })

  it('tells the two locks of a repeated wall time apart', async () => {
    // New York, 1 November 2026: 01:30 happens at 05:30Z and at 06:30Z.
    const first = aLock({ owner: 'v_first', date: date('2026-11-01'), time: time('01:30') })
    const second = {
      ...first,
      owner: 'v_second',
      occurrence: 2 as const,
      slot: eleven.slot,
      occupied: eleven.slot,
    }
    await put(first)
    await put(second)
    expect(await shown(MONDAY, [first.date])).toEqual([first, second])
    await remove(first)
    expect(await shown(MONDAY, [first.date])).toEqual([second])
  })

  it('removes a lock wholly, and what is gone without complaint', async () => {
    await put(aLock())
    await remove(aLock())
    await remove(aLock())
    expect([await shown(), await ofOwner(aLock().owner), await count(aLock().address)]).toEqual([
      [],
      undefined,
      0,
    ])
    const { runSql, tablePrefix } = present()
    const left = await runSql(
      `SELECT option_name FROM ${tablePrefix}options WHERE option_name LIKE '%transient%'`,
    )
    expect(left).toEqual([])
  })

  it('does not remove the lock that its owner has moved to meanwhile, nor another owner’s', async () => {
    await put(aLock(eleven))
    await remove(aLock())
    await remove(aLock({ ...eleven, owner: 'v_stranger' }))
    expect(await shown()).toEqual([aLock(eleven)])
  })

  it('counts the live locks of one address only', async () => {
    await put(aLock({ owner: 'v_1' }))
    await put(aLock({ owner: 'v_2', ...eleven }))
    await put(aLock({ owner: 'v_3', employeeId: 2, address: 'bb' }))
    expect([await count('bb'.repeat(32)), await count('bb'), await count('b')]).toEqual([2, 1, 0])
  })

  it('is a transient that WordPress reads under the contract’s name', async () => {
    await put(aLock({ expiresAt: plus(MONDAY, 600_500) }))
    const { value, timeout } = await readTransient(present(), NAME)
    expect(JSON.parse(value)).toMatchObject({ owner: aLock().owner, employee_id: 1, date: '2026-11-24' })
    // Whole seconds, and never earlier than the lock's own end.
    expect(timeout).toBe(MONDAY / 1000 + 601)
    expect(value).not.toContain('@')
  })

  it('takes the plain name again once its former lock has expired', async () => {
    await put(aLock({ owner: 'v_former' }))
    const later = plus(MONDAY, minutes(10))
    await commit(present().storage, async (tx) => {
      await tx.locks.listLocks(1, [aLock().date], later)
      await tx.locks.putLock(aLock({ owner: 'v_new', expiresAt: plus(later, minutes(10)) }))
    })
    const { value } = await readTransient(present(), NAME)
    expect(JSON.parse(value)).toMatchObject({ owner: 'v_new' })
  })

  it('gives the lock that now bears a former owner’s name neither to that owner nor into their hands', async () => {
    const former = aLock({ owner: 'v_former' })
    await put(former)
    const later = plus(MONDAY, minutes(10))
    expect(await inside(later)).toEqual([])
    const taken = aLock({ owner: 'v_new', expiresAt: plus(later, minutes(10)) })
    await put(taken)
    expect(await ofOwner('v_former', later)).toBeUndefined()
    await remove(former)
    await put({ ...former, ...eleven, occupied: eleven.slot, expiresAt: plus(later, minutes(10)) })
    expect((await shown(later)).map(({ owner }) => owner)).toEqual(['v_new', 'v_former'])
  })
}
