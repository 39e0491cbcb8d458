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
 * All that does not change while a lock lives, without the brace that opens it. Scripts find what they need in it by
 * patterns: the order of the fields is theirs, and no text may need to be escaped (those here are fingerprints and aliases).
 */
function bodyOf(lock: Omit<SlotLockRecord, 'lockedAt' | 'expiresAt' | 'extendedForCode'>, epoch: string) {
  const texts = [lock.owner, lock.tokenFingerprint, lock.address, epoch]
  if (!texts.every((text) => PLAIN.test(text)))
    throw new TypeError('An alias or a fingerprint is not a plain word')
  const body: Omit<StoredClaim, 'expires_at' | 'locked_at' | 'extended_for_code' | 'seat'> = {
    occupied_start: lock.occupied.start,
    occupied_end: lock.occupied.end,
    start: lock.slot.start,
    end: lock.slot.end,
    service_id: lock.serviceId ?? null,
    employee_id: lock.employeeId,
    owner: lock.owner,
    token: lock.tokenFingerprint,
    address: lock.address,
    date: lock.date,
    time: lock.time,
    occurrence: lock.occurrence,
    epoch,
    days: utcDaysOf(lock.occupied),
  }
  return JSON.stringify(body).slice(1)
}

/** The whole line, what changes first. */
export function lineOf({ lock, seat }: SeatedLock, epoch: string): string {
  const { expiresAt, lockedAt, extendedForCode } = lock
  const head = { expires_at: expiresAt, locked_at: lockedAt, extended_for_code: extendedForCode, seat }
  return `${JSON.stringify(head).slice(0, -1)},${bodyOf(lock, epoch)}`
}

/** Digits of one width, which compare as text. */
export const digits = (instant: number) => String(instant).padStart(15, '0')

/** The field beside the claims of a day with the records of them all. */
export const RECORDS = '#'

/** When a claim begins, ends and expires. */
export const recordOf = ({ occupied, expiresAt }: Pick<SlotLockRecord, 'occupied' | 'expiresAt'>) =>
  digits(occupied.start) + digits(occupied.end) + digits(expiresAt)

/** The line of a change that is under way. */
export function guardLine(
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
  }
  return lineOf({ lock, seat: 0 }, epoch)
}

export const seatedOf = (stored: StoredClaim): SeatedLock => ({
  lock: toLockRecord(stored),
  seat: stored.seat,
})

/** A line of the store's own. What cannot be read was not written by this product: the store cannot be relied on. */
export function readClaim(line: unknown): StoredClaim {
  try {
    if (typeof line === 'string') return JSON.parse(line) as StoredClaim
  } catch {
    // Told below.
  }
  throw new QuickStoreLost('Redis holds a claim that cannot be read')
}

/** The lines among the values of a day's claims. */
export const readClaims = (values: readonly unknown[]): readonly StoredClaim[] =>
  values.filter((value) => typeof value === 'string' && value.startsWith('{')).map(readClaim)

/** Where something is claimed first: "day_employee". */
export const placeOf = (interval: { readonly occupied: Claim['occupied'] }, employeeId: number) =>
  `${utcDaysOf(interval.occupied)[0]}_${employeeId}`

/** How a client's sheet refers to a lock: by its token, and by where it is claimed. */
export const referenceTo = (lock: Pick<SlotLockRecord, 'tokenFingerprint' | 'occupied' | 'employeeId'>) =>
  `${lock.tokenFingerprint} ${placeOf(lock, lock.employeeId)}`

/** What others claim at this moment. */
export const othersAmong = (claims: readonly StoredClaim[], owner: string, now: Instant) =>
  onePerPerson(claims.filter((claim) => claim.owner !== owner && claim.expires_at > now))

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
