import { mayCancel } from '@appointease/domain'
import type { AppointmentRecord, AppointmentRef, HistoryEntry } from '../ports/appointments.ts'
import type { Outcome } from '../ports/storage.ts'
import { type Authority, findOwnAppointment } from '../queries/ownAppointment.ts'
import { addAppointmentMails } from './appointmentMails.ts'
import { type Changed, changedTo } from './changed.ts'
import type { CommandDependencies } from './dependencies.ts'
import { type Attempt, isKept, orLookUp } from './orLookUp.ts'
import type { Refusal } from './refusals.ts'
import { refuseOver } from './refuseOver.ts'
import { tellWebhooks } from './webhookEvents.ts'

export interface CancelRequest {
  readonly ref: AppointmentRef
  /** Only what is theirs by this exists for the caller. */
  readonly authority: Authority
  readonly reason: string
}

/** Cancels and frees the time in one transaction. The record stays; cancelling again gives the same answer, one mail. */
export async function cancelAppointment(
  deps: CommandDependencies,
  request: CancelRequest,
): Promise<Outcome<Changed, Refusal>> {
  const now = deps.clock.now()
  const catalog = await deps.storage.catalog.getCatalog()
  const present = await findOwnAppointment(deps.storage, request.ref, request.authority)
  if (!present) return { ok: false, refusal: { kind: 'not_found' } }
  const attempted = (attempt: Attempt<Changed>) =>
    deps.storage.change<Changed, Refusal>([present.employeeId], async (tx) => {
      const appointment = await findOwnAppointment(tx, { id: present.id }, request.authority)
      if (!appointment) return { ok: false, refusal: { kind: 'not_found' } }
      if (appointment.status === 'cancelled') {
        attempt.value = await changedTo(tx, appointment, catalog)
        return { ok: true, value: attempt.value }
      }
      const over = refuseOver(appointment, catalog.settings.rules.cancelCutoffMinutes)
      if (over) return { ok: false, refusal: over }
      const allowed = mayCancel(catalog.settings.rules, appointment.slot, now, { staff: false })
      if (!allowed.ok) return allowed
      const cancelled: AppointmentRecord = {
        ...appointment,
        status: 'cancelled',
        version: appointment.version + 1,
        updatedAt: now,
      }
      const place = { start: appointment.slot.start, employeeId: appointment.employeeId }
      const entry: HistoryEntry = {
        at: now,
        action: 'cancelled',
        by: 'customer',
        reason: request.reason,
        from: { ...place, status: appointment.status },
        to: { ...place, status: 'cancelled' },
      }
      const updated = await tx.appointments.updateAppointment(cancelled, appointment.version, entry)
      if (!updated.ok)
        return { ok: false, refusal: { kind: 'stale_version', currentVersion: appointment.version } }
      await addAppointmentMails(deps, tx, catalog, { event: 'cancelled', appointment: cancelled, entry })
      await tellWebhooks(tx, entry, cancelled)
      attempt.value = await changedTo(tx, cancelled, catalog)
      return { ok: true, value: attempt.value }
    })
  const outcome = await orLookUp(deps, [present.employeeId], attempted, isKept)
  if (outcome.ok && outcome.value.appointment.version !== present.version) deps.outboxFilled()
  return outcome
}
