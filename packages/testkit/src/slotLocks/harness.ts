import { addDays, type Instant, lockConflict, minutes, plus, seatsLeft } from '@appointease/domain'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import type { LockClaim, LockPlace, SlotLocks } from '@appointease/server/ports/slotLocks.ts'
import type { Outcome, Storage } from '@appointease/server/ports/storage.ts'
import { afterEach, beforeEach } from 'vitest'
import { aHistoryEntry, aLock, anAppointment, MONDAY, TUESDAY_TEN } from '../builders.ts'

/** One process's way to the locks, and to the appointments that they stand beside. */
export interface LocksDoor {
  readonly locks: SlotLocks
  readonly storage: Storage
}

export interface LocksUnderTest extends LocksDoor {
  /** The same locks as another process has them. */
  reopen(): Promise<LocksDoor>
  dispose(): Promise<void>
}

export type LocksFactory = () => Promise<LocksUnderTest>
export type PresentLocks = () => LocksUnderTest

export function eachWithItsOwnLocks(factory: LocksFactory): PresentLocks {
  let present: LocksUnderTest | undefined
  beforeEach(async () => {
    present = await factory()
  })
  afterEach(async () => {
    await present?.dispose()
    present = undefined
  })
  return () => {
    if (!present) throw new Error('There are locks only while a test runs.')
    return present
  }
}

const { date, time } = aLock()

/** Tuesday at ten and `offsetMinutes`, half an hour of service 1 with employee 1. */
export function aPlace(offsetMinutes = 0, differing: Partial<LockPlace> = {}): LockPlace {
  const start = plus(TUESDAY_TEN, minutes(offsetMinutes))
  const slot = { start, end: plus(start, minutes(30)) }
  const hour = 10 + Math.floor(offsetMinutes / 60)
  const minute = ((offsetMinutes % 60) + 60) % 60
  const name = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` as typeof time
  return { employeeId: 1, serviceId: 1, slot, occupied: slot, date, time: name, occurrence: 1, ...differing }
}

const datesAround = (place: LockPlace) => [-1, 0, 1].map((days) => addDays(place.date, days))

let tokens = 0

/** Of `v_one`, on Monday at eight, with a token nobody had before. */
export function aClaim(differing: Partial<LockClaim> = {}): LockClaim {
  tokens += 1
  return {
    place: aPlace(),
    owner: 'v_one',
    tokenFingerprint: `token-${tokens}`,
    shownFingerprint: undefined,
    address: 'address-1',
    locksPerAddress: 5,
    capacity: 1,
    now: MONDAY,
    ...differing,
  }
}

/** Nothing but appointments and locks in the way speaks against it. */
export function claim(
  { locks }: Pick<LocksDoor, 'locks'>,
  differing: Partial<LockClaim> = {},
): Promise<Outcome<SlotLockRecord, { readonly kind: string }>> {
  const wish = aClaim(differing)
  return locks.claim<{ readonly kind: string }>(wish, async (view) => {
    const { place, capacity, owner, now } = wish
    const appointments = await view.appointments.listOccupations([place.employeeId], place.occupied)
    const seats = seatsLeft(place, appointments, capacity)
    if (seats === 0) return { ok: false, refusal: { kind: 'slot_taken' } }
    const listed = await view.locks.listLocks([place.employeeId], datesAround(place), now)
    const others = listed.filter((lock) => lock.owner !== owner)
    const conflict = lockConflict(place, others, seats, capacity)
    return conflict ? { ok: false, refusal: conflict } : { ok: true, value: undefined }
  })
}

export async function claimed(door: Pick<LocksDoor, 'locks'>, differing: Partial<LockClaim> = {}) {
  const outcome = await claim(door, differing)
  if (!outcome.ok) throw new Error(`The test's own claim was refused: ${outcome.refusal.kind}`)
  return outcome.value
}

/** Employee 1's and 2's live locks of that Tuesday, by start and owner. */
export async function held({ locks }: Pick<LocksDoor, 'locks'>, now: Instant = MONDAY): Promise<string[]> {
  const found = await locks.listLocks([1, 2], [date], now)
  return found.map((lock) => `${lock.employeeId} ${lock.time} ${lock.owner}`).sort()
}

/** Books the place, as a holder of `lock` or as anybody. */
export function bookPlace(
  { locks }: Pick<LocksDoor, 'locks'>,
  place: LockPlace,
  {
    lock,
    capacity = 1,
    now = MONDAY,
    meanwhile = async () => {},
  }: {
    readonly lock?: SlotLockRecord
    readonly capacity?: number
    readonly now?: Instant
    /** What happens between securing the time and the commit. */
    readonly meanwhile?: () => Promise<unknown>
  } = {},
): Promise<Outcome<number, { readonly kind: string }>> {
  const { employeeId, serviceId = 1, slot, occupied } = place
  return locks.change<number, { readonly kind: string }>([employeeId], async (tx, own) => {
    const taken = await tx.appointments.listOccupations([employeeId], occupied)
    const whole = { employeeId, serviceId, slot, occupied }
    const seats = seatsLeft(whole, taken, capacity)
    if (seats === 0) return { ok: false, refusal: { kind: 'slot_taken' } }
    const listed = await own.listLocks([employeeId], datesAround(place), now)
    const others = listed.filter((one) => one.owner !== lock?.owner)
    const conflict = lockConflict(whole, others, seats, capacity)
    if (conflict) return { ok: false, refusal: conflict }
    const secured = await own.secure({ ...whole, seats, capacity, date: place.date }, lock?.owner, now)
    if (!secured.ok) return secured
    await meanwhile()
    const inserted = await tx.appointments.insertAppointment(
      { ...anAppointment({ start: slot.start }), employeeId, serviceId, slot, occupied },
      aHistoryEntry(),
    )
    if (!inserted.ok) return inserted
    if (lock) await own.useUp(lock)
    return { ok: true, value: inserted.id }
  })
}
