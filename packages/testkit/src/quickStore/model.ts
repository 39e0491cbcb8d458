import {
  type Claim,
  collides,
  type Instant,
  isSameGroup,
  LOCK_CAP_SECONDS,
  LOCK_SECONDS,
  lockConflict,
  overlaps,
  plus,
  renewedExpiry,
  type SlotLock,
} from '@appointease/domain'
import type { SeatedLock, SlotLockRecord } from '@appointease/server/ports/locks.ts'
import type { ClaimRefusal, LockClaim, LockPlace } from '@appointease/server/ports/slotLocks.ts'

/** A grant as the model knows it: what the client holds beside it, or what it was before. */
export interface ModelGrant extends SeatedLock {
  readonly previous: SeatedLock | undefined
  readonly renewed: SlotLockRecord | undefined
}

type ModelGuard = SlotLock & { readonly name: string }

interface Seats {
  readonly seats: number
  readonly capacity: number
}

const tokenOf = ({ lock }: SeatedLock) => lock.tokenFingerprint

/**
 * What a quick store's locks promise, slowly and obviously: everything in lists, and every decision one of the domain's.
 * Nothing is at once with anything, and nothing is ever lost.
 */
export class LockModel {
  /** In the order in which they were granted; the last live one of an owner is the one that it holds. */
  #locks: ModelGrant[] = []
  #guards: ModelGuard[] = []

  live(now: Instant): readonly SeatedLock[] {
    return this.#locks.filter(({ lock }) => lock.expiresAt > now)
  }

  claim(claim: LockClaim): ModelGrant | ClaimRefusal {
    const { place, owner, tokenFingerprint, shownFingerprint, address, capacity, now } = claim
    const held = this.#heldBy(owner, now)
    const latest = held.at(-1)
    if (latest && shownFingerprint !== undefined && shownFingerprint !== tokenOf(latest)) {
      return { kind: 'lock_not_owned' }
    }
    const ofAddress = this.live(now).filter(({ lock }) => lock.address === address)
    if (!latest && ofAddress.length >= claim.locksPerAddress) return { kind: 'too_many_locks' }
    const guards = this.#guards.filter((guard) => guard.expiresAt > now)
    const conflict = this.#conflict(place, owner, { seats: capacity, capacity }, now, guards)
    if (conflict) return conflict
    const lock = { ...place, owner, tokenFingerprint, address, ...this.#times(latest?.lock, claim) }
    const renewed = latest && takesThePlaceOf(latest.lock, place) ? latest : undefined
    if (renewed) {
      const previous = held.at(-2)
      const grant = { lock, seat: renewed.seat, previous, renewed: renewed.lock }
      this.#locks = this.#locks.map((one) => (one === renewed ? grant : one))
      return grant
    }
    const grant = { lock, seat: this.#freeSeat(place, now), previous: latest, renewed: undefined }
    this.#locks.push(grant)
    return grant
  }

  settle({ lock }: SeatedLock): void {
    const at = this.#locks.findIndex((one) => tokenOf(one) === lock.tokenFingerprint)
    this.#locks = this.#locks.filter((one, index) => index >= at || one.lock.owner !== lock.owner)
  }

  abandon(grant: ModelGrant): void {
    this.#locks = this.#locks.flatMap((one) => {
      if (tokenOf(one) !== tokenOf(grant)) return [one]
      if (!grant.renewed) return []
      return [{ lock: grant.renewed, seat: one.seat, previous: undefined, renewed: undefined }]
    })
  }

  release(wish: {
    readonly employeeId: number
    readonly start: Instant
    readonly owner: string
    readonly shownFingerprint: string
    readonly now: Instant
  }): 'lock_not_owned' | SeatedLock | undefined {
    const there = this.live(wish.now).filter(
      ({ lock }) => lock.employeeId === wish.employeeId && lock.slot.start === wish.start,
    )
    if (there.length === 0) return undefined
    const own = there.find((one) => one.lock.owner === wish.owner && tokenOf(one) === wish.shownFingerprint)
    if (!own) return 'lock_not_owned'
    this.#locks = this.#locks.filter((one) => one !== own)
    return own
  }

