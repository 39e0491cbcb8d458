import type { AppointmentReader, AppointmentRecord, AppointmentRef } from '../ports/appointments.ts'

/** Undefined also where it belongs to somebody else: to a stranger it does not exist. */
export async function findOwnAppointment(
  reader: Pick<AppointmentReader, 'findAppointment'>,
  ref: AppointmentRef,
  email: string,
): Promise<AppointmentRecord | undefined> {
  const appointment = await reader.findAppointment('id' in ref ? ref : { ...ref, of: email })
  return appointment?.email === email ? appointment : undefined
}
