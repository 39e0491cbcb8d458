import type { AppointmentFinder } from './ports/appointments.ts'
import type { ReminderMessage } from './ports/messages.ts'
import type { ReminderStore } from './ports/reminders.ts'

interface LinkSources {
  readonly appointments: Pick<AppointmentFinder, 'findAppointment'>
  readonly reminders: Pick<ReminderStore, 'isRefused'>
}

/**
 * For a reminder that is about to be sent. Undefined where it is not to be sent: the appointment is not confirmed any
 * more, or not as it was when this was written, or its customer has ended reminders since.
 */
export async function findReminderLinks(
  { appointments, reminders }: LinkSources,
  { appointment: { strongId, version } }: Pick<ReminderMessage, 'appointment'>,
  recipient: string,
): Promise<Pick<ReminderMessage, 'unsubscribeUrl'> | undefined> {
  const present = await appointments.findAppointment({ strongId })
  const stands =
    present?.strongId === strongId && present.version === version && present.status === 'confirmed'
  return stands && !(await reminders.isRefused(recipient)) ? {} : undefined
}
