import type { AppointmentStatus, Instant, Interval, Occupation, TimeZoneId } from '@appointease/domain'

export interface AppointmentRecord {
  readonly id: number
  /** `APT-YYYY-` and at least 8 characters that cannot be guessed. */
  readonly strongId: string
  readonly status: AppointmentStatus
  readonly serviceId: number
  readonly employeeId: number
  readonly slot: Interval
  /** With the buffers copied from the service when it was made or moved. */
  readonly occupied: Interval
  /** The business's zone when it was made; `slot` is the truth. */
  readonly timeZone: TimeZoneId
  readonly name: string
  /** Normalised: trimmed, lower case. */
  readonly email: string
  readonly phone: string
  readonly notes: string
  /** Of the recipient, for mails: zone and BCP 47 locale; empty means the business's. */
  readonly customerTimeZone: string
  readonly customerLocale: string
  /** Price and currency when it was made. */
  readonly priceMinor: number
  readonly currency: string
  /** Copied for display; a renamed service renames no past appointment. */
  readonly serviceName: string
  readonly employeeName: string
  /** Answers to the owner's own questions, by their name. */
  readonly fields: Readonly<Record<string, string>>
  /** 1 when made, one more at each change; also the calendar's SEQUENCE (version − 1). */
  readonly version: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export type HistoryAction = 'created' | 'rescheduled' | 'cancelled' | 'status'

export interface HistoryEntry {
  readonly at: Instant
  readonly action: HistoryAction
  /** Who, in kind only: `customer`, `staff`, `system`. */
  readonly by: string
  readonly reason: string
  readonly from?: { readonly start: Instant; readonly employeeId: number; readonly status: AppointmentStatus }
  readonly to?: { readonly start: Instant; readonly employeeId: number; readonly status: AppointmentStatus }
}

/**
 * By its number, or by a reference: its own, or the one that it had in the original plugin. Former references were not
 * unique: the first of those that belong to the address `of`, where one is given, is then meant.
 */
export type AppointmentRef = { readonly id: number } | { readonly strongId: string; readonly of?: string }

export interface AppointmentFinder {
  /** Active appointments whose `occupied` overlaps the interval, by employee and then by its start. One query, whatever the interval. */
  listOccupations(employeeIds: readonly number[], within: Interval): Promise<readonly Occupation[]>
  findAppointment(ref: AppointmentRef): Promise<AppointmentRecord | undefined>
  listHistory(appointmentId: number): Promise<readonly HistoryEntry[]>
}

/** What a calendar of the staff shows of an appointment. */
export type CalendarEntry = Pick<
  AppointmentRecord,
  | 'strongId'
  | 'status'
  | 'slot'
  | 'name'
  | 'serviceName'
  | 'employeeName'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
>

export interface AppointmentReader extends AppointmentFinder {
  /**
   * What ends after a moment, of one employee or of everybody, by start; of what is cancelled only what was changed after
   * the other. `changedAt`: when any appointment, of whomever, was last changed by this product.
   */
  listForCalendar(query: {
    employeeId: number | undefined
    endingAfter: Instant
    cancelledAfter: Instant
  }): Promise<{ readonly entries: readonly CalendarEntry[]; readonly changedAt: Instant | undefined }>
  /**
   * Pending appointments that start at `startingFrom` or later, and have begun by `begunBy` or were last changed by
   * `changedBy`; by start, at most `limit`.
   */
  listPending(query: {
    startingFrom: Instant
    begunBy: Instant
    changedBy: Instant | undefined
    limit: number
  }): Promise<readonly AppointmentRecord[]>
  /** Exact match of the normalised address, by start, newest first; `offset` and `limit` page. */
  listAppointmentsOfEmail(query: {
    email: string
    filter: 'all' | 'upcoming' | 'past' | 'cancelled'
    now: Instant
    offset: number
    limit: number
  }): Promise<{ readonly total: number; readonly appointments: readonly AppointmentRecord[] }>
}

/** Inside a storage transaction. Lists for people are read from committed state, outside. */
export interface AppointmentStore extends AppointmentFinder {
  /**
   * Adds the record with its first history entry. `slot_taken` where the database itself sees a collision
   * (invariant: two active appointments of one employee never overlap); the transaction must then be refused.
   */
  insertAppointment(
    appointment: Omit<AppointmentRecord, 'id' | 'version'>,
    history: HistoryEntry,
  ): Promise<{ ok: true; id: number } | { ok: false; refusal: { kind: 'slot_taken' } }>
  /**
   * Replaces time, employee, status (and what was copied with them) of one record, adds one to its version and
   * writes the history entry. `slot_taken` as above; `stale_version` where the record is not at `expectedVersion`.
   */
  updateAppointment(
    appointment: AppointmentRecord,
    expectedVersion: number,
    history: HistoryEntry,
  ): Promise<{ ok: true } | { ok: false; refusal: { kind: 'slot_taken' } | { kind: 'stale_version' } }>
  /** The employee of the service's newest appointment, for assigning in turn. */
  findLastAssignedEmployee(serviceId: number): Promise<number | undefined>
}
