import type { Instant } from '@appointease/domain'
import type { ActiveSelection } from './ephemeral.ts'
import type { SeatedLock } from './locks.ts'

/** Where locks live between two switches, as the database has it: the one word on it for all processes. */
export interface StorageEpoch {
  /** Rises with every switch. */
  readonly number: number
  /** Names this epoch and no other, also none that was begun and came to nothing; what is in Redis bears it. */
  readonly id: string
  readonly mode: 'redis' | 'database'
  /** `database`: whether all that was granted in Redis before has been written to the database, or its holders are gone. */
  readonly settled: boolean
  /** `redis`: fingerprint of the servers and of their run, so that another or a restarted Redis is not taken for it. */
  readonly target: string
  /** On the database's clock. */
  readonly since: Instant
}

/** A process among those on one database. */
export interface ProcessReport {
  readonly id: string
  /** The epoch whose beginning this process knows of; it has then written down all that it granted before. */
  readonly acknowledged: number
  /** Fingerprint of the Redis that it reaches at this moment; empty for none. */
  readonly reaches: string
  /** Fingerprint that processes of one secret have in common. */
  readonly secretMark: string
  /** It is taken to be alive for so long. */
  readonly leaseMilliseconds: number
}

/** Locks and selections in the database, for copying them to Redis; some may have expired. */
export interface LiveEntries {
  readonly locks: readonly SeatedLock[]
  readonly selections: readonly ActiveSelection[]
}

/** A lock as it was granted in Redis. */
export interface GrantedShadow extends SeatedLock {
  /**
   * When its process had learnt of the grant and had told nobody yet. Whoever had the place before had been told of theirs by
   * then, and had it no more.
   */
  readonly at: Instant
}

/** What happened to locks in Redis and is yet to be written to the database. */
export interface Shadows {
  readonly put: readonly GrantedShadow[]
  readonly ended: readonly SeatedLock[]
}

/** The epoch and the processes, in the database. Each call is a transaction of its own. */
export interface EpochStore {
  /**
   * What there must be before anything is asked of locks: the epoch, so that it can be held. Forgets processes that have
   * not been heard of for a day. Returns the present epoch.
   */
  establish(): Promise<StorageEpoch>
  read(): Promise<StorageEpoch>
  /** Notes that the process is alive and tells the epoch as of a moment after that. */
  report(process: ProcessReport): Promise<StorageEpoch>
  /** Whether every live process has this mark. Those of another secret would not know each other's sessions and locks. */
  isCommonSecret(secretMark: string): Promise<boolean>
  /** What every live process reaches; one string where it is the same for all, undefined where it is not. */
  commonReach(): Promise<string | undefined>
  /**
   * Leaves Redis, if the epoch is still number `from`: the next is `database`, not yet settled. Returns the present
   * epoch, whoever made it.
   */
  leaveRedis(from: number): Promise<StorageEpoch>
  /** Marks epoch `number` settled where every live process has acknowledged it. Returns the present epoch. */
  settle(number: number): Promise<StorageEpoch>
  /**
   * Goes (back) to Redis if the epoch is still number `from`, and has lasted for `restMilliseconds` unless it is the
   * first of all: no lock can be granted in the database while `copy`
   * runs, nor after it, but by the new epoch's rules; where `copy` throws, nothing has happened. Returns the present epoch.
   */
  enterRedis(
    from: number,
    next: { readonly id: string; readonly target: string; readonly restMilliseconds: number },
    copy: (live: LiveEntries) => Promise<void>,
  ): Promise<StorageEpoch>
  /**
   * Writes down locks that were granted in Redis in epoch `number`, and removes those that ended; in whatever order
   * several processes do so, the latest of each place and client remains. False, and nothing is written, where the
   * epochs have gone on without this process: others may have been granted the same time by then.
   */
  writeShadows(number: number, shadows: Shadows): Promise<boolean>
  /** The process ends in order. */
  forget(processId: string): Promise<void>
}
