import type { Logger } from '../logging.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClaimedEntry, OutboxQueue } from '../ports/outbox.ts'
import { pauseAfter } from './backOff.ts'
import { type Delivery, deliverEntry, type Verdict } from './deliverEntry.ts'
import type { Timers } from './job.ts'
import { createQueueRunner, type QueueRunner } from './queueRunner.ts'

export interface OutboxSenderDependencies extends Delivery {
  readonly queue: OutboxQueue
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
  /** From 0 up to 1, for jitter. */
  readonly random: () => number
}

/** Entries with mail servers at the same time, so that a slow one does not hold up the others. */
export const SENDER_CONCURRENCY = 4
const LEASE_SECONDS = 60

/**
 * Empties the outbox: each entry once, as far as SMTP allows. While the storage is down it keeps in mind what it has
 * sent.
 */
export function createOutboxSender(dependencies: OutboxSenderDependencies): QueueRunner {
  const { queue, clock, logger } = dependencies
  /** Sent, but not yet recorded as such because the storage failed: never handed over again. */
  const unrecorded = new Set<number>()

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

  return createQueueRunner<ClaimedEntry>(
    {
      concurrency: SENDER_CONCURRENCY,
      claim: (room) => queue.claimDue(clock.now(), LEASE_SECONDS, room),
      handle,
      nextDueAt: () => queue.nextDueAt(),
      warn: (fault) => logger.warn({ err: fault }, 'The outbox cannot be read'),
    },
    dependencies,
  )
}

function faultOf(verdict: Verdict): unknown {
  return verdict.kind === 'failed' ? verdict.fault : undefined
}
