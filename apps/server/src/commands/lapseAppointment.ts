import { hasLapsed } from '@appointease/domain'
import type { AppointmentRecord, HistoryEntry } from '../ports/appointments.ts'
import type { Outcome } from '../ports/storage.ts'
import { addAppointmentMails } from './appointmentMails.ts'
import type { CommandDependencies } from './dependencies.ts'
import { tellWebhooks } from './webhookEvents.ts'

/**
 * Cancels an appointment that nobody has approved in time and frees its time, in one transaction; refused where it is
 * not so any more. Of several that do it at once one does it, and there is one mail.
 */
export function lapseAppointment(
  deps: Pick<CommandDependencies, 'storage' | 'clock' | 'ownerEmail'>,
  { id, employeeId }: Pick<AppointmentRecord, 'id' | 'employeeId'>,
): Promise<Outcome<AppointmentRecord, { readonly kind: 'not_lapsed' }>> {
  const now = deps.clock.now()
  const no = { ok: false, refusal: { kind: 'not_lapsed' } } as const
  return deps.storage.change([employeeId], async (tx) => {
    const catalog = await tx.catalog()
    const present = await tx.appointments.findAppointment({ id })
    const isTheirs = present?.employeeId === employeeId
    if (!isTheirs || !hasLapsed(present, catalog.settings.pendingHours, now)) return no
    const version = present.version + 1
    const appointment: AppointmentRecord = { ...present, status: 'cancelled', version, updatedAt: now }
    const place = { start: present.slot.start, employeeId }
    const entry: HistoryEntry = {
      at: now,
      action: 'cancelled',
      by: 'system',
      reason: 'lapsed',
      from: { ...place, status: present.status },
      to: { ...place, status: 'cancelled' },
    }
    const updated = await tx.appointments.updateAppointment(appointment, present.version, entry)
    if (!updated.ok) return no
    // The reason is a word for programs, and mails are in the recipient's language.
    const happening = { event: 'cancelled', appointment, entry: { at: now, reason: '' } } as const
    await addAppointmentMails(deps, tx, catalog, happening)
    await tellWebhooks(tx, entry, appointment)
    return { ok: true, value: appointment }
  })
}
