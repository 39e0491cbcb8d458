import type { Instant, Interval } from '@appointease/domain'
import type { AppointmentRecord } from './appointments.ts'

/** How an employee's outside calendar is reached, and what for. */
export interface CalendarConnection {
  readonly employeeId: number
  /** Of the collection of events, ending in `/`; without a user or password. */
  readonly url: string
  readonly user: string
  /** Only this installation's secret opens it. */
  readonly sealedPassword: string
  /** Its events are the employee's busy times. */
  readonly readsBusy: boolean
  /** It is written with the employee's appointments. */
  readonly writesAppointments: boolean
}

export interface ConnectedCalendar extends CalendarConnection {
  /** What it looked like when it was last read, with what was asked for; empty before that. */
  readonly mark: string
  /** When it last answered in full; undefined before that. */
  readonly checkedAt: Instant | undefined
  /** Failures in a row since. */
  readonly failures: number
  /** What is wrong with it, in plain words without a password; empty where nothing is. */
  readonly problem: string
  /** Not asked before this. */
  readonly dueAt: Instant
}

/** A claim on a calendar: nobody else asks it anything before `until`. */
export interface CalendarLease {
  readonly employeeId: number
  /** Names this claim and no other. */
  readonly token: string
  readonly until: Instant
}

/** What became of an event that is an appointment. `left`: somebody decided that it stays as it is there. */
export type EntryConflict = '' | 'edited' | 'deleted' | 'left'

/** An appointment's event in a outside calendar, or the intention to write it. */
export interface CalendarEntry {
  readonly id: number
  readonly employeeId: number
  readonly appointmentId: number
  readonly href: string
  /** Of the appointment, as it was last written; 0: not yet. */
  readonly version: number
  /** Of the event as it was last seen there; empty where that is not known. */
  readonly etag: string
  /** Fingerprints of what was written, and of what is being written: what is found there is known by them. */
  readonly digest: string
  readonly intendedDigest: string
  /** What stands there is to be replaced, whatever it is: somebody decided so. */
  readonly isForced: boolean
  readonly conflict: EntryConflict
  /** When the conflict was found. */
  readonly conflictAt: Instant | undefined
  readonly endsAt: Instant
  readonly failures: number
  readonly dueAt: Instant
}

/** What is to be done so that a calendar says what the appointments say; derived from both whenever it is asked for. */
export type CalendarWork =
  | {
      readonly kind: 'put'
      readonly appointment: AppointmentRecord
      readonly entry: CalendarEntry | undefined
    }
  | { readonly kind: 'remove'; readonly entry: CalendarEntry }

/** `collides`: an event that is none of ours lies on an appointment's time. */
export interface CalendarConflict {
  /** By which an entry's conflict is settled; undefined for one that ends when one of the two is moved. */
  readonly id: number | undefined
  readonly kind: 'edited' | 'deleted' | 'collides'
  readonly employeeId: number
  readonly appointmentId: number
  readonly strongId: string
  readonly slot: Interval
  /** Where the event lies; only of one that collides. */
  readonly busy: Interval | undefined
  readonly foundAt: Instant | undefined
}

/** Outside calendars, and what is known of them, in the database. Each call is a transaction of its own. */
export interface OutsideCalendars {
  listCalendars(): Promise<readonly ConnectedCalendar[]>
  /** In place of the employee's former one. Another address begins anew: what was written at the former one stays there. */
  connect(connection: CalendarConnection, now: Instant): Promise<void>
  /** Its busy times go with it, what was written stays there. False where there was none. */
  disconnect(employeeId: number): Promise<boolean>
  /** False where it is gone, not due, or somebody else's until their lease ends. One of many claimers gets it. */
  claim(lease: CalendarLease, now: Instant): Promise<boolean>
  /**
   * It answered in full: notes that, and ends the claim. `busyTimes`, merged and ascending, replace those before; undefined
   * where they are the same. The catalog changes with them, and only where they differ. False, and nothing is written,
   * where the claim is no longer held.
   */
  saveReading(
    lease: CalendarLease,
    reading: {
      readonly mark: string
      readonly checkedAt: Instant
      readonly problem: string
      readonly busyTimes: readonly Interval[] | undefined
    },
  ): Promise<boolean>
  /** It did not answer, or not usefully: what was known of it stays. Ends the claim. */
  saveFailure(
    lease: CalendarLease,
    failure: { readonly problem: string; readonly dueAt: Instant },
  ): Promise<void>
  /** Ends the claim. */
  release(lease: CalendarLease): Promise<void>
  /** At most so many, those first that begin first. */
  listWork(employeeId: number, now: Instant, limit: number): Promise<readonly CalendarWork[]>
  /** Those in no conflict, of appointments that have not ended and that are as they were written. */
  listSettledEntries(employeeId: number, now: Instant): Promise<readonly CalendarEntry[]>
  /** Of these references of appointments, those that are of this database. */
  listKnownReferences(strongIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Adds the entry, or replaces that of the same appointment and employee. */
  saveEntry(entry: Omit<CalendarEntry, 'id'>): Promise<void>
  removeEntry(id: number): Promise<void>
  /** How many appointments each employee's calendar refuses at present. */
  countRefused(): Promise<ReadonlyMap<number, number>>
  /** Of calendars that are connected and appointments that have not ended, by their start. */
  listConflicts(now: Instant): Promise<readonly CalendarConflict[]>
  /** `appointment`: it is written again over what stands there. `calendar`: what stands there stays. False where there is no such conflict. */
  settleConflict(id: number, keep: 'appointment' | 'calendar', now: Instant): Promise<boolean>
}
