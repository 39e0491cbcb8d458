import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CatalogStore } from '../ports/catalog.ts'
import { refuse } from './replies.ts'

const EXPOSED_HEADERS = 'X-Request-Id, X-WP-Total, X-WP-TotalPages, Link, Location, Retry-After'
const ACCEPTED_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-AppointEase-Manage, X-Request-Id, X-WP-Nonce'
const ACCEPTED_METHODS = 'GET, HEAD, POST, PUT, DELETE, OPTIONS'
const PREFLIGHT_SECONDS = '600'

/** Which other sites' pages may ask here. */
export interface Origins {
  /** PUBLIC_URL's origin, or the host that the request itself was sent to, by whatever scheme a proxy speaks. */
  isOwn(origin: string, host: string): boolean
  isListed(origin: string): Promise<boolean>
  /** As it was when the list was looked at last: for those who are refused before anything is read. */
  wasListed(origin: string): boolean
}

export function createOrigins(publicUrl: URL, catalog: Pick<CatalogStore, 'getCatalog'>): Origins {
  let listed: readonly (string | undefined)[] = []

  return {
    isOwn(origin, host) {
      if (origin === publicUrl.origin || origin === `http://${host}` || origin === `https://${host}`)
        return true
      const scheme = /^(https?):\/\//.exec(origin)?.[1]
      return scheme !== undefined && host !== '' && originOf(`${scheme}://${host}`) === origin
    },
    async isListed(origin) {
      const { settings } = await catalog.getCatalog()
      listed = settings.allowedOrigins.map(originOf)
      return listed.includes(origin)
    },
    wasListed: (origin) => listed.includes(origin),
  }
}

/**
 * Answers browsers only where the request comes from this site or from one that the owner has listed, whatever
 * the method; a listed site may also read the reply. What is no browser sends no `Origin` and passes.
 */
export function guardOrigins(app: FastifyInstance, origins: Origins): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin === undefined || origins.isOwn(origin, request.host)) return
    if (!(await origins.isListed(origin))) return refuse(reply, { kind: 'origin_not_allowed' })
    reply.headers(allowOrigin(origin))
    if (isPreflight(request)) return answerPreflight(reply)
  })
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined
}

/** Lets the browser hand the reply to the listed site. */
export const allowOrigin = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': EXPOSED_HEADERS,
  vary: 'Origin',
})

function isPreflight(request: FastifyRequest): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
}

function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .headers({
      'access-control-allow-methods': ACCEPTED_METHODS,
      'access-control-allow-headers': ACCEPTED_HEADERS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    })
    .code(204)
    .send()
}
