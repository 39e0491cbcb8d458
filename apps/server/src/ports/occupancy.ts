import type { AppointmentReader } from './appointments.ts'
import type { SlotLockReader } from './locks.ts'

/** What a reader of occupancy needs: committed state, or a transaction's own view. */
export interface OccupancySource {
  readonly appointments: Pick<AppointmentReader, 'listOccupations'>
  readonly locks: SlotLockReader
}
