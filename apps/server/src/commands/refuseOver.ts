import type { AppointmentRecord } from '../ports/appointments.ts'
import type { Refusal } from './refusals.ts'

/** What took place, or was missed, is over for its customer however often they load it; its start was the end of it. */
export function refuseOver(
  { status, slot }: AppointmentRecord,
  cutoffMinutes: number,
): Extract<Refusal, { kind: 'cutoff_passed' }> | undefined {
  if (status !== 'completed' && status !== 'no_show') return undefined
  return { kind: 'cutoff_passed', cutoffMinutes, deadline: slot.start }
}
