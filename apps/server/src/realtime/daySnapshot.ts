import {
  dayInterval,
  type Instant,
  type Interval,
  instantOf,
  minutes,
  overlaps,
  workingIntervals,
} from '@appointease/domain'
import type { SlotChange } from '../ports/slotEvents.ts'
import { bookingWindowAt } from '../queries/bookingWindow.ts'
import { type ReadDay, viewOfDay } from '../queries/daySlots.ts'
import { type SeenDay, seenDay } from './seenDay.ts'

/** More clients than hold a lock on one day; whoever asks for many services in turn makes them be worked out again. */
const VIEWS_KEPT = 100
const NEVER = Number.POSITIVE_INFINITY

/** One day of one employee as it was read, and as everybody who watches it sees it. Views are worked out once. */
export class DaySnapshot {
  readonly readAt: Instant
  /** The first moment at which something in it is over by itself. */
  readonly endsAt: number
  readonly #day: ReadDay
  readonly #owners: ReadonlySet<string>
  readonly #views = new Map<string, SeenDay>()
  readonly #reach: Interval

  constructor(day: ReadDay) {
    this.#day = day
    this.readAt = day.facts.now
    this.#reach = reachOf(day)
    const locks = day.facts.occupancy.locks.filter((lock) => this.isTouchedBy(lock))
    this.endsAt = Math.min(NEVER, ...locks.map(expiryOf), ...day.selections.map(expiryOf))
    this.#owners = new Set(locks.map(({ owner }) => owner))
  }

  /** Undefined: there is no such service. All who hold no lock nearby see the same. */
  seenBy(serviceId: number | undefined, owner: string | undefined): SeenDay | undefined {
    const lockOwner = this.isOwner(owner) ? owner : undefined
    const key = `${serviceId ?? ''} ${lockOwner ?? ''}`
    const known = this.#views.get(key)
    if (known) return known
    const view = viewOfDay(this.#day, { serviceId, lockOwner })
    if (!view.ok) return undefined
    const seen = seenDay(view.value)
    if (this.#views.size >= VIEWS_KEPT) this.#views.clear()
    this.#views.set(key, seen)
    return seen
  }

  /** Whether this client sees the day otherwise than everybody else does. */
  isOwner(owner: string | undefined): boolean {
    return owner !== undefined && this.#owners.has(owner)
  }

  /** Whether anybody could book on that date now. */
  isBookable(now: Instant): boolean {
    const { today, lastDate } = bookingWindowAt(this.#day.catalog.calendar.rules, now)
    return today <= this.#day.date && this.#day.date <= lastDate
  }

  isTouchedBy({ date, occupied }: Pick<SlotChange, 'date' | 'occupied'>): boolean {
    return date === this.#day.date || (occupied !== undefined && overlaps(occupied, this.#reach))
  }
}

const expiryOf = ({ expiresAt }: { readonly expiresAt: Instant }) => expiresAt

/** All time in which something can stand in the way of a start on the date, whichever service it is for. */
function reachOf({ date, employeeId, catalog: { calendar } }: ReadDay): Interval {
  const { rules, services } = calendar
  const hull = dayInterval(date, rules.timeZone)
  const hours = workingIntervals(calendar, employeeId, date).rostered
  const first = Math.max(hull.start, Math.min(...hours.map(({ start }) => start)))
  const last = Math.min(hull.end, Math.max(...hours.map(({ end }) => end)))
  if (hours.length === 0) return hull
  const before = Math.max(0, ...[...services.values()].map((one) => one.bufferBeforeMinutes))
  const after = Math.max(
    rules.slotStepMinutes,
    ...[...services.values()].map((one) => one.durationMinutes + one.bufferAfterMinutes),
  )
  return { start: instantOf(first - minutes(before)), end: instantOf(last + minutes(after)) }
}
