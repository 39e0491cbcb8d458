import type { WebhookEventType } from '@appointease/contract'
import type { Outcome } from '../ports/storage.ts'
import type { WebhookRegister } from '../ports/webhooks.ts'
import { WEBHOOK_SEAL } from '../webhooks/delivery.ts'
import { readEndpointUrl, type UrlProblem } from '../webhooks/endpointUrl.ts'
import type { CommandDependencies } from './dependencies.ts'

export interface WebhookWish {
  readonly url: string
  readonly events: readonly WebhookEventType[]
  readonly allowsPrivate: boolean
}

export interface WebhookMade {
  readonly id: number
  /** Told this once: it is kept sealed. */
  readonly secret: string
}

/** Each has its own connection and its own turn, so that none waits for another. */
export const MOST_WEBHOOKS = 20
const SECRET_BYTES = 32

/** Tells an address of what happens from now on. */
export async function addWebhook(
  {
    webhooks,
    seals,
    randomness,
    clock,
  }: Pick<CommandDependencies, 'seals' | 'randomness' | 'clock'> & { readonly webhooks: WebhookRegister },
  { url, events, allowsPrivate }: WebhookWish,
): Promise<Outcome<WebhookMade, UrlProblem | 'too_many'>> {
  const address = readEndpointUrl(url, { allowsPrivate })
  if (!address.ok) return address
  if ((await webhooks.listEndpoints()).length >= MOST_WEBHOOKS) return { ok: false, refusal: 'too_many' }
  const secret = `whsec_${randomness.token(SECRET_BYTES)}`
  const id = await webhooks.addEndpoint({
    url: address.value,
    events,
    sealedSecret: seals.seal(WEBHOOK_SEAL, secret),
    allowsPrivate,
    createdAt: clock.now(),
  })
  return { ok: true, value: { id, secret } }
}
