import type { Logger } from '../logging.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClaimedEntry, OutboxQueue } from '../ports/outbox.ts'
import { pauseAfter } from './backOff.ts'
import { type Delivery, deliverEntry, type Verdict } from './deliverEntry.ts'
import type { Job, Timers } from './job.ts'

export interface OutboxSenderDependencies extends Delivery {
  readonly queue: OutboxQueue
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
  /** From 0 up to 1, for jitter. */
  readonly random: () => number
}

export interface OutboxSender extends Job {
  /** Looks at once, after a commit that added a message. Without effect unless started. */
  kick(): void
  /** Resolves when nothing is being looked for or handed over any more. */
  settled(): Promise<void>
}

/** Entries with mail servers at the same time, so that a slow one does not hold up the others. */
export const SENDER_CONCURRENCY = 4
const LEASE_SECONDS = 60
const LONGEST_WAIT = 30_000
const SHORTEST_WAIT = 1_000
const STORAGE_WAIT = 5_000

/**
 * Empties the outbox: each entry once, as far as SMTP allows. Waits until the next entry is due, at most 30 s, since
 * other processes write entries too. While the storage is down it goes on trying and keeps in mind what it has sent.
 */
export function createOutboxSender(dependencies: OutboxSenderDependencies): OutboxSender {
  const { queue, clock, timers, logger } = dependencies
  const underWay = new Map<number, Promise<void>>()
  /** Sent, but not yet recorded as such because the storage failed: never handed over again. */
  const unrecorded = new Set<number>()
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
        logger.warn({ err: error }, 'The outbox cannot be read')
        wait(STORAGE_WAIT)
      }
    }
  }

  async function claim(): Promise<void> {
    const room = SENDER_CONCURRENCY - underWay.size
    if (room <= 0) return
    for (const entry of await queue.claimDue(clock.now(), LEASE_SECONDS, room)) {
      if (underWay.has(entry.id)) continue
      underWay.set(
        entry.id,
        handle(entry).finally(() => {
          underWay.delete(entry.id)
          kick()
        }),
      )
    }
  }

  /** Where all hands are full, the first that ends looks again: a long queue is not read through for each entry. */
  async function waitForNext(): Promise<void> {
    if (underWay.size >= SENDER_CONCURRENCY) return
    const due = await queue.nextDueAt()
    wait(due === undefined ? LONGEST_WAIT : due - clock.now())
  }

  function wait(milliseconds: number): void {
    cancelWait()
    if (running)
      cancelWait = timers.after(Math.min(Math.max(milliseconds, SHORTEST_WAIT), LONGEST_WAIT), kick)
  }

  async function handle(entry: ClaimedEntry): Promise<void> {
    const verdict: Verdict = unrecorded.has(entry.id)
      ? { kind: 'done', outcome: 'sent' }
      : await deliverEntry(entry, dependencies, clock.now())
    if (verdict.kind === 'done' && verdict.outcome === 'sent') unrecorded.add(entry.id)
    try {
      await record(entry, verdict)
      unrecorded.delete(entry.id)
    } catch (error) {
      logger.error({ err: error, outboxId: entry.id, kind: entry.kind }, 'The outcome cannot be recorded yet')
    }
  }

  async function record(entry: ClaimedEntry, verdict: Verdict): Promise<void> {
    const facts = { outboxId: entry.id, kind: entry.kind, attempt: entry.attempts + 1 }
    const now = clock.now()
    if (verdict.kind === 'done') {
      await queue.markDone(entry.id, verdict.outcome, now)
      return logger.info({ ...facts, outcome: verdict.outcome }, 'Message done')
    }
    const pause =
      verdict.kind === 'failed'
        ? pauseAfter(entry.attempts + 1, entry.kind, dependencies.random())
        : undefined
    if (verdict.kind === 'dead' || pause === undefined) {
      await queue.markDead(entry.id, verdict.error, now)
      return logger.error({ ...facts, err: faultOf(verdict), reason: verdict.error }, 'Message given up')
    }
    const dueAt = (now + pause) as typeof now
    await queue.markFailed(entry.id, verdict.error, dueAt)
    logger.warn(
      { ...facts, err: faultOf(verdict), reason: verdict.error, retryInMs: pause },
      'Message not sent yet',
    )
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

  async function settled(): Promise<void> {
    while (looking || underWay.size > 0) await Promise.all([looking, ...underWay.values()])
  }
}

function faultOf(verdict: Verdict): unknown {
  return verdict.kind === 'failed' ? verdict.fault : undefined
}
