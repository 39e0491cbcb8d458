import type { Instant } from '@appointease/domain'
import type { AppointmentRecord, HistoryEntry } from '../ports/appointments.ts'
import type { Catalog } from '../ports/catalog.ts'
import {
  type AppointmentMessageKind,
  appointmentMessage,
  type NoticeWish,
  noticeMessages,
} from '../ports/messages.ts'
import type { StorageTransaction } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

const KINDS = {
  booked: 'appointment_confirmed',
  moved: 'appointment_rescheduled',
  cancelled: 'appointment_cancelled',
} as const satisfies Record<NoticeWish['event'], AppointmentMessageKind>

interface Happening {
  readonly event: NoticeWish['event']
  /** As it is afterwards. */
  readonly appointment: AppointmentRecord
  /** As it was before a move. */
  readonly previous?: AppointmentRecord
  readonly entry: Pick<HistoryEntry, 'at' | 'reason'>
}

/**
 * The customer's mail, and a notice to whichever employee has an address and to the owner who wants them, in the
 * transaction that makes the change.
 */
export async function addAppointmentMails(
  { ownerEmail = '' }: Pick<CommandDependencies, 'ownerEmail'>,
  { outbox }: Pick<StorageTransaction, 'outbox'>,
  { settings, employees }: Pick<Catalog, 'settings' | 'employees'>,
  { event, appointment, previous, entry: { at, reason } }: Happening,
): Promise<void> {
  const extras = { ...(reason !== '' && { reason }), ...(previous && { previousSlot: previous.slot }) }
  const findEmployee = (id: number | undefined) => employees.find((one) => one.id === id)
  const now: Instant = at
  const wish: NoticeWish = {
    event,
    employee: findEmployee(appointment.employeeId),
    ...(previous && { previousEmployee: findEmployee(previous.employeeId) }),
    ownerEmail: settings.noticeEmail || ownerEmail,
    ...extras,
  }
  await outbox.addMessage(appointmentMessage(KINDS[event], appointment, settings, now, extras))
  for (const notice of noticeMessages(appointment, settings, wish, now)) await outbox.addMessage(notice)
}
