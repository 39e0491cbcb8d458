import type { AppointmentRecord, AppointmentRef } from '../ports/appointments.ts'
import type { Outcome } from '../ports/storage.ts'
import { type Authority, findOwnAppointment } from '../queries/ownAppointment.ts'
import type { CommandDependencies } from './dependencies.ts'

interface Revoked {
  readonly appointment: AppointmentRecord
  /** Of the only links that are good from now on. */
  readonly generation: number
}

/**
 * Makes every link to the appointment useless that there is so far. In one step with whatever else changes it: a change
 * that was asked for with such a link comes before this, or not at all. Again: once more.
 */
export async function revokeManageLinks(
  deps: Pick<CommandDependencies, 'storage'>,
  { ref, authority }: { readonly ref: AppointmentRef; readonly authority: Authority },
): Promise<Outcome<Revoked, { readonly kind: 'not_found' }>> {
  const present = await findOwnAppointment(deps.storage, ref, authority)
  if (!present) return { ok: false, refusal: { kind: 'not_found' } }
  return deps.storage.change([present.employeeId], async (tx) => {
    const appointment = await findOwnAppointment(tx, { id: present.id }, authority)
    if (!appointment) return { ok: false, refusal: { kind: 'not_found' } }
    const generation = await tx.manageLinks.beginGeneration(appointment.id)
    return { ok: true, value: { appointment, generation } }
  })
}
