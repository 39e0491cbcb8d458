import { LOCK_CAP_SECONDS, LOCK_SECONDS, minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { MONDAY } from '../builders.ts'
import { aPlace, claim, claimed, held, type PresentLocks } from './harness.ts'

const NO = (kind: string) => ({ ok: false, refusal: { kind } })
const LATER = plus(MONDAY, LOCK_SECONDS * 1000)

export function claimRules(present: PresentLocks): void {
  it('holds a slot for ten minutes, and shows it until the millisecond in which it expires', async () => {
    const lock = await claimed(present())
    expect(lock).toMatchObject({ ...aPlace(), owner: 'v_one', lockedAt: MONDAY, expiresAt: LATER })
    expect(await held(present(), plus(LATER, -1))).toEqual(['1 10:00 v_one'])
    expect(await held(present(), LATER)).toEqual([])
  })

  it('keeps others out of whatever overlaps, and of nothing else', async () => {
    await claimed(present())
    const other = { owner: 'v_two', address: 'address-2' }
    expect(await claim(present(), other)).toMatchObject({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: LATER },
    })
    expect(await claim(present(), { ...other, place: aPlace(15) })).toMatchObject(NO('slot_locked'))
    expect(await claim(present(), { ...other, place: aPlace(0, { serviceId: 2 }) })).toMatchObject(
      NO('slot_locked'),
    )
    expect(await claim(present(), { ...other, place: aPlace(0, { employeeId: 2 }) })).toMatchObject({
      ok: true,
    })
    expect(await claim(present(), { owner: 'v_three', place: aPlace(30) })).toMatchObject({ ok: true })
    expect(await held(present())).toEqual(['1 10:00 v_one', '1 10:30 v_three', '2 10:00 v_two'])
  })

  it('is the same claim where it is asked for again, and proves itself by the same token', async () => {
    const { tokenFingerprint: shownFingerprint } = await claimed(present())
    const renewal = { shownFingerprint, tokenFingerprint: 'renewed', now: plus(MONDAY, minutes(1)) }
    const renewed = await claimed(present(), renewal)
    expect(await claimed(present(), renewal)).toEqual(renewed)
    expect(await claim(present(), { shownFingerprint })).toMatchObject(NO('lock_not_owned'))
  })

  it('counts the buffers of both', async () => {
    const reaching = (offset: number, before: number, after: number) => {
      const { slot } = aPlace(offset)
      const occupied = { start: plus(slot.start, -minutes(before)), end: plus(slot.end, minutes(after)) }
      return aPlace(offset, { occupied })
    }
    await claimed(present(), { place: reaching(0, 0, 10) })
    expect(await claim(present(), { owner: 'v_two', place: reaching(45, 10, 0) })).toMatchObject(
      NO('slot_locked'),
    )
    expect(await claim(present(), { owner: 'v_two', place: reaching(45, 5, 0) })).toMatchObject({ ok: true })
  })

  it('keeps out across midnight', async () => {
    const start = plus(aPlace().slot.start, minutes(13 * 60 + 45))
    const slot = { start, end: plus(start, minutes(30)) }
    await claimed(present(), { place: aPlace(0, { slot, occupied: slot, time: aPlace(825).time }) })
    const after = { start: plus(start, minutes(15)), end: plus(start, minutes(45)) }
    const next = {
      ...aPlace(),
      date: '2026-11-25' as ReturnType<typeof aPlace>['date'],
      time: '00:00' as ReturnType<typeof aPlace>['time'],
    }
    expect(
      await claim(present(), { owner: 'v_two', place: { ...next, slot: after, occupied: after } }),
    ).toMatchObject(NO('slot_locked'))
    const free = { start: plus(start, minutes(30)), end: plus(start, minutes(60)) }
    expect(
      await claim(present(), { owner: 'v_two', place: { ...next, slot: free, occupied: free } }),
    ).toMatchObject({ ok: true })
  })

  it('gives an expired lock’s time to the next, who then has it alone', async () => {
    const former = await claimed(present())
    const taken = await claimed(present(), { owner: 'v_two', now: LATER })
    expect(await held(present(), LATER)).toEqual(['1 10:00 v_two'])
    const { employeeId, date, slot } = taken
    const wish = { employeeId, date, start: slot.start, now: LATER }
    expect(
      await present().locks.release({ ...wish, owner: 'v_one', shownFingerprint: former.tokenFingerprint }),
    ).toMatchObject(NO('lock_not_owned'))
    expect(await held(present(), LATER)).toEqual(['1 10:00 v_two'])
  })

  it('moves a client’s lock in one step', async () => {
    await claimed(present())
    const moved = await claimed(present(), { place: aPlace(60) })
    expect(moved.lockedAt).toBe(MONDAY)
    expect(await held(present())).toEqual(['1 11:00 v_one'])
    await claimed(present(), { place: aPlace(0, { employeeId: 2 }) })
    expect(await held(present())).toEqual(['2 10:00 v_one'])
    expect(await claim(present(), { owner: 'v_two' })).toMatchObject({ ok: true })
  })

  it('moves a lock onto time that it holds itself', async () => {
    await claimed(present())
    const now = plus(MONDAY, minutes(5))
    const moved = await claimed(present(), { place: aPlace(15), now })
    expect(moved).toMatchObject({
      time: '10:15',
      lockedAt: MONDAY,
      expiresAt: plus(now, LOCK_SECONDS * 1000),
    })
    expect(await held(present(), now)).toEqual(['1 10:15 v_one'])
  })

  it('leaves the old lock where the new slot cannot be had, whoever says so', async () => {
    const old = await claimed(present())
    await claimed(present(), { owner: 'v_two', place: aPlace(60) })
    expect(await claim(present(), { place: aPlace(60) })).toMatchObject(NO('slot_locked'))
    const refused = await present().locks.claim<{ kind: 'closed' }>(
      {
        ...old,
        place: aPlace(120),
        tokenFingerprint: 'new',
        shownFingerprint: undefined,
        locksPerAddress: 5,
        capacity: 1,
        now: MONDAY,
      },
      async () => ({ ok: false, refusal: { kind: 'closed' } }),
    )
    expect(refused).toEqual(NO('closed'))
    expect(await held(present())).toEqual(['1 10:00 v_one', '1 11:00 v_two'])
    expect(await present().locks.listLocks([1], [old.date], MONDAY)).toContainEqual(old)
  })

  it('leaves nothing where a first claim is refused by the rules, or they cannot be read', async () => {
    const wish = {
      ...(await claimed(present(), { owner: 'v_two', place: aPlace(60) })),
      owner: 'v_one',
      place: aPlace(),
    }
    const first = {
      ...wish,
      tokenFingerprint: 'new',
      shownFingerprint: undefined,
      locksPerAddress: 5,
      capacity: 1,
      now: MONDAY,
    }
    await present().locks.claim(first, async () => ({ ok: false, refusal: { kind: 'closed' } }))
    await expect(present().locks.claim(first, () => Promise.reject(new Error('unreadable')))).rejects.toThrow(
      'unreadable',
    )
    expect(await held(present())).toEqual(['1 11:00 v_two'])
  })

  it('renews with the token, to half an hour in all', async () => {
    let { tokenFingerprint } = await claimed(present())
    for (const minute of [9, 18, 27]) {
      const now = plus(MONDAY, minutes(minute))
      const renewed = await claimed(present(), { shownFingerprint: tokenFingerprint, now })
      const cap = plus(MONDAY, LOCK_CAP_SECONDS * 1000)
      expect(renewed).toMatchObject({ lockedAt: MONDAY, expiresAt: Math.min(now + LOCK_SECONDS * 1000, cap) })
      tokenFingerprint = renewed.tokenFingerprint
    }
    expect(await held(present(), plus(MONDAY, LOCK_CAP_SECONDS * 1000))).toEqual([])
  })

  it('hands out a new token without more time to a client that lost its own', async () => {
    const { tokenFingerprint: lost } = await claimed(present())
    const now = plus(MONDAY, minutes(5))
    const again = await claimed(present(), { now })
    expect(again).toMatchObject({ lockedAt: MONDAY, expiresAt: LATER })
    const wish = { employeeId: 1, date: again.date, start: again.slot.start, owner: 'v_one', now }
    expect(await present().locks.release({ ...wish, shownFingerprint: lost })).toMatchObject(
      NO('lock_not_owned'),
    )
    expect(
      await present().locks.release({ ...wish, shownFingerprint: again.tokenFingerprint }),
    ).toMatchObject({
      ok: true,
    })
    expect(await held(present(), now)).toEqual([])
  })

  it('refuses a client that shows another lock’s token', async () => {
    await claimed(present())
    expect(await claim(present(), { shownFingerprint: 'foreign' })).toMatchObject(NO('lock_not_owned'))
    expect(await claim(present(), { shownFingerprint: 'foreign', place: aPlace(60) })).toMatchObject(
      NO('lock_not_owned'),
    )
    expect(await held(present())).toEqual(['1 10:00 v_one'])
  })

  it('lets an address hold so many locks, and move each of them', async () => {
    for (let client = 0; client < 3; client++)
      await claimed(present(), { owner: `v_${client}`, place: aPlace(30 * client), locksPerAddress: 3 })
    const fourth = { owner: 'v_3', place: aPlace(120), locksPerAddress: 3 }
    expect(await claim(present(), fourth)).toMatchObject(NO('too_many_locks'))
    expect(await claim(present(), { ...fourth, address: 'address-2' })).toMatchObject({ ok: true })
    expect(await claim(present(), { ...fourth, owner: 'v_2', place: aPlace(180) })).toMatchObject({
      ok: true,
    })
    expect(await claim(present(), { ...fourth, place: aPlace(240), now: LATER })).toMatchObject({ ok: true })
  })

  it('ends a lock with its token only, and what is gone without complaint', async () => {
    const { tokenFingerprint, date, slot } = await claimed(present())
    const wish = { employeeId: 1, date, start: slot.start, owner: 'v_one', now: MONDAY }
    expect(await present().locks.release({ ...wish, shownFingerprint: 'foreign' })).toMatchObject(
      NO('lock_not_owned'),
    )
    const stranger = { ...wish, owner: 'v_two', shownFingerprint: tokenFingerprint }
    expect(await present().locks.release(stranger)).toMatchObject(NO('lock_not_owned'))
    expect(await held(present())).toEqual(['1 10:00 v_one'])
    const own = { ...wish, shownFingerprint: tokenFingerprint }
    expect([await present().locks.release(own), await present().locks.release(own)]).toMatchObject([
      { ok: true },
      { ok: true },
    ])
    expect(await held(present())).toEqual([])
    expect(await claim(present(), { owner: 'v_two' })).toMatchObject({ ok: true })
  })

  it('lets a lock wait for a code once, with its token', async () => {
    const { tokenFingerprint, date } = await claimed(present())
    const extend = (now: typeof MONDAY, shownFingerprint = tokenFingerprint) =>
      present().locks.extendForCode({ owner: 'v_one', shownFingerprint, now })
    const until = async () => (await present().locks.listLocks([1], [date], MONDAY))[0]?.expiresAt
    await extend(plus(MONDAY, minutes(1)), 'foreign')
    await present().locks.extendForCode({
      owner: 'v_nobody',
      shownFingerprint: tokenFingerprint,
      now: MONDAY,
    })
    expect(await until()).toBe(LATER)
    await extend(plus(MONDAY, minutes(4)))
    expect(await until()).toBe(plus(LATER, minutes(4)))
    await extend(plus(MONDAY, minutes(8)))
    expect(await until()).toBe(plus(LATER, minutes(4)))
  })

  it('gives as many persons of one group slot a lock as it has seats', async () => {
    const group = { capacity: 2 }
    for (const owner of ['v_one', 'v_two']) await claimed(present(), { ...group, owner })
    expect(await claim(present(), { ...group, owner: 'v_three' })).toMatchObject(NO('slot_locked'))
    expect(await claim(present(), { ...group, owner: 'v_three', place: aPlace(15) })).toMatchObject(
      NO('slot_locked'),
    )
    expect(await claim(present(), { ...group, owner: 'v_three', now: LATER })).toMatchObject({ ok: true })
  })

  it('is the same for every process', async () => {
    const other = await present().reopen()
    const { tokenFingerprint, date, slot } = await claimed(present())
    expect(await claim(other, { owner: 'v_two' })).toMatchObject(NO('slot_locked'))
    expect(await held(other)).toEqual(['1 10:00 v_one'])
    const wish = { employeeId: 1, date, start: slot.start, owner: 'v_one', now: MONDAY }
    await other.locks.release({ ...wish, shownFingerprint: tokenFingerprint })
    expect(await held(present())).toEqual([])
  })
}
