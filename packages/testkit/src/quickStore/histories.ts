import { collides, type Instant, minutes, plus } from '@appointease/domain'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import type { GrantedLock, QuickStore } from '@appointease/server/ports/quickStore.ts'
import type { LockClaim } from '@appointease/server/ports/slotLocks.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { date, instant, MONDAY, time } from '../builders.ts'
import { replayableSeed } from '../replayableSeed.ts'
import { newEpochId, type PresentStore } from './harness.ts'
import { LockModel, type ModelGrant } from './model.ts'

/** Half past ten in the evening in UTC: what follows goes over midnight there, and is one evening in New York. */
const EVENING = instant('2026-11-24T22:30:00Z')
const BEHIND_UTC = minutes(300)
const OWNERS = ['v_1', 'v_2', 'v_3', 'v_4']
/** A group of three, and whatever else. */
const capacityOf = (serviceId: number | undefined) => (serviceId === 7 ? 3 : 1)
const GUARD = minutes(2)

const aTime = fc.record({
  step: fc.integer({ min: 0, max: 5 }),
  halfHours: fc.integer({ min: 1, max: 3 }),
  before: fc.constantFrom(0, 0, 10),
  after: fc.constantFrom(0, 0, 15),
  serviceId: fc.constantFrom(1, 7, 7, undefined),
  employeeId: fc.constantFrom(1, 1, 2),
})
type AnyTime = typeof aTime extends fc.Arbitrary<infer Value> ? Value : never

const anOperation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      at: aTime,
      owner: fc.constantFrom(...OWNERS),
      address: fc.constantFrom('home', 'home', 'away'),
      shows: fc.constantFrom('nothing', 'own', 'own', 'other'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), grant: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('abandon' as const), grant: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('release' as const),
      grant: fc.nat(),
      shows: fc.constantFrom('own', 'own', 'other'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('extend' as const), grant: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('guard' as const),
      at: aTime,
      owner: fc.constantFrom(...OWNERS, undefined),
      seats: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('endGuard' as const), guard: fc.nat(), used: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 9 }) }),
  },
)
type Operation = typeof anOperation extends fc.Arbitrary<infer Value> ? Value : never

function placeOf({ step, halfHours, before, after, serviceId, employeeId }: AnyTime) {
  const start = plus(EVENING, minutes(30 * step))
  const end = plus(start, minutes(30 * halfHours))
  const clock = new Date(start - BEHIND_UTC).toISOString()
  return {
    employeeId,
    serviceId,
    slot: { start, end },
    occupied: { start: plus(start, -minutes(before)), end: plus(end, minutes(after)) },
    date: date(clock.slice(0, 10)),
    time: time(clock.slice(11, 16)),
    occurrence: 1 as const,
  }
}

interface Guarded {
  readonly name: string
  readonly claim: ReturnType<typeof placeOf>
  readonly owner: string | undefined
}

/** One history, told to the store and to the model at once. */
class History {
  readonly #store: QuickStore
  readonly #epochId: string
  readonly #model = new LockModel()
  readonly #grants: { readonly real: GrantedLock; readonly modelled: ModelGrant }[] = []
  readonly #guards: Guarded[] = []
  #now: Instant = MONDAY
  #tokens = 0

  constructor(store: QuickStore, epochId: string) {
    this.#store = store
    this.#epochId = epochId
  }

  async perform(operation: Operation): Promise<void> {
    if (operation.kind === 'claim') await this.#claim(operation)
    else if (operation.kind === 'guard') await this.#guard(operation)
    else if (operation.kind === 'endGuard') await this.#endGuard(operation)
    else if (operation.kind === 'wait') this.#now = plus(this.#now, minutes(operation.minutes))
    else await this.#goOn(operation)
    await this.#compare()
  }

