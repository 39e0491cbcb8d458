import type { CalendarDate, Claim, Interval, WallTime } from '@appointease/domain'
import type { SlotLockRecord } from '../../ports/locks.ts'
import { lockName, pointerName, rateName, seatName, selectionName } from '../transients/names.ts'

/** Where things are. Two modes: a cluster wants a hash tag in what belongs together, and nothing else does. */
export interface Keys {
  /** A lock's place on the wall clock; further seats have names of their own. */
  lock(place: LockName, seat: number): string
  /** All that is claimed of an employee on one UTC day. */
  claims(day: CalendarDate, employeeId: number, epochId: string): string
  /** The same of every UTC day that the claim touches, in order. */
  claimsOf(claim: Pick<Claim, 'employeeId' | 'occupied'>, epochId: string): readonly string[]
  /** How a client's lines refer to a lock: by its token, and by where it is claimed first. */
  reference(
    lock: Pick<SlotLockRecord, 'employeeId' | 'occupied' | 'tokenFingerprint'>,
    epochId: string,
  ): string
  /** Which locks a client holds, the last the one that counts. */
  client(owner: string, epochId: string): string
  /** Live locks of a network address, by their end. */
  address(address: string, epochId: string): string
  /** Everybody who points at a slot. */
  selection(place: SlotName): string
  /** All who point at slots of a date, by time. */
  selectionsOf(date: CalendarDate, employeeId: number): string
  /** Where a client points. */
  pointer(owner: string): string
  rate(key: string): string
}

interface SlotName {
  readonly date: CalendarDate
  readonly employeeId: number
  readonly time: WallTime
}
type LockName = SlotName & { readonly occurrence: 1 | 2 }

export const EPOCH = 'appointease_epoch'
export const HEALTH = 'appointease_health'
export const CHANNELS = 'appointease:slots:*'
export const channelOf = (date: CalendarDate, employeeId: number) => `appointease:slots:${date}:${employeeId}`

/**
 * The epoch's id is in the names of what decides: another epoch's leftovers are not even looked at, and a process that
 * has not heard of a new epoch cannot harm it.
 */
export function createKeys(isCluster: boolean): Keys {
  const tagged = (name: string, date: CalendarDate, employeeId: number) =>
    isCluster ? name.replace(`${date}_${employeeId}`, `{${date}_${employeeId}}`) : name
  const dated = (prefix: string, date: CalendarDate, employeeId: number) =>
    tagged(`${prefix}_${date}_${employeeId}`, date, employeeId)
  const claims = (day: CalendarDate, employeeId: number, epochId: string) =>
    `${dated('appointease_claims', day, employeeId)}_${epochId}`
  const claimsOf = ({ employeeId, occupied }: Pick<Claim, 'employeeId' | 'occupied'>, epochId: string) =>
    utcDaysOf(occupied).map((day) => claims(day, employeeId, epochId))
  return {
    claims,
    claimsOf,
    reference: (lock, epochId) => `${lock.tokenFingerprint} ${claimsOf(lock, epochId)[0]}`,
    lock: (place, seat) => tagged(seatName(lockName(place), seat), place.date, place.employeeId),
    client: (owner, epochId) => `appointease_client_${owner}_${epochId}`,
    address: (address, epochId) => `appointease_address_${address}_${epochId}`,
    selection: (place) => tagged(selectionName(place), place.date, place.employeeId),
    selectionsOf: (date, employeeId) => dated('appointease_pointing', date, employeeId),
    pointer: pointerName,
    rate: rateName,
  }
}

const DAY = 86_400_000
const DAYS_KEPT = 1000

/** Every claim asks for its days, and writing a date takes longer than looking it up. Emptied when full. */
const writtenDays = new Map<number, CalendarDate>()

function utcDay(day: number): CalendarDate {
  const known = writtenDays.get(day)
  if (known !== undefined) return known
  const written = new Date(day * DAY).toISOString().slice(0, 10) as CalendarDate
  if (writtenDays.size >= DAYS_KEPT) writtenDays.clear()
  writtenDays.set(day, written)
  return written
}

/**
 * The UTC days that an interval touches. Claims are kept by these and not by the business's dates: two intervals that
 * overlap share one, whatever the zone is, was, or becomes.
 */
export function utcDaysOf({ start, end }: Interval): readonly CalendarDate[] {
  const days: CalendarDate[] = []
  for (let day = Math.floor(start / DAY); day * DAY < end; day++) days.push(utcDay(day))
  return days
}
