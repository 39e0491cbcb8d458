import type { SelectSlotReply, SlotStoredReply } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { GrantedLock } from '../../commands/lockSlot.ts'
import { instantText } from '../../instantText.ts'
import type { EphemeralStore, RedisOps } from '../../ports/ephemeral.ts'

type Status = ReturnType<EphemeralStore['status']>

export function presentLock(
  { lock, token }: GrantedLock,
  status: Status,
  redisOps: RedisOps,
  now: Instant,
): SelectSlotReply {
  return {
    success: true,
    lock: {
      token,
      date: lock.date,
      time: lock.time,
      employee_id: lock.employeeId,
      expires_in: Math.max(0, Math.ceil((lock.expiresAt - now) / 1000)),
      expires_at: instantText(lock.expiresAt),
    },
    storage_mode: status.storageMode,
    redis_ops: redisOps,
  }
}

export function presentStored(status: Status): SlotStoredReply {
  return { success: true, storage_mode: status.storageMode }
}
