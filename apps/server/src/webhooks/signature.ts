import { createHmac } from 'node:crypto'
import type { Instant } from '@appointease/domain'

/** `t=SECONDS,v1=HEX`: HMAC-SHA-256 over `SECONDS.BODY`, so that neither the text nor the moment can be another. */
export function signatureOf(body: string, secret: string, now: Instant): string {
  const seconds = Math.floor(now / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}
