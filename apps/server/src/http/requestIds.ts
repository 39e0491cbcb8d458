import type { IncomingMessage } from 'node:http'
import type { Randomness } from '../ports/randomness.ts'

const ACCEPTABLE = /^[A-Za-z0-9-]{8,64}$/

export type RequestIds = (request: Pick<IncomingMessage, 'headers'>) => string

/**
 * The id that a proxy or client has given the request, if it is safe to repeat in logs and headers; else a new one: by
 * chance what all of this process have in common, and counted, since asking for chance at every request is dear.
 */
export function createRequestIds(randomness: Randomness): RequestIds {
  const prefix = randomness.token(9).replaceAll('_', '-')
  let count = 0
  return (request) => {
    const given = request.headers['x-request-id']
    if (typeof given === 'string' && ACCEPTABLE.test(given)) return given
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}
