import type { Clock } from '../ports/clock.ts'
import type { EphemeralStore } from '../ports/ephemeral.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { Seals } from '../ports/seals.ts'
import type { SlotLocks } from '../ports/slotLocks.ts'
import type { Storage } from '../ports/storage.ts'

/** What every command works with. */
export interface CommandDependencies {
  readonly storage: Storage
  readonly locks: SlotLocks
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly seals: Seals
  readonly randomness: Randomness
  /** Who is told of bookings where the owner has set no address for that; missing or empty: nobody. */
  readonly ownerEmail?: string
  /** Called after a commit that put a message into the outbox. It only wakes the senders; losing the call loses nothing. */
  readonly outboxFilled: () => void
}
