import type { Instant } from '@appointease/domain'
import type { Clock } from '../ports/clock.ts'
import type { Job, Timers } from './job.ts'

export interface QueueWork<Entry extends { readonly id: number }> {
  /** Entries in hand at the same time. */
  readonly concurrency: number
  /** Entries that nobody else has, at most so many. */
  claim(room: number): Promise<readonly Entry[]>
  /** Never rejects. */
  handle(entry: Entry): Promise<void>
  /** When the next entry can be claimed. */
  nextDueAt(): Promise<Instant | undefined>
  /** The queue cannot be read. */
  warn(fault: unknown): void
}

export interface QueueRunner extends Job {
  /** Looks at once, after a commit that added an entry. Without effect unless started. */
  kick(): void
  /** Resolves when nothing is being looked for or handled any more. */
  settled(): Promise<void>
}

const LONGEST_WAIT = 30_000
const SHORTEST_WAIT = 1_000
const STORAGE_WAIT = 5_000

/**
 * Handles what is due, and waits until the next entry is, at most 30 s, since other processes write entries too. While
 * the storage is down it goes on trying.
 */
export function createQueueRunner<Entry extends { readonly id: number }>(
  work: QueueWork<Entry>,
  { clock, timers }: { readonly clock: Clock; readonly timers: Timers },
): QueueRunner {
  const underWay = new Map<number, Promise<void>>()
  let running = false
  let lookAgain = false
  let looking: Promise<void> | undefined
  let cancelWait = () => {}

  function kick(): void {
    if (!running) return
    lookAgain = true
    looking ??= look().finally(() => {
      looking = undefined
    })
  }

  async function look(): Promise<void> {
    cancelWait()
    while (lookAgain && running) {
      lookAgain = false
      try {
        await claim()
        await waitForNext()
      } catch (error) {
        work.warn(error)
        wait(STORAGE_WAIT)
      }
    }
  }

  async function claim(): Promise<void> {
    const room = work.concurrency - underWay.size
    if (room <= 0) return
    for (const entry of await work.claim(room)) {
      if (underWay.has(entry.id)) continue
      underWay.set(
        entry.id,
        work.handle(entry).finally(() => {
          underWay.delete(entry.id)
          kick()
        }),
      )
    }
  }

  /** Where all hands are full, the first that ends looks again: a long queue is not read through for each entry. */
  async function waitForNext(): Promise<void> {
    if (underWay.size >= work.concurrency) return
    const due = await work.nextDueAt()
    wait(due === undefined ? LONGEST_WAIT : due - clock.now())
  }

  function wait(milliseconds: number): void {
    cancelWait()
    if (running)
      cancelWait = timers.after(Math.min(Math.max(milliseconds, SHORTEST_WAIT), LONGEST_WAIT), kick)
  }

  async function settled(): Promise<void> {
    while (looking || underWay.size > 0) await Promise.all([looking, ...underWay.values()])
  }

  return {
    kick,
    start() {
      if (running) return
      running = true
      kick()
    },
    async stop() {
      running = false
      cancelWait()
      await settled()
    },
    settled,
  }
}