  extend(owner: string, shownFingerprint: string, now: Instant): SeatedLock | undefined {
    const latest = this.#heldBy(owner, now).at(-1)
    if (!latest || tokenOf(latest) !== shownFingerprint || latest.lock.extendedForCode) return undefined
    const wanted = Math.min(now + LOCK_SECONDS * 1000, latest.lock.lockedAt + LOCK_CAP_SECONDS * 1000)
    const expiresAt = Math.max(latest.lock.expiresAt, wanted) as Instant
    const extended = {
      ...latest,
      lock: { ...latest.lock, expiresAt, extendedForCode: true, turn: Math.max(latest.lock.turn + 1, now) },
    }
    this.#locks = this.#locks.map((one) => (one === latest ? extended : one))
    return extended
  }

  guard(claim: Claim & Seats, owner: string | undefined, now: Instant): ClaimRefusal | undefined {
    return this.#conflict(claim, owner, claim, now, [])
  }

  addGuard(name: string, claim: Claim, owner: string | undefined, expiresAt: Instant): void {
    this.#guards.push({ ...claim, name, owner: owner ?? name, expiresAt })
  }

  /** The locks that were used up. */
  endGuard(name: string, usedUp: readonly SlotLockRecord[]): readonly SeatedLock[] {
    this.#guards = this.#guards.filter((guard) => guard.name !== name)
    const used = this.#locks.filter((one) => usedUp.some((lock) => lock.tokenFingerprint === tokenOf(one)))
    this.#locks = this.#locks.filter((one) => !used.includes(one))
    return used
  }

  #heldBy(owner: string, now: Instant): readonly ModelGrant[] {
    return this.#locks.filter(({ lock }) => lock.owner === owner && lock.expiresAt > now)
  }

  /** By the domain; somebody who has several things in one group slot is one person. */
  #conflict(
    claim: Claim,
    owner: string | undefined,
    { seats, capacity }: Seats,
    now: Instant,
    guards: readonly SlotLock[],
  ) {
    const locks = this.live(now).map(({ lock }) => lock)
    const others = [...locks, ...guards].filter((one) => one.owner !== owner)
    const holdsSeat = capacity > 1 && locks.some((one) => one.owner === owner && isSameGroup(one, claim))
    const inTheWay = others.filter((one) => collides(claim, one, capacity))
    const persons = new Map<string, SlotLock>()
    for (const one of others) {
      const known = persons.get(one.owner)
      if (inTheWay.includes(one) || !overlaps(one.occupied, claim.occupied)) continue
      if (one.employeeId !== claim.employeeId || holdsSeat) continue
      if (!known || known.expiresAt < one.expiresAt) persons.set(one.owner, one)
    }
    return lockConflict(claim, [...inTheWay, ...persons.values()], seats, capacity)
  }

  #times(
    held: SlotLockRecord | undefined,
    { place, shownFingerprint, now }: LockClaim,
  ): Pick<SlotLockRecord, 'lockedAt' | 'expiresAt' | 'extendedForCode' | 'turn'> {
    const turn = held ? Math.max(held.turn + 1, now) : now
    if (!held || held.employeeId !== place.employeeId || !overlaps(held.occupied, place.occupied)) {
      return { lockedAt: now, expiresAt: plus(now, LOCK_SECONDS * 1000), extendedForCode: false, turn }
    }
    const { lockedAt, extendedForCode } = held
    const keeps = held.slot.start === place.slot.start && shownFingerprint === undefined
    return {
      lockedAt,
      extendedForCode,
      turn,
      expiresAt: keeps ? held.expiresAt : renewedExpiry(lockedAt, now),
    }
  }

  #freeSeat(place: LockPlace, now: Instant): number {
    const taken = this.live(now)
      .filter(({ lock }) => isNamedLike(lock, place))
      .map(({ seat }) => seat)
    let seat = 1
    while (taken.includes(seat)) seat++
    return seat
  }
}

const isNamedLike = (one: LockPlace, other: LockPlace) =>
  one.employeeId === other.employeeId &&
  one.date === other.date &&
  one.time === other.time &&
  one.occurrence === other.occurrence

/** Where the newer one keeps out all that the older one does, there is nothing to keep beside it. */
const takesThePlaceOf = (older: SlotLockRecord, place: LockPlace) =>
  isNamedLike(older, place) &&
  older.serviceId === place.serviceId &&
  older.slot.start === place.slot.start &&
  place.occupied.start <= older.occupied.start &&
  older.occupied.end <= place.occupied.end