  async #claim({ at, owner, address, shows }: Extract<Operation, { kind: 'claim' }>): Promise<void> {
    const own = this.#model.live(this.#now).filter(({ lock }) => lock.owner === owner)
    const shown = shows === 'own' ? own.at(-1)?.lock.tokenFingerprint : 'another'
    const place = placeOf(at)
    const claim: LockClaim = {
      place,
      owner,
      tokenFingerprint: `t${++this.#tokens}`,
      shownFingerprint: shows === 'nothing' ? undefined : shown,
      address,
      locksPerAddress: 2,
      capacity: capacityOf(place.serviceId),
      now: this.#now,
    }
    const outcome = await this.#store.locks.claim(this.#epochId, claim)
    const modelled = this.#model.claim(claim)
    if ('kind' in modelled || !outcome.ok) {
      expect(outcome).toEqual({ ok: false, refusal: modelled })
      return
    }
    const { lock, seat, renewed, previous } = modelled
    expect(outcome.value).toMatchObject({ lock, seat })
    expect(outcome.value.renewed).toEqual(renewed)
    expect(outcome.value.previous).toEqual(previous && { lock: previous.lock, seat: previous.seat })
    const again = await this.#store.locks.claim(this.#epochId, claim)
    expect(again).toEqual(outcome)
    this.#grants.push({ real: outcome.value, modelled })
  }

  async #goOn(
    operation: Extract<Operation, { kind: 'settle' | 'abandon' | 'release' | 'extend' }>,
  ): Promise<void> {
    const grant = this.#grants[operation.grant % Math.max(1, this.#grants.length)]
    if (!grant) return
    const { locks } = this.#store
    const { owner, employeeId, date: named, slot, tokenFingerprint } = grant.real.lock
    if (operation.kind === 'settle') {
      if (!this.#isThere(tokenFingerprint)) return
      await locks.settle(this.#epochId, grant.real)
      this.#model.settle(grant.modelled)
    } else if (operation.kind === 'abandon') {
      await locks.abandon(this.#epochId, grant.real)
      this.#model.abandon(grant.modelled)
    } else if (operation.kind === 'release') {
      const shownFingerprint = operation.shows === 'own' ? tokenFingerprint : 'another'
      const wish = { employeeId, date: named, start: slot.start, owner, shownFingerprint, now: this.#now }
      const outcome = await locks.release(this.#epochId, wish)
      const modelled = this.#model.release(wish)
      if (modelled === 'lock_not_owned') {
        expect(outcome).toEqual({ ok: false, refusal: { kind: modelled } })
      } else {
        expect(outcome).toEqual({ ok: true, value: modelled && { lock: modelled.lock, seat: modelled.seat } })
      }
    } else {
      const wish = { owner, shownFingerprint: tokenFingerprint, now: this.#now }
      const extended = this.#model.extend(owner, tokenFingerprint, this.#now)
      const outcome = await locks.extendForCode(this.#epochId, wish)
      expect(outcome).toEqual(extended && { lock: extended.lock, seat: extended.seat })
    }
  }

  async #guard({ at, owner, seats }: Extract<Operation, { kind: 'guard' }>): Promise<void> {
    const place = placeOf(at)
    const claim = { ...place, seats, capacity: capacityOf(place.serviceId) }
    const guarded = { claim, owner, now: this.#now, guardMilliseconds: GUARD }
    const outcome = await this.#store.locks.guard(this.#epochId, guarded)
    const refusal = this.#model.guard(claim, owner, this.#now)
    expect(outcome).toEqual(refusal ? { ok: false, refusal } : { ok: true, value: expect.any(String) })
    if (!outcome.ok) return
    this.#model.addGuard(outcome.value, claim, owner, plus(this.#now, GUARD))
    this.#guards.push({ name: outcome.value, claim: place, owner })
  }

  async #endGuard({ guard, used }: Extract<Operation, { kind: 'endGuard' }>): Promise<void> {
    const guarded = this.#guards[guard % Math.max(1, this.#guards.length)]
    if (!guarded) return
    const own = this.#model.live(this.#now).filter(({ lock }) => used && lock.owner === guarded.owner)
    const usedUp = own.map(({ lock }) => lock)
    const ended = { guard: guarded.name, claim: guarded.claim, usedUp }
    const outcome = await this.#store.locks.endGuard(this.#epochId, ended)
    const modelled = this.#model.endGuard(guarded.name, usedUp)
    expect(outcome).toEqual(modelled.map(({ lock, seat }) => ({ lock, seat })))
  }

  /** Settling or not what has expired is the same to everybody, and is not told apart by the model. */
  #isThere(token: string): boolean {
    return this.#model.live(this.#now).some(({ lock }) => lock.tokenFingerprint === token)
  }

  async #compare(): Promise<void> {
    const dates = [date('2026-11-24'), date('2026-11-25')]
    const listed = await this.#store.locks.listLocks([1, 2], dates, this.#now)
    const byToken = (one: SlotLockRecord, other: SlotLockRecord) =>
      one.tokenFingerprint < other.tokenFingerprint ? -1 : 1
    const live = this.#model.live(this.#now).map(({ lock }) => lock)
    expect([...listed].sort(byToken)).toEqual([...live].sort(byToken))
    for (const one of listed) {
      const others = listed.filter(({ owner }) => owner !== one.owner)
      expect(others.filter((other) => collides(one, other, capacityOf(one.serviceId)))).toEqual([])
    }
  }
}

/** Any sequence of steps, against the model. */
export function historyRules(present: PresentStore): void {
  it('does in any history what the rules of the domain say, and never lets two locks collide', async () => {
    const seed = replayableSeed('histories of the quick store')
    const { store } = present()
    await fc.assert(
      fc.asyncProperty(fc.array(anOperation, { minLength: 1, maxLength: 30 }), async (operations) => {
        const epochId = newEpochId()
        await store.enter(epochId, { locks: [], selections: [] }, MONDAY)
        const history = new History(store, epochId)
        for (const operation of operations) await history.perform(operation)
      }),
      { seed, numRuns: 80 },
    )
  })
}
