import type { AppointmentFinder, AppointmentRecord, AppointmentRef } from '../ports/appointments.ts'
import type { ManageLinkReader } from '../ports/manageLinks.ts'

/**
 * By what somebody may see and change an appointment: a proved address, which has all that were booked with it; or a
 * link, which has the one that it was made for, while no later generation of its links has begun.
 */
export type Authority =
  | { readonly kind: 'address'; readonly email: string }
  | { readonly kind: 'link'; readonly appointmentId: number; readonly generation: number }

interface Sources {
  readonly appointments: Pick<AppointmentFinder, 'findAppointment'>
  readonly manageLinks: ManageLinkReader
}

/** Undefined also where it belongs to somebody else: to a stranger it does not exist. */
export async function findOwnAppointment(
  sources: Sources,
  ref: AppointmentRef,
  authority: Authority,
): Promise<AppointmentRecord | undefined> {
  if (authority.kind === 'link') return findLinked(sources, ref, authority)
  const { email } = authority
  const named = 'id' in ref ? ref : { ...ref, of: email }
  const appointment = await sources.appointments.findAppointment(named)
  return appointment?.email === email ? appointment : undefined
}

async function findLinked(
  { appointments, manageLinks }: Sources,
  ref: AppointmentRef,
  { appointmentId, generation }: Extract<Authority, { kind: 'link' }>,
): Promise<AppointmentRecord | undefined> {
  const appointment = await appointments.findAppointment({ id: appointmentId })
  const isNamed = 'id' in ref ? ref.id === appointmentId : ref.strongId === appointment?.strongId
  if (!appointment || !isNamed) return undefined
  return (await manageLinks.findGeneration(appointmentId)) === generation ? appointment : undefined
}
