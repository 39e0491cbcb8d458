import type { Instant } from '@appointease/domain'
import { accountOf } from '../calendars/calendarPassword.ts'
import { readCalendar } from '../calendars/readCalendar.ts'
import { doCalendarWork } from '../calendars/writeAppointment.ts'
import type { Logger } from '../logging.ts'
import { type CalendarAccess, CalendarUnreadable, type OpenCalendar } from '../ports/calendarAccess.ts'
import type { CatalogStore } from '../ports/catalog.ts'
import type { Clock } from '../ports/clock.ts'
import type { CalendarLease, ConnectedCalendar, OutsideCalendars } from '../ports/outsideCalendars.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { Seals } from '../ports/seals.ts'
import type { Job, Timers } from './job.ts'
import { createRounds } from './rounds.ts'

export interface OutsideCalendarsDependencies {
  readonly calendars: OutsideCalendars
  readonly catalog: Pick<CatalogStore, 'getCatalog'>
  readonly open: OpenCalendar
  readonly seals: Seals
  readonly clock: Clock
  readonly timers: Timers
  readonly randomness: Pick<Randomness, 'token'>
  readonly logger: Logger
}

export interface OutsideCalendarsJob extends Job {
  /** Looks at once, and resolves when every calendar that was due has been dealt with. */
  lookNow(): Promise<void>
}

/** How often the database is asked what is to be done. */
const PAUSE_MILLISECONDS = 5_000
const READ_EVERY_MILLISECONDS = 30_000
/** Calendars that are asked at the same time, so that one that does not answer holds up no other. */
const AT_ONCE = 8
/** So long a turn at one calendar goes on beginning something new; with its last request it is over well before the lease. */
const TURN_MILLISECONDS = 45_000
const MOST_MILLISECONDS = 90_000
const LEASE_MILLISECONDS = 120_000
const WRITES_A_TURN = 50
/** After so many failures in a row, seconds until the next try; the last of them for ever. */
const PAUSES = [30, 60, 120, 300]

/**
 * Reads employees' outside calendars and writes their appointments to them, each calendar by one process at a time. A
 * calendar that does not answer is asked ever more seldom and keeps what was known of it.
 */
export function createOutsideCalendarsJob(deps: OutsideCalendarsDependencies): OutsideCalendarsJob {
  const { calendars, clock, timers, logger } = deps
  const underWay = new Map<number, Promise<void>>()
  let ending = new AbortController()

  async function look(): Promise<void> {
    try {
      const now = clock.now()
      // Those first that have waited longest, so that of however many each has its turn.
      const all = await calendars.listCalendars()
      for (const calendar of all.toSorted((one, other) => (one.checkedAt ?? 0) - (other.checkedAt ?? 0))) {
        if (underWay.size >= AT_ONCE) return
        if (calendar.dueAt <= now && (await isWanted(calendar, now))) await begin(calendar, now)
      }
    } catch (error) {
      logger.warn({ err: error }, 'The outside calendars cannot be looked through')
    }
  }

  /** Not waited for: one that is slow holds up no other. */
  async function begin(calendar: ConnectedCalendar, now: Instant): Promise<void> {
    const { employeeId } = calendar
    const lease = {
      employeeId,
      token: deps.randomness.token(16),
      until: (now + LEASE_MILLISECONDS) as Instant,
    }
    if (underWay.has(employeeId) || !(await calendars.claim(lease, now))) return
    const turn = takeTurn(calendar, lease).finally(() => underWay.delete(employeeId))
    underWay.set(employeeId, turn)
  }

  const isToBeRead = ({ checkedAt }: ConnectedCalendar, now: Instant) =>
    checkedAt === undefined || now - checkedAt >= READ_EVERY_MILLISECONDS

  async function isWanted(calendar: ConnectedCalendar, now: Instant): Promise<boolean> {
    if (isToBeRead(calendar, now)) return true
    return calendar.writesAppointments && (await calendars.listWork(calendar.employeeId, now, 1)).length > 0
  }

  async function takeTurn(calendar: ConnectedCalendar, lease: CalendarLease): Promise<void> {
    const { employeeId } = calendar
    try {
      const access = deps.open(
        accountOf(calendar, deps.seals),
        AbortSignal.any([ending.signal, AbortSignal.timeout(MOST_MILLISECONDS)]),
      )
      if (calendar.writesAppointments) await write(calendar, access)
      const isRead = isToBeRead(calendar, clock.now()) && (await read(calendar, lease, access))
      if (!isRead) await calendars.release(lease)
    } catch (error) {
      await fail(calendar, lease, error).catch((fault: unknown) => {
        logger.warn({ err: fault, employeeId }, 'What became of a outside calendar cannot be recorded')
      })
    }
  }

  async function write(calendar: ConnectedCalendar, access: CalendarAccess): Promise<void> {
    const { employeeId } = calendar
    const began = performance.now()
    for (const work of await calendars.listWork(employeeId, clock.now(), WRITES_A_TURN)) {
      if (performance.now() - began > TURN_MILLISECONDS) break
      const end = await doCalendarWork(work, calendar, { calendars, access, now: clock.now() })
      const appointmentId = work.kind === 'put' ? work.appointment.id : work.entry.appointmentId
      const facts = { employeeId, appointmentId, work: work.kind }
      if (end.kind === 'done') logger.info(facts, 'Outside calendar written')
      else logger.warn({ ...facts, outcome: end }, 'Outside calendar not written')
    }
  }

  async function read(
    calendar: ConnectedCalendar,
    lease: CalendarLease,
    access: CalendarAccess,
  ): Promise<boolean> {
    const now = clock.now()
    const catalog = await deps.catalog.getCatalog()
    const reading = await readCalendar(calendar, { calendars, access, catalog, now })
    for (const entry of reading.changed) await calendars.saveEntry(entry)
    const { mark, problem, busyTimes } = reading
    const saved = await calendars.saveReading(lease, {
      mark,
      checkedAt: now,
      problem,
      busyTimes,
    })
    if (busyTimes)
      logger.info({ employeeId: calendar.employeeId, busyTimes: busyTimes.length }, 'Outside calendar read')
    return saved
  }

  async function fail(calendar: ConnectedCalendar, lease: CalendarLease, error: unknown): Promise<void> {
    const { employeeId, failures } = calendar
    if (ending.signal.aborted) return calendars.release(lease)
    const isTheirs = error instanceof CalendarUnreadable
    const problem = isTheirs ? error.message : 'It could not be dealt with; the log says why.'
    const pause = (PAUSES[failures] ?? PAUSES.at(-1) ?? 0) * 1000
    logger.warn({ err: error, employeeId, retryInMs: pause }, 'Outside calendar not reached')
    await calendars.saveFailure(lease, { problem, dueAt: (clock.now() + pause) as Instant })
  }

  const rounds = createRounds(timers, PAUSE_MILLISECONDS, look)

  return {
    start() {
      ending = new AbortController()
      rounds.start()
    },
    async stop() {
      ending.abort()
      await rounds.stop()
      await Promise.all(underWay.values())
    },
    async lookNow() {
      // A turn that is under way may have looked for work before there was any.
      await Promise.all(underWay.values())
      await look()
      await Promise.all(underWay.values())
    },
  }
}
