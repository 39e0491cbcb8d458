import type { Instant } from '@appointease/domain'
import type { Logger } from '../logging.ts'
import type { AfterAttempt, ClaimedDelivery, WebhookAttempt, WebhookQueue } from '../ports/webhooks.ts'
import { type DeliveryMeans, deliver } from '../webhooks/delivery.ts'
import { pauseAfter } from './backOff.ts'
import type { Timers } from './job.ts'
import { createQueueRunner, type QueueRunner } from './queueRunner.ts'

export interface WebhookSenderDependencies extends DeliveryMeans {
  readonly queue: WebhookQueue
  readonly timers: Timers
  readonly logger: Logger
  /** Endpoints at the same time: as many as there may be, so that none waits for another one. */
  readonly concurrency: number
  /** From 0 up to 1, for jitter. */
  readonly random: () => number
}

/** Several times as long as a call takes. */
const LEASE_SECONDS = 60

/**
 * Calls endpoints, each with one delivery at a time. What was taken is not sent again, as far as HTTP allows: where the
 * answer was lost, or this process with it, the same event is sent again under the same id.
 */
export function createWebhookSender(dependencies: WebhookSenderDependencies): QueueRunner {
  const { queue, clock, logger, concurrency, random } = dependencies
  /** Taken, but not yet recorded as such because the storage failed. */
  const unrecorded = new Map<number, WebhookAttempt>()

  async function handle(claimed: ClaimedDelivery): Promise<void> {
    const facts = { deliveryId: claimed.id, webhookId: claimed.endpoint.id, attempt: claimed.tries + 1 }
    try {
      const attempt = unrecorded.get(claimed.id) ?? (await deliver(claimed, claimed.endpoint, dependencies))
      const now = clock.now()
      const after = whatFollows(claimed, attempt, now, random())
      if (after.kind === 'delivered') unrecorded.set(claimed.id, attempt)
      await queue.recordAttempt(claimed, attempt, after)
      unrecorded.delete(claimed.id)
      const { httpStatus, error, durationMilliseconds: ms } = attempt
      const outcome = { ...facts, httpStatus, ms }
      if (after.kind === 'delivered') logger.info(outcome, 'Webhook delivered')
      else if (after.kind === 'dead') logger.error({ ...outcome, reason: error }, 'Webhook given up')
      else
        logger.warn({ ...outcome, reason: error, retryInMs: after.dueAt - now }, 'Webhook not delivered yet')
    } catch (error) {
      logger.error({ err: error, ...facts }, 'The outcome of a webhook cannot be recorded yet')
    }
  }

  return createQueueRunner<ClaimedDelivery>(
    {
      concurrency,
      claim: (room) => queue.claimDue(clock.now(), LEASE_SECONDS, room),
      handle,
      nextDueAt: () => queue.nextDueAt(),
      warn: (fault) => logger.warn({ err: fault }, 'The webhooks that are due cannot be read'),
    },
    dependencies,
  )
}

function whatFollows(
  { tries }: ClaimedDelivery,
  { error }: WebhookAttempt,
  now: Instant,
  random: number,
): AfterAttempt {
  if (error === '') return { kind: 'delivered' }
  const pause = pauseAfter(tries + 1, 'webhook', random)
  return pause === undefined ? { kind: 'dead' } : { kind: 'waiting', dueAt: (now + pause) as Instant }
}
