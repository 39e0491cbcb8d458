import { overlaps } from '@appointease/domain'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import { expect, it } from 'vitest'
import { MONDAY } from '../builders.ts'
import { seededNumbers } from '../seededRandomness.ts'
import { aClaim, aPlace, bookPlace, claim, claimed, held, type PresentLocks } from './harness.ts'

export function manyClaimantsRules(present: PresentLocks): void {
  const doors = async () => [present(), await present().reopen(), await present().reopen()]
  const at = <Door>(all: readonly Door[], turn: number): Door => all[turn % all.length] as Door

  it('lets one of many have a slot', async () => {
    const all = await doors()
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, turn) =>
        claim(at(all, turn), {
          owner: `v_${turn}`,
          address: `address-${turn}`,
          place: aPlace(5 * (turn % 3)),
        }),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await held(present())).toHaveLength(1)
  })

  it('lets one of many have it, whether by lock or by booking', async () => {
    const all = await doors()
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, async (_, turn) => {
        const door = at(all, turn)
        return turn % 2
          ? { what: 'booked', ...(await bookPlace(door, aPlace())) }
          : { what: 'locked', ...(await claim(door, { owner: `v_${turn}`, address: `address-${turn}` })) }
      }),
    )
    const won = outcomes.filter(({ ok }) => ok)
    expect(won.length).toBeLessThanOrEqual(1)
    const left = await bookPlace(present(), aPlace())
    expect(won.length + (left.ok ? 1 : 0)).toBe(1)
  })

  it('leaves a client with one lock, however many it asks for at once', async () => {
    const all = await doors()
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        claim(at(all, turn), { place: aPlace(30 * (turn % 5), { employeeId: 1 + (turn % 2) }) }),
      ),
    )
    expect(await held(present())).toHaveLength(1)
    const again = await claimed(present(), { place: aPlace(300) })
    expect(await held(present())).toEqual([`1 ${again.time} v_one`])
  })

  it('leaves a client with one lock, and the lock of its last turn, where it renews it and moves at once', async () => {
    const all = await doors()
    for (let round = 0; round < 12; round++) {
      const first = await claimed(present())
      const wishes = Array.from({ length: 9 }, (_, turn) =>
        claim(at(all, turn), { place: aPlace(5 * ((turn + round) % 3)) }),
      )
      const granted = (await Promise.all(wishes)).flatMap((one) => (one.ok ? [one.value] : []))
      const left = await present().locks.listLocks([1, 2], [aPlace().date], MONDAY)
      expect(left).toHaveLength(1)
      expect(Math.max(first.turn, ...granted.map(({ turn }) => turn))).toBe(left[0]?.turn)
    }
  })

  it('never holds two that overlap, after any sequence of claims and releases at once', async () => {
    const all = await doors()
    const next = seededNumbers(20261125)
    const below = (limit: number) => Math.floor(next() * limit)
    const wishes = Array.from({ length: 160 }, (_, turn) => ({
      turn,
      wish: aClaim({
        owner: `v_${below(12)}`,
        locksPerAddress: 100,
        place: aPlace(5 * below(24), { employeeId: 1 + below(2) }),
      }),
      gives: below(3) === 0,
    }))
    const worker = async (number: number) => {
      for (const { turn, wish, gives } of wishes) {
        if (turn % 8 !== number) continue
        const outcome = await claim(at(all, turn), wish)
        if (!outcome.ok || !gives) continue
        const { employeeId, date, slot, owner, tokenFingerprint: shownFingerprint } = outcome.value
        await at(all, turn + 1).locks.release({
          employeeId,
          date,
          start: slot.start,
          owner,
          shownFingerprint,
          now: MONDAY,
        })
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, number) => worker(number)))
    const left = await present().locks.listLocks([1, 2], [aPlace().date], MONDAY)
    const colliding = (one: SlotLockRecord, other: SlotLockRecord) =>
      one !== other && one.employeeId === other.employeeId && overlaps(one.occupied, other.occupied)
    expect(left.filter((one) => left.some((other) => colliding(one, other)))).toEqual([])
    expect(new Set(left.map(({ owner }) => owner)).size).toBe(left.length)
    expect(left.length).toBeGreaterThan(0)
  })
}
