import { type CalendarDate, type Instant, listDates, type WallTime } from '@appointease/domain'
import type { Clock } from '../ports/clock.ts'
import type { EphemeralStore, StorageMode } from '../ports/ephemeral.ts'
import type { SlotLockReader } from '../ports/locks.ts'

export interface LiveQuery {
  readonly employeeIds: readonly number[]
  /** Dates on the business's wall clock, both included; no more than a month, since each is looked at by itself. */
  readonly from: CalendarDate
  readonly to: CalendarDate
}

/** Somebody who points at a slot or holds it, by alias: who that is in life nobody knows before they book. */
interface Presence {
  readonly employeeId: number
  readonly date: CalendarDate
  readonly time: WallTime
  readonly owner: string
  readonly since: Instant
  readonly expiresAt: Instant
}

export interface LiveLock extends Presence {
  /** Undefined where the slot was held before a service was chosen. */
  readonly serviceId: number | undefined
  /** 2 for the second of a wall time that happens twice. */
  readonly occurrence: 1 | 2
}

export interface LiveView {
  readonly now: Instant
  /** Where all this lives at this moment. */
  readonly storageMode: StorageMode
  /** Who holds what, by start. */
  readonly locks: readonly LiveLock[]
  /** Who points where, by date, time and who came first. */
  readonly selections: readonly Presence[]
}

interface LiveDependencies {
  readonly locks: SlotLockReader
  readonly ephemeral: Pick<EphemeralStore, 'listSelections' | 'status'>
  readonly clock: Clock
}

/** What goes on at this moment, for the owner. From committed state; one read for the locks and one for each employee's date. */
export async function viewLive(
  { locks, ephemeral, clock }: LiveDependencies,
  { employeeIds, from, to }: LiveQuery,
): Promise<LiveView> {
  const now = clock.now()
  const dates = listDates(from, to)
  const places = dates.flatMap((date) => employeeIds.map((employeeId) => ({ employeeId, date })))
  const [held, ...pointed] = await Promise.all([
    locks.listLocks(employeeIds, dates, now),
    ...places.map(({ employeeId, date }) => ephemeral.listSelections(employeeId, date, now)),
  ])
  return {
    now,
    storageMode: ephemeral.status().storageMode,
    locks: held.map((lock) => ({
      employeeId: lock.employeeId,
      serviceId: lock.serviceId,
      date: lock.date,
      time: lock.time,
      occurrence: lock.occurrence,
      owner: lock.owner,
      since: lock.lockedAt,
      expiresAt: lock.expiresAt,
    })),
    selections: pointed.flat().sort(byPlace),
  }
}

const byPlace = (one: Presence, other: Presence) =>
  one.date.localeCompare(other.date) || one.time.localeCompare(other.time) || one.since - other.since
