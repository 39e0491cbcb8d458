import type { Instant, Interval } from '@appointease/domain'
import type { AppointmentRecord } from './appointments.ts'

/** Who is to be reminded of what. */
export interface ReminderStore {
  /**
   * Confirmed appointments that start in `within` and for whose present version the outbox holds no reminder of so many
   * hours, by start; not of whoever wants no reminders. At most `limit`, and those after `after`, which is the last one of
   * the page before.
   */
  listUnreminded(query: {
    readonly hoursBefore: number
    readonly within: Interval
    readonly after: Pick<AppointmentRecord, 'id' | 'slot'> | undefined
    readonly limit: number
  }): Promise<readonly AppointmentRecord[]>
  /** Whether the address, which is normalised, wants no reminders. */
  isRefused(email: string): Promise<boolean>
  /** Ends reminders for the address; again: nothing changes. */
  refuse(email: string, now: Instant): Promise<void>
}
