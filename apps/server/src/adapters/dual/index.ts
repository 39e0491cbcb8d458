import type { Clock } from '../../ports/clock.ts'
import type { EphemeralStore } from '../../ports/ephemeral.ts'
import type { SeatedLock } from '../../ports/locks.ts'
import type { QuickStore } from '../../ports/quickStore.ts'
import type { SlotChange } from '../../ports/slotEvents.ts'
import type { SlotLocks } from '../../ports/slotLocks.ts'
import type { OpenedStorage } from '../../ports/storage.ts'
import { createDualEphemeral } from './ephemeral.ts'
import { createKeeper, type KeeperEvent, type KeeperTimes } from './keeper.ts'
import { createDualLocks } from './locks.ts'
import { createShadowQueue, type ShadowQueue } from './shadowQueue.ts'

export interface DualOptions {
  readonly quick: QuickStore | undefined
  readonly clock: Clock
  /** Fingerprint that processes of one secret have in common. */
  readonly secretMark: string
  readonly times?: KeeperTimes
  readonly log: (event: DualEvent) => void
  /** Told of every lock that this process has granted or ended in Redis, before whoever asked for it is answered. */
  readonly told?: (change: SlotChange) => void
}

export type DualEvent = KeeperEvent | { readonly kind: 'shadows_too_late'; readonly locks: number }

/** Everything short-lived, in Redis or in the database. */
export interface DualStore {
  readonly locks: SlotLocks
  readonly ephemeral: EphemeralStore
  /**
   * Another Redis, or none, from now on; while visitors go on. Closes the former, or where the former could not be left the
   * next. Throws StorageUnavailable where the database is away in the middle; it is then to be done again, with a store that
   * is opened anew.
   */
  replaceQuick(next: QuickStore | undefined): Promise<void>
  stop(): Promise<void>
}

/** Resolves when it is known where locks live. Throws SecretDiffers. */
export async function startDualStore(opened: OpenedStorage, options: DualOptions): Promise<DualStore> {
  const { clock, log } = options
  const shadows = createShadowQueue({
    clock,
    write: opened.epochs.writeShadows,
    warn: (what) =>
      log('tooLate' in what ? { kind: 'shadows_too_late', locks: what.tooLate } : { kind: 'fault', ...what }),
  })
  const keeper = createKeeper(options.quick, {
    epochs: opened.epochs,
    shadows,
    clock,
    secretMark: options.secretMark,
    log,
    ...(options.times && { times: options.times }),
  })
  await keeper.start()
  return {
    locks: createDualLocks(opened.storage, keeper, telling(shadows, options.told)),
    ephemeral: createDualEphemeral(opened.ephemeral, keeper),
    replaceQuick: keeper.replaceQuick,
    stop: keeper.stop,
  }
}

/** Every lock that is granted, renewed or ended in Redis passes here once that is certain. */
function telling(
  shadows: ShadowQueue,
  told: (change: SlotChange) => void = () => {},
): Pick<ShadowQueue, 'put' | 'ended'> {
  const tell = ({ lock: { employeeId, date, occupied } }: SeatedLock) => told({ employeeId, date, occupied })
  return {
    put(number, granted) {
      shadows.put(number, granted)
      tell(granted)
    },
    ended(number, lock) {
      shadows.ended(number, lock)
      tell(lock)
    },
  }
}
