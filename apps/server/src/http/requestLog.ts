import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from './operations/metrics.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route of the contract that is served here. */
    routeId?: string
  }
}

/** Asked for every second by machines; a line each would bury the rest. */
const QUIET = new Set([
  'heartbeat',
  'pollSlots',
  'streamSlots',
  'markActiveSlot',
  'getHealth',
  'getLiveness',
  'getReadiness',
  'getMetrics',
])

/** A file of a page that was asked for is no event of its own. */
function isQuiet(routeId: string | undefined, status: number): boolean {
  return routeId === undefined ? status < 400 : QUIET.has(routeId)
}

/**
 * Names every request, and tells of each reply by the pattern of its route: addresses, queries and bodies hold
 * people's names, and so are neither logged nor measured.
 */
export function recordRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { routeId } = request.routeOptions.config
    const seconds = reply.elapsedTime / 1000
    const status = reply.statusCode
    // A stream takes as long as somebody watches.
    if (routeId !== 'streamSlots' || status >= 400)
      metrics.observeRequest({
        route: routeId ?? request.routeOptions.url ?? 'none',
        method: request.method,
        status,
        seconds,
      })
    const line = {
      method: request.method,
      route: routeOf(request),
      status,
      ms: Math.round(reply.elapsedTime),
    }
    if (status >= 500) request.log.warn(line, 'answered')
    else if (isQuiet(routeId, status)) request.log.debug(line, 'answered')
    else request.log.info(line, 'answered')
  })
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown address'
}
