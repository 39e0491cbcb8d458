import type { Timers } from '../jobs/job.ts'
import type { CatalogStore } from '../ports/catalog.ts'
import type { QuickStore } from '../ports/quickStore.ts'
import type { ChangeLog, SlotEvents, SlotNews } from '../ports/slotEvents.ts'
import { createChannelProbe } from './channelProbe.ts'

export interface SlotEventsOptions {
  readonly log: ChangeLog
  readonly catalog: Pick<CatalogStore, 'getCatalog'>
  readonly timers: Timers
  /** Told of what a listener throws: whoever has committed something must not suffer for it. */
  readonly warn: (fault: unknown) => void
}

export interface RunningSlotEvents extends SlotEvents {
  /** This process has changed something in the quick store, which tells the others by itself. */
  tell(news: SlotNews): void
  /** Something has happened after which nothing that is known here can be relied on. */
  missed(): void
  /** Another quick store, or none, carries what is committed here to other processes from now on. */
  useQuick(quick: QuickStore | undefined): void
  /**
   * Looks at the log from now on, many times a second. `isQuick`: whether locks live in the quick store now, when what
   * happens to them is in no log.
   */
  start(isQuick: () => boolean): void
  stop(): Promise<void>
}

type QuickChannel = Pick<QuickStore, 'publish' | 'subscribe' | 'isSpread'>

const LOOK_MILLISECONDS = 200
const LOOKS_PER_CATALOG = 5
const STALE_MILLISECONDS = 1_000
/** What is asked thousands of times a second is looked for hundreds of times. */
const JUST_NOW_MILLISECONDS = 2

/**
 * Three ways, so that nothing is missed for longer than a second whatever is lost: what this process commits, at once;
 * what others say over the quick store, within milliseconds; and the database's own log, which also knows what was
 * written by somebody who could not say so any more.
 */
export function createSlotEvents({ log, catalog, timers, warn }: SlotEventsOptions): RunningSlotEvents {
  let probe = createChannelProbe()
  const listeners = new Set<(news: SlotNews) => void>()
  let quick: QuickChannel | undefined
  let isQuick = () => false
  let unsubscribe = () => {}
  /** When the last look that succeeded was begun, of performance.now. */
  let lookedAt = Number.NEGATIVE_INFINITY
  let catalogVersion: string | undefined
  let running = false
  let cancel = () => {}
  let looking: Promise<void> = Promise.resolve()
  let looks = 0
  let clocksApart = Date.now() - performance.now()

  function tell(news: SlotNews): void {
    for (const listener of listeners) {
      try {
        listener(news)
      } catch (fault) {
        warn(fault)
      }
    }
  }

  function hear(news: SlotNews): void {
    if (!probe.takes(news)) tell(news)
  }

  /**
   * A machine that sleeps stops the clock of performance.now: only another clock tells that everything may be otherwise.
   * One that was set looks the same, and costs no more than reading what is watched again.
   */
  function findSleep(): void {
    const apart = Date.now() - performance.now()
    const hasSlept = apart - clocksApart > STALE_MILLISECONDS
    clocksApart = apart
    if (!hasSlept) return
    lookedAt = Number.NEGATIVE_INFINITY
    probe = createChannelProbe()
    tell(undefined)
  }

  function takeIn(began: number, news: readonly SlotNews[]): void {
    lookedAt = began
    for (const one of news) tell(one)
  }

  log.onCommitted((news) => {
    for (const one of news) {
      tell(one)
      if (one) quick?.publish(one)
    }
  })

  /** Every save of this version writes to the log; somebody else's hand, or an older version, may not. */
  async function lookAtCatalog(): Promise<void> {
    const { version } = await catalog.getCatalog()
    if (catalogVersion !== undefined && version !== catalogVersion) tell(undefined)
    catalogVersion = version
  }

  async function look(): Promise<void> {
    findSleep()
    const began = performance.now()
    if (quick) probe.tick(quick)
    try {
      takeIn(began, await log.read())
      if (looks++ % LOOKS_PER_CATALOG === 0) await lookAtCatalog()
    } catch {
      // Whoever needs to know asks the database and is told; until then nothing here claims to be up to date.
    }
    if (running) lookLater()
  }

  function lookLater(): void {
    cancel = timers.after(LOOK_MILLISECONDS, () => {
      looking = look()
    })
  }

  return {
    subscribe(listener) {
      const own = (news: SlotNews) => listener(news)
      listeners.add(own)
      return () => listeners.delete(own)
    },
    isUpToDate() {
      findSleep()
      if (isQuick() && !probe.isHeard()) return false
      const now = performance.now()
      if (!log.readAtOnce) return now - lookedAt < STALE_MILLISECONDS
      if (now - lookedAt < JUST_NOW_MILLISECONDS) return true
      try {
        takeIn(now, log.readAtOnce())
        return true
      } catch {
        return false
      }
    },
    tell,
    missed: () => tell(undefined),
    useQuick(next) {
      unsubscribe()
      quick = next
      probe = createChannelProbe()
      unsubscribe = next?.subscribe(hear) ?? (() => {})
      tell(undefined)
    },
    start(tellsQuick) {
      isQuick = tellsQuick
      if (running) return
      running = true
      lookLater()
    },
    async stop() {
      running = false
      cancel()
      unsubscribe()
      await looking
    },
  }
}
