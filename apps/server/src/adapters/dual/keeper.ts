import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'
import type { EpochStore, StorageEpoch } from '../../ports/epochs.ts'
import { type QuickStore, QuickStoreLost } from '../../ports/quickStore.ts'
import { SecretDiffers, StorageUnavailable } from '../../ports/storage.ts'
import { type Ground, isInDatabase } from './ground.ts'
import type { ShadowQueue } from './shadowQueue.ts'

/** Times in milliseconds. */
export interface KeeperTimes {
  /** How often a process looks at the epoch and at Redis. */
  readonly tick: number
  /** How long a process that says nothing is taken to be alive, and may go on granting in Redis. */
  readonly lease: number
  /** How long Redis is left alone after it was left, so that one that comes and goes causes one switch and not many. */
  readonly rest: number
}

export const KEEPER_TIMES: KeeperTimes = { tick: 200, lease: 2_000, rest: 30_000 }

/** A process that grants nothing in Redis has nothing to write down, and can say so once and for long. */
const WITHOUT_REDIS: KeeperTimes = { tick: 10_000, lease: 60_000, rest: 0 }
const ALWAYS = Number.MAX_SAFE_INTEGER

/** How long a request waits for a switch: longer than a process is waited for that says nothing. */
const MOST_SWITCHING = 2_500
const BETWEEN_LOOKS = 25

export interface KeeperOptions {
  readonly epochs: EpochStore
  readonly shadows: ShadowQueue
  readonly clock: Clock
  /** Fingerprint that processes of one secret have in common. */
  readonly secretMark: string
  readonly times?: KeeperTimes
  /** Told of every switch, and of what could not be done in the background. */
  readonly log: (event: KeeperEvent) => void
}

export type KeeperEvent =
  | { readonly kind: 'switched'; readonly epoch: StorageEpoch; readonly cause?: unknown }
  | { readonly kind: 'fault'; readonly fault: unknown }

