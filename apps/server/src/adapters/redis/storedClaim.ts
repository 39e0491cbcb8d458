import type { CalendarDate, Claim, Instant, WallTime } from '@appointease/domain'
import type { SeatedLock, SlotLockRecord } from '../../ports/locks.ts'
import { QuickStoreLost } from '../../ports/quickStore.ts'
import { type LockValue, toLockRecord } from '../transients/lockValue.ts'
import { utcDaysOf } from './keys.ts'

/**
 * A lock as its JSON is kept, under its name and among the claims of its days; or a change that is under way, which has
 * no seat: its `seat` is 0, and its token is its name.
 */
export interface StoredClaim extends LockValue {
  readonly epoch: string
  readonly seat: number
  /** UTC days that it occupies. */
  readonly days: readonly CalendarDate[]
  /** What it was before it was renewed in place, for whoever asks for the same grant again. */
  readonly before?: StoredClaim
}

export const isLock = ({ seat }: StoredClaim) => seat > 0

const PLAIN = /^[^"\\\s]*$/

/**
 * A lock or a guard as JSON, what changes first. Scripts find what they need in it by patterns: the order of the fields is
 * theirs, and no text may need to be escaped (those here are dates, fingerprints and aliases). Written by hand, since every
 * claim waits for it.
 */
export function jsonOf({ lock, seat }: SeatedLock, epoch: string): string {
  const { slot, occupied, serviceId, owner, tokenFingerprint, address, date, time } = lock
  if (!PLAIN.test(owner + tokenFingerprint + address + epoch))
    throw new TypeError('An alias or a fingerprint is not a plain word')
  return (
    `{"expires_at":${lock.expiresAt},"locked_at":${lock.lockedAt},"extended_for_code":${lock.extendedForCode},` +
    `"turn":${lock.turn},"seat":${seat},"occupied_start":${occupied.start},"occupied_end":${occupied.end},"start":${slot.start},` +
    `"end":${slot.end},"service_id":${serviceId ?? null},"employee_id":${lock.employeeId},"owner":"${owner}",` +
    `"token":"${tokenFingerprint}","address":"${address}","date":"${date}","time":"${time}",` +
    `"occurrence":${lock.occurrence},"epoch":"${epoch}","days":["${utcDaysOf(occupied).join('","')}"]}`
  )
}

/** Digits of one width, which compare as text. */
export const digits = (instant: number) => String(instant).padStart(15, '0')

/** What comes before a claim's JSON in its line: when it begins, ends and expires, and its token. */
export const prefixOf = ({ occupied, expiresAt, tokenFingerprint }: SlotLockRecord) =>
  `${digits(occupied.start)}${digits(occupied.end)}${digits(expiresAt)} ${tokenFingerprint} `

/** A change that is under way, as JSON. */
export function guardJson(
  { employeeId, serviceId, slot, occupied, date }: Claim & { readonly date: CalendarDate },
  guard: {
    readonly name: string
    readonly owner: string | undefined
    readonly now: Instant
    readonly ends: Instant
  },
  epoch: string,
): string {
  const lock: SlotLockRecord = {
    employeeId,
    serviceId,
    slot,
    occupied,
    date,
    time: '00:00' as WallTime,
    occurrence: 1,
    owner: guard.owner ?? '',
    tokenFingerprint: guard.name,
    address: '',
    lockedAt: guard.now,
    expiresAt: guard.ends,
    extendedForCode: false,
    turn: guard.now,
  }
  return jsonOf({ lock, seat: 0 }, epoch)
}

export const seatedOf = (stored: StoredClaim): SeatedLock => ({
  lock: toLockRecord(stored),
  seat: stored.seat,
})

/** JSON of the store's own. What cannot be read was not written by this product: the store cannot be relied on. */
export function readClaim(json: string): StoredClaim {
  try {
    return JSON.parse(json) as StoredClaim
  } catch {
    throw new QuickStoreLost('Redis holds a claim that cannot be read')
  }
}

/** Lines of a day's claims, among which may be empty ones. */
export const readClaims = (lines: readonly string[]): readonly StoredClaim[] =>
  lines.filter((line) => line !== '').map((line) => readClaim(line.slice(line.indexOf('{'))))

/** What others claim at this moment. */
export const othersAmong = (claims: readonly StoredClaim[], owner: string, now: Instant) =>
  onePerPerson(claims.filter((claim) => claim.owner !== owner && claim.expires_at > now))

/** As scripts/fragments/collisions.lua has it: who holds a seat of a group loses it to nobody else of the group. */
export function rivalsOf(
  wanted: StoredClaim,
  claims: readonly StoredClaim[],
  capacity: number,
): readonly StoredClaim[] {
  const isOfGroup = ({ start, service_id }: StoredClaim) =>
    service_id !== null && service_id === wanted.service_id && start === wanted.start
  const holdsSeat = claims.some(
    (claim) => claim.owner !== '' && claim.owner === wanted.owner && isLock(claim) && isOfGroup(claim),
  )
  return holdsSeat && capacity > 1 ? claims.filter((claim) => !isOfGroup(claim)) : claims
}

/**
 * One claim a person: where somebody has a lock and a guard in one group slot, or two locks of which one is yet to be
 * settled, the one that ends later counts. Claims without an owner are nobody else's.
 */
export function onePerPerson(claims: readonly StoredClaim[]): readonly SlotLockRecord[] {
  const persons = new Map<string, StoredClaim>()
  for (const claim of claims) {
    const { owner, token, service_id, employee_id, start } = claim
    const person =
      owner === '' || service_id === null ? token : `${owner} ${employee_id} ${service_id} ${start}`
    const known = persons.get(person)
    if (!known || known.expires_at < claim.expires_at) persons.set(person, claim)
  }
  return [...persons.values()].map(toLockRecord)
}
