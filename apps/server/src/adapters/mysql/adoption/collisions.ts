import type { AppointmentStatus, Instant, Interval } from '@appointease/domain'

/** What decides who keeps a time. */
export interface Claimant {
  readonly id: number
  readonly employeeId: number
  readonly serviceId: number
  readonly slot: Interval
  readonly status: AppointmentStatus
  /** Undefined where that is not known of any with a lower id either. */
  readonly made: Instant | undefined
}

const PIECE = 300_000
const ACTIVE: ReadonlySet<AppointmentStatus> = new Set(['pending', 'confirmed', 'completed'])

interface Group {
  readonly serviceId: number
  readonly start: Instant
  seats: number
}

/**
 * The ids of those that cannot have their time, as the database decides it: whoever was made first keeps it, the lower
 * id of two made at once; persons of one service, employee and start share it up to the capacity.
 */
export function collidingIds(
  claimants: readonly Claimant[],
  capacityOf: (serviceId: number) => number,
): ReadonlySet<number> {
  const pieces = new Map<number, Map<number, Group>>()
  const colliding = new Set<number>()
  const first = (one: Claimant, other: Claimant) => (one.made ?? 0) - (other.made ?? 0) || one.id - other.id
  for (const claimant of claimants.filter(({ status }) => ACTIVE.has(status)).sort(first)) {
    const taken = pieces.get(claimant.employeeId) ?? new Map<number, Group>()
    pieces.set(claimant.employeeId, taken)
    if (!claim(claimant, taken, capacityOf(claimant.serviceId))) colliding.add(claimant.id)
  }
  return colliding
}

function claim({ serviceId, slot }: Claimant, taken: Map<number, Group>, capacity: number): boolean {
  const wanted: number[] = []
  for (let piece = slot.start / PIECE; piece < slot.end / PIECE; piece += 1) {
    const group = taken.get(piece)
    const isOwn = group?.serviceId === serviceId && group.start === slot.start && group.seats < capacity
    if (group && !isOwn) return false
    wanted.push(piece)
  }
  for (const piece of wanted) {
    const group = taken.get(piece)
    if (group) group.seats += 1
    else taken.set(piece, { serviceId, start: slot.start, seats: 1 })
  }
  return true
}
