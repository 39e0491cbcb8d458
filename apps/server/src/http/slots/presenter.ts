import type { SelectSlotReply, SlotStoredReply } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { GrantedLock } from '../../commands/lockSlot.ts'
import type { EphemeralStore } from '../../ports/ephemeral.ts'
import { instantText } from '../instantText.ts'

type Status = ReturnType<EphemeralStore['status']>

/** What went to Redis for this call: nothing, where locks live in the database. */
const NO_REDIS_OPS = { get: 0, set: 0, publish: 0 }

export function presentLock({ lock, token }: GrantedLock, status: Status, now: Instant): SelectSlotReply {
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
    redis_ops: NO_REDIS_OPS,
  }
}

export function presentStored(status: Status): SlotStoredReply {
  return { success: true, storage_mode: status.storageMode }
}
