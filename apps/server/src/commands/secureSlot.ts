import { type AvailabilityFacts, type Slot, seatsLeft, wallClockAt } from '@appointease/domain'
import type { ChangeLocks, SlotLocked } from '../ports/slotLocks.ts'
import type { Outcome } from '../ports/storage.ts'

/** Keeps new locks out of the slot until the change has ended, wherever locks live; refused where somebody was quicker. */
export function secureSlot(
  locks: ChangeLocks,
  { calendar, occupancy, now }: AvailabilityFacts,
  slot: Slot,
  owner: string | undefined,
  exceptAppointmentId?: number,
): Promise<Outcome<undefined, SlotLocked>> {
  const capacity = calendar.services.get(slot.serviceId)?.capacity ?? 1
  const others = occupancy.appointments.filter((one) => one.appointmentId !== exceptAppointmentId)
  const { date } = wallClockAt(slot.slot.start, calendar.rules.timeZone)
  return locks.secure({ ...slot, seats: seatsLeft(slot, others, capacity), capacity, date }, owner, now)
}
