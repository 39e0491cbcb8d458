import { WEBHOOK_SIGNATURE_HEADER } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { Clock } from '../ports/clock.ts'
import type { Seals } from '../ports/seals.ts'
import type { WebhookAttempt, WebhookCaller, WebhookEndpoint } from '../ports/webhooks.ts'
import { signatureOf } from './signature.ts'

/** What an endpoint's secret is sealed for. */
export const WEBHOOK_SEAL = 'webhook'

export interface DeliveryMeans {
  readonly caller: WebhookCaller
  readonly seals: Seals
  readonly clock: Clock
}

interface Message {
  readonly eventId: string
  readonly body: string
}

/** Signs the body with the moment and the endpoint's secret, and sends it, once. */
export async function deliver(
  { eventId, body }: Message,
  { url, allowsPrivate, sealedSecret }: WebhookEndpoint,
  { caller, seals, clock }: DeliveryMeans,
): Promise<WebhookAttempt> {
  const at = clock.now()
  const secret = seals.open(WEBHOOK_SEAL, sealedSecret)
  if (secret === undefined)
    return { at, durationMilliseconds: 0, httpStatus: undefined, error: 'the secret cannot be opened' }
  const began = performance.now()
  const answer = await caller.call({
    url,
    allowsPrivate,
    headers: headersOf(eventId, body, secret, at),
    body,
  })
  return { at, durationMilliseconds: Math.round(performance.now() - began), ...answer }
}

const headersOf = (eventId: string, body: string, secret: string, at: Instant) => ({
  'content-type': 'application/json; charset=utf-8',
  'x-appointease-event': eventId,
  [WEBHOOK_SIGNATURE_HEADER.toLowerCase()]: signatureOf(body, secret, at),
})
