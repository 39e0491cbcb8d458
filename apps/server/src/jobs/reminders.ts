import { type Instant, LONGEST_ADVANCE_MILLISECONDS, parseTimeZoneId, reminderNow } from '@appointease/domain'
import type { Logger } from '../logging.ts'
import type { AppointmentRecord } from '../ports/appointments.ts'
import type { BusinessSettings } from '../ports/catalog.ts'
import type { Clock } from '../ports/clock.ts'
import { reminderMessage } from '../ports/messages.ts'
import type { Storage } from '../ports/storage.ts'
import type { Job, Timers } from './job.ts'
import { createRounds } from './rounds.ts'

export interface RemindersDependencies {
  readonly storage: Pick<Storage, 'catalog' | 'outbox' | 'reminders'>
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
  /** Wakes the sender. */
  readonly outboxFilled: () => void
}

const PAUSE_MILLISECONDS = 30_000
const PAGE = 200
const HOUR = 3_600_000
/** Shorter than the outbox remembers what it has sent, by which nobody is reminded twice. */
const LONGEST_HOURS = 24 * 30

/**
 * Puts reminders into the outbox when they are due, in rounds. Not at booking: what is moved, cancelled or set otherwise
 * meanwhile then leaves nothing behind that would have to be found and taken back. Several processes may find the same
 * appointment; the key, which is made of its version and the hours, lets one of them add the entry. What changes
 * between here and the mail server is looked for again at delivery.
 */
export function createReminders({
  storage,
  clock,
  timers,
  logger,
  outboxFilled,
}: RemindersDependencies): Job {
  async function remindOf(appointment: AppointmentRecord, hours: number, settings: BusinessSettings) {
    const zone = parseTimeZoneId(appointment.customerTimeZone) ?? settings.rules.timeZone
    const now = clock.now()
    const due = reminderNow(appointment, hoursOf(settings), zone, now)
    if (due?.hoursBefore !== hours) return false
    await storage.outbox.addMessage(reminderMessage(appointment, settings, due, now))
    return true
  }

  async function remind(hoursBefore: number, settings: BusinessSettings): Promise<number> {
    const start = clock.now()
    const end = (start + hoursBefore * HOUR + LONGEST_ADVANCE_MILLISECONDS + 1) as Instant
    let added = 0
    let after: AppointmentRecord | undefined
    for (;;) {
      const query = { hoursBefore, within: { start, end }, after, limit: PAGE }
      const page = await storage.reminders.listUnreminded(query)
      for (const appointment of page) if (await remindOf(appointment, hoursBefore, settings)) added += 1
      after = page.at(-1)
      // On SQLite nothing of this waits for anything, and others have to have their turn.
      await new Promise(setImmediate)
      if (page.length < PAGE) return added
    }
  }

  return createRounds(timers, PAUSE_MILLISECONDS, async () => {
    let added = 0
    try {
      const { settings } = await storage.catalog.getCatalog()
      for (const hours of hoursOf(settings)) added += await remind(hours, settings)
    } catch (error) {
      logger.warn({ err: error }, 'Reminders could not be looked for')
    }
    if (added > 0) outboxFilled()
  })
}

function hoursOf({ reminderHoursBefore }: BusinessSettings): readonly number[] {
  const usable = reminderHoursBefore.filter((hours) => hours > 0 && hours <= LONGEST_HOURS)
  return [...new Set(usable)]
}
