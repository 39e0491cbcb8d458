import type { CalendarDate, Instant, WallTime } from '@appointease/domain'
import type { SlotLockRecord } from '../../ports/locks.ts'

/** A lock as its transient's JSON has it. Instants in milliseconds. */
export interface LockValue {
  readonly owner: string
  readonly token: string
  readonly address: string
  readonly service_id: number | null
  readonly employee_id: number
  readonly date: CalendarDate
  readonly time: WallTime
  readonly occurrence: 1 | 2
  readonly start: Instant
  readonly end: Instant
  readonly occupied_start: Instant
  readonly occupied_end: Instant
  readonly locked_at: Instant
  readonly expires_at: Instant
  readonly extended_for_code: boolean
  readonly turn: number
  /** When its grant was learnt of, where it was granted in Redis. */
  readonly granted_at?: Instant
}

export const toLockValue = (lock: SlotLockRecord): LockValue => ({
  owner: lock.owner,
  token: lock.tokenFingerprint,
  address: lock.address,
  service_id: lock.serviceId ?? null,
  employee_id: lock.employeeId,
  date: lock.date,
  time: lock.time,
  occurrence: lock.occurrence,
  start: lock.slot.start,
  end: lock.slot.end,
  occupied_start: lock.occupied.start,
  occupied_end: lock.occupied.end,
  locked_at: lock.lockedAt,
  expires_at: lock.expiresAt,
  extended_for_code: lock.extendedForCode,
  turn: lock.turn,
})

export const toLockRecord = (value: LockValue): SlotLockRecord => ({
  owner: value.owner,
  tokenFingerprint: value.token,
  address: value.address,
  serviceId: value.service_id ?? undefined,
  employeeId: value.employee_id,
  date: value.date,
  time: value.time,
  occurrence: value.occurrence,
  slot: { start: value.start, end: value.end },
  occupied: { start: value.occupied_start, end: value.occupied_end },
  lockedAt: value.locked_at,
  expiresAt: value.expires_at,
  extendedForCode: value.extended_for_code,
  turn: value.turn,
})
