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

/** One of several slots, as `choose` has it; where somebody has locked its time since it was looked at, another of them. */
export async function secureOne(
  locks: ChangeLocks,
  facts: AvailabilityFacts,
  free: readonly Slot[],
  choose: (left: readonly Slot[]) => Promise<Slot>,
  owner: string | undefined,
): Promise<Outcome<Slot, SlotLocked>> {
  const slot = await choose(free)
  const secured = await secureSlot(locks, facts, slot, owner)
  if (secured.ok) return { ok: true, value: slot }
  const left = free.filter(({ employeeId }) => employeeId !== slot.employeeId)
  return left.length === 0 ? secured : secureOne(locks, facts, left, choose, owner)
}