/** Knows where locks live, and moves them when they cannot stay. */
export interface Keeper {
  /** Where something is done that begins now. Waits for a switch under way; throws StorageUnavailable where it lasts too long. */
  ground(): Promise<Ground>
  /** Whether what was done in Redis on this ground may be told to somebody: nobody has gone on without this process. */
  stillHolds(ground: Ground): boolean
  /** Redis could not be relied on: leaves it for the database, if nobody has done so since. */
  lost(ground: Ground, cause: unknown): Promise<void>
  /** Looks at what the database says now. */
  refresh(): Promise<void>
  epoch(): StorageEpoch
  /** The store that is asked, or undefined where none is set. */
  quick(): QuickStore | undefined
  /** Another store, or none, is asked from now on; the former is closed when locks have left it. */
  replaceQuick(next: QuickStore | undefined): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * The epoch in the database is the one word on where locks live. A process grants in Redis only while its lease lasts,
 * and it acknowledges an epoch only when all that it granted before is in the database; the database grants nothing
 * before every process that may be alive has acknowledged. Proof in docs/reference/dual-storage.md.
 */
export function createKeeper(initial: QuickStore | undefined, options: KeeperOptions): Keeper {
  const { epochs, shadows, clock, secretMark, log } = options
  const id = randomUUID()
  let quick = initial
  let epoch: StorageEpoch | undefined
  let leaseEnds = 0
  let reportedAt = Number.NEGATIVE_INFINITY
  let leaving: Promise<void> | undefined
  let acknowledging: Promise<void> | undefined
  let acknowledged = -1
  let reachedSince: number | undefined
  let triesFrom = 0
  let ticking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let running = false

  const times = (): KeeperTimes => (quick ? (options.times ?? KEEPER_TIMES) : WITHOUT_REDIS)
  const present = (): StorageEpoch => {
    if (!epoch) throw new Error('Where locks live is asked before it has been read.')
    return epoch
  }

  /** Takes the database's word. Synchronous: from here on nothing more is told as granted on an earlier ground. */
  function adopt(next: StorageEpoch, cause?: unknown): void {
    const before = epoch
    const isOlder =
      before && (next.number < before.number || (next.number === before.number && before.settled))
    if (isOlder) return
    epoch = next
    if (before && next.number > before.number)
      log({ kind: 'switched', epoch: next, ...(cause !== undefined && { cause }) })
  }

  async function report(): Promise<void> {
    const { lease } = times()
    const began = performance.now()
    const number = quick ? acknowledged : ALWAYS
    const reaches = quick?.target() ?? ''
    adopt(await epochs.report({ id, acknowledged: number, reaches, secretMark, leaseMilliseconds: lease }))
    reportedAt = began
    leaseEnds = began + lease
  }

  /** Writes down what was granted before the present epoch, and says so. One at a time, for whoever waits. */
  function acknowledge(): Promise<void> {
    acknowledging ??= (async () => {
      const { number } = present()
      if (acknowledged >= number) return
      await shadows.flush()
      acknowledged = number
      await report()
    })().finally(() => {
      acknowledging = undefined
    })
    return acknowledging
  }

  async function refresh(): Promise<void> {
    adopt(await epochs.read())
    await acknowledge()
  }

  async function settled(): Promise<void> {
    const giveUpAt = performance.now() + MOST_SWITCHING
    while (!present().settled) {
      await acknowledge()
      adopt(await epochs.settle(present().number))
      if (present().settled) return
      if (performance.now() > giveUpAt)
        throw new StorageUnavailable('Locks are on their way from Redis to the database.')
      await pause(BETWEEN_LOOKS)
    }
  }

  function lost(ground: Ground, cause: unknown): Promise<void> {
    if (present().number !== ground.epoch.number || present().mode !== 'redis') return Promise.resolve()
    leaving ??= (async () => {
      adopt(await epochs.leaveRedis(ground.epoch.number), cause)
      await settled()
    })().finally(() => {
      leaving = undefined
    })
    return leaving
  }

  /** Undefined where something had to be done first, and the question is to be asked again. */
  async function groundNow(): Promise<Ground | undefined> {
    const now = present()
    if (isInDatabase(now)) return { kind: 'database', epoch: now }
    if (now.mode === 'database') {
      await settled()
      return undefined
    }
    const ground: Ground = { kind: 'redis', epoch: now }
    if (quick?.target() !== now.target) {
      await lost(ground, new QuickStoreLost('Redis is not reached, or not the one that holds the locks.'))
      return undefined
    }
    if (performance.now() < leaseEnds) return ground
    await report()
    return undefined
  }

  /** Back to Redis where every process reaches the same one, and this one has for a while. */
  async function comeBack(target: string): Promise<void> {
    const { number } = present()
    const { rest } = times()
    if (!quick || !isInDatabase(present()) || performance.now() < triesFrom) return
    triesFrom = performance.now() + rest / 20
    if ((await epochs.commonReach()) !== target) return
    const store = quick
    const next = { id: randomUUID(), target, restMilliseconds: rest }
    adopt(await epochs.enterRedis(number, next, (live) => store.enter(next.id, live, clock.now())))
    await acknowledge()
  }

  async function look(): Promise<void> {
    const target = await quick?.check().catch(() => undefined)
    const { tick, lease } = times()
    reachedSince = target === undefined ? undefined : (reachedSince ?? performance.now())
    if (performance.now() - reportedAt > lease / 3) await report()
    else adopt(await epochs.read())
    await acknowledge()
    const now = present()
    if (now.mode === 'database' && !now.settled) await settled()
    else if (now.mode === 'redis' && quick && target !== now.target)
      await lost(
        { kind: 'redis', epoch: now },
        new QuickStoreLost('Redis did not answer, or is another one.'),
      )
    else if (target !== undefined && reachedSince !== undefined && performance.now() - reachedSince >= tick)
      await comeBack(target)
  }

  function schedule(): void {
    clearTimeout(timer)
    if (!running) return
    timer = setTimeout(() => {
      ticking = look()
        .catch((fault: unknown) => log({ kind: 'fault', fault }))
        .then(schedule)
    }, times().tick).unref()
  }

  return {
    async ground() {
      for (let attempt = 0; attempt < 5; attempt++) {
        const ground = await groundNow()
        if (ground) return ground
      }
      throw new StorageUnavailable('Where locks live could not be settled.')
    },
    stillHolds: ({ epoch: { number } }) => present().number === number && performance.now() < leaseEnds,
    lost,
    refresh,
    epoch: present,
    quick: () => quick,
    async replaceQuick(next) {
      const now = present()
      try {
        if (now.mode === 'redis')
          await lost({ kind: 'redis', epoch: now }, new QuickStoreLost('Another Redis was set.'))
        // What was granted in the former one is written down before this process says that it has nothing to write.
        await acknowledge()
      } catch (fault) {
        await next?.close()
        throw fault
      }
      const former = quick
      quick = next
      reachedSince = undefined
      // A process without Redis looks seldom.
      schedule()
      try {
        await report()
      } finally {
        await former?.close()
      }
    },
    async start() {
      adopt(await epochs.establish())
      // Nothing was granted by a process that has just begun.
      acknowledged = present().number
      const target = await quick?.check().catch(() => undefined)
      await report()
      if (!(await epochs.isCommonSecret(secretMark))) {
        await epochs.forget(id)
        throw new SecretDiffers('Another process on this database has another secret.')
      }
      if (target !== undefined)
        await comeBack(target).catch((fault: unknown) => log({ kind: 'fault', fault }))
      running = true
      schedule()
    },
    async stop() {
      running = false
      clearTimeout(timer)
      await ticking
      await leaving?.catch(() => {})
      // Where the database is away at the end, the lease ends by itself and Redis has the locks.
      const complain = (fault: unknown) => log({ kind: 'fault', fault })
      await shadows.flush().catch(complain)
      shadows.stop()
      await epochs.forget(id).catch(complain)
      await quick?.close()
    },
  }
}
