import type { IncomingMessage } from 'node:http'
import type { Randomness } from '../ports/randomness.ts'

const ACCEPTABLE = /^[A-Za-z0-9-]{8,64}$/

/** The id that a proxy or client has given the request, if it is safe to repeat in logs and headers; else a new one. */
export function requestIdOf(request: IncomingMessage, randomness: Randomness): string {
  const given = request.headers['x-request-id']
  if (typeof given === 'string' && ACCEPTABLE.test(given)) return given
  return randomness.token(12).replaceAll('_', '-')
}
