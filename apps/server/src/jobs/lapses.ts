import type { Instant } from '@appointease/domain'
import type { CommandDependencies } from '../commands/dependencies.ts'
import { lapseAppointment } from '../commands/lapseAppointment.ts'
import type { Logger } from '../logging.ts'
import type { AppointmentRecord } from '../ports/appointments.ts'
import { StorageUnavailable } from '../ports/storage.ts'
import type { Job, Timers } from './job.ts'
import { createRounds } from './rounds.ts'

export interface LapsesDependencies
  extends Pick<CommandDependencies, 'storage' | 'clock' | 'ownerEmail' | 'outboxFilled'> {
  readonly timers: Timers
  readonly logger: Logger
}

const PAUSE_MILLISECONDS = 30_000
const PAGE = 100
const HOUR = 3_600_000
/** What began longer ago is left as it is: of a database that was taken over nobody gets mail about the past. */
const BACK_HOURS = 72

/** Cancels what nobody has approved in time, in rounds. */
export function createLapses({ timers, logger, ...deps }: LapsesDependencies): Job {
  const { storage, clock, outboxFilled } = deps

  /** One that the database refuses to change keeps none of the others. */
  async function lapseOne(appointment: AppointmentRecord): Promise<boolean> {
    try {
      return (await lapseAppointment(deps, appointment)).ok
    } catch (error) {
      if (error instanceof StorageUnavailable) throw error
      logger.warn({ err: error, appointmentId: appointment.id }, 'An appointment could not lapse')
      return false
    }
  }

  async function lapse(): Promise<number> {
    const now = clock.now()
    const { pendingHours } = (await storage.catalog.getCatalog()).settings
    const due = await storage.appointments.listPending({
      startingFrom: (now - BACK_HOURS * HOUR) as Instant,
      begunBy: now,
      changedBy: pendingHours === undefined ? undefined : ((now - pendingHours * HOUR) as Instant),
      limit: PAGE,
    })
    let lapsed = 0
    for (const appointment of due) if (await lapseOne(appointment)) lapsed += 1
    return lapsed
  }

  return createRounds(timers, PAUSE_MILLISECONDS, async () => {
    let lapsed = 0
    try {
      for (let more = PAGE; more === PAGE; lapsed += more) more = await lapse()
    } catch (error) {
      logger.warn({ err: error }, 'Appointments that nobody has approved could not be looked for')
    }
    if (lapsed > 0) outboxFilled()
  })
}
