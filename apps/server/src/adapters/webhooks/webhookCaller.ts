import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import type { WebhookAnswer, WebhookCall, WebhookCaller } from '../../ports/webhooks.ts'
import { hostOf } from '../../webhooks/endpointUrl.ts'
import {
  guardedLookup,
  isAllowed,
  NotPublic,
  type Resolve,
  resolveLocally,
  resolvePublicly,
} from './resolving.ts'

export interface WebhookCallerOptions {
  readonly userAgent: string
  /** From the look-up to the last byte of the reply; default 10 s. */
  readonly timeoutMilliseconds?: number
  /** Default: the public name service, or for those that may be private the machine's own. */
  readonly resolve?: Resolve
  /** Who vouches for receivers, in PEM; default: whom Node trusts. */
  readonly authority?: string
}

const TIMEOUT = 10_000
/** Of a reply that nobody reads; more of it is not waited for. */
const LONGEST_REPLY = 4_096
const NO_ANSWER = 'no answer in time'

/**
 * Calls receivers by HTTP, each over a connection of its own. Redirects are answers like any other: where one leads to,
 * nobody has allowed.
 */
export function createWebhookCaller(options: WebhookCallerOptions): WebhookCaller {
  const { userAgent, timeoutMilliseconds = TIMEOUT, authority } = options
  const agents = {
    http: new Agent({ keepAlive: false }),
    https: new TlsAgent({ keepAlive: false, maxCachedSessions: 0, ...(authority && { ca: authority }) }),
  }

  function open({ url: address, allowsPrivate, headers, body }: WebhookCall, url = new URL(address)) {
    const isTls = url.protocol === 'https:'
    const resolve = options.resolve ?? (allowsPrivate ? resolveLocally : resolvePublicly)
    const request = isTls ? requestHttps : requestHttp
    return request(url, {
      method: 'POST',
      agent: isTls ? agents.https : agents.http,
      lookup: guardedLookup(resolve, allowsPrivate),
      headers: { ...headers, 'user-agent': userAgent, 'content-length': Buffer.byteLength(body) },
    })
  }

  return {
    call(call) {
      return new Promise<WebhookAnswer>((answer) => {
        const url = URL.parse(call.url)
        // A socket looks up names only.
        if (
          !url ||
          !isAllowed(hostOf(url), call.allowsPrivate) ||
          (url.protocol !== 'https:' && !call.allowsPrivate)
        )
          return answer({ httpStatus: undefined, error: REFUSED })
        const request = open(call, url)
        let answered: WebhookAnswer | undefined
        const timer = setTimeout(() => request.destroy(new Error(NO_ANSWER)), timeoutMilliseconds)
        const finish = (result: WebhookAnswer) => {
          clearTimeout(timer)
          answer(answered ?? result)
        }
        request.on('error', (error) => finish({ httpStatus: undefined, error: describe(error) }))
        // An upgrade that nobody asked for ends without an error and without a reply.
        request.on('close', () => finish({ httpStatus: undefined, error: WORDS.ECONNRESET }))
        request.on('response', (response) => {
          // Said with the head: what becomes of the rest does not change it.
          answered = toAnswer(response)
          readAway(response, () => finish({ httpStatus: undefined, error: '' }))
        })
        request.end(call.body)
      }).catch((error: Error) => ({ httpStatus: undefined, error: describe(error) }))
    },
  }
}

const REFUSED = 'its address is not a public one, and it is not allowed to be private'

function toAnswer({ statusCode = 0 }: IncomingMessage): WebhookAnswer {
  const isTaken = statusCode >= 200 && statusCode < 300
  return { httpStatus: statusCode, error: isTaken ? '' : `the receiver answered ${statusCode}` }
}

/** So that a receiver that is polite can end its reply; from one that goes on and on it is cut off. */
function readAway(response: IncomingMessage, ended: () => void): void {
  let length = 0
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > LONGEST_REPLY) response.destroy()
  })
  response.on('error', () => {})
  response.on('close', ended)
}

const WORDS = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'its name was not found',
  ENODATA: 'its name was not found',
  ETIMEOUT: 'its name was not found in time',
}

const isKnown = (code: string): code is keyof typeof WORDS => Object.hasOwn(WORDS, code)

/** In a few words that name neither address nor person: a code at most. */
function describe(error: Error & { readonly code?: string }): string {
  if (error instanceof NotPublic) return REFUSED
  if (error.message === NO_ANSWER) return NO_ANSWER
  const { code } = error
  if (code === undefined) return 'the call failed'
  if (isKnown(code)) return WORDS[code]
  return /CERT|TLS|SSL|SIGNATURE|ISSUER|EPROTO/.test(code)
    ? `its certificate or encryption is not accepted (${code})`
    : `the call failed (${code})`
}
