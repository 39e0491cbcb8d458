import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CatalogStore } from '../ports/catalog.ts'
import { refuse } from './replies.ts'

const EXPOSED_HEADERS = 'X-Request-Id, X-WP-Total, X-WP-TotalPages, Link, Location, Retry-After'
const ACCEPTED_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-AppointEase-Manage, X-Request-Id, X-WP-Nonce'
const ACCEPTED_METHODS = 'GET, HEAD, POST, PUT, DELETE, OPTIONS'
const PREFLIGHT_SECONDS = '600'

/**
 * Answers browsers only where the request comes from this site or from one that the owner has listed, whatever
 * the method; a listed site may also read the reply. What is no browser sends no `Origin` and passes.
 */
export function guardOrigins(app: FastifyInstance, publicUrl: URL, catalog: CatalogStore): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin === undefined || isOwnOrigin(origin, publicUrl, request.host)) return
    const { settings } = await catalog.getCatalog()
    if (!settings.allowedOrigins.some((listed) => originOf(listed) === origin)) {
      return refuse(reply, { kind: 'origin_not_allowed' })
    }
    allowOrigin(request, reply)
    if (isPreflight(request)) return answerPreflight(reply)
  })
}

/** PUBLIC_URL's origin, or the host that the request itself was sent to, by whatever scheme a proxy speaks. */
function isOwnOrigin(origin: string, publicUrl: URL, host: string): boolean {
  if (origin === publicUrl.origin) return true
  const scheme = /^(https?):\/\//.exec(origin)?.[1]
  return scheme !== undefined && host !== '' && originOf(`${scheme}://${host}`) === origin
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined
}

/** Lets the browser hand the reply to the listed site. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'access-control-allow-origin': request.headers.origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS,
    vary: 'Origin',
  })
}

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
