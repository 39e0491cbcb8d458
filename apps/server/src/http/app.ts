import { maxHeaderSize } from 'node:http'
import { ROUTE_LIST } from '@appointease/contract'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { openManageLink } from '../manageLinks.ts'
import type { Clock } from '../ports/clock.ts'
import type { EphemeralStore } from '../ports/ephemeral.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { Seals } from '../ports/seals.ts'
import type { Storage } from '../ports/storage.ts'
import { answerError, answerNotFound } from './answers.ts'
import { BODY_LIMIT_BYTES, readJsonBodies } from './bodies.ts'
import { createCallerAddress } from './callerAddress.ts'
import { createCallers } from './callers.ts'
import { catalogRoutes } from './catalog/routes.ts'
import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  closeInGoodOrder,
  connectionOptions,
} from './connections.ts'
import { discoveryRoutes } from './discovery/routes.ts'
import { type AnswerForm, createFrontDoor } from './frontDoor.ts'
import { createNonces } from './nonces.ts'
import { createMetrics } from './operations/metrics.ts'
import { operationRoutes } from './operations/routes.ts'
import { answerOptions } from './options.ts'
import { createOrigins, guardOrigins } from './origins.ts'
import { servePages } from './pages/pages.ts'
import type { PressureLimits } from './pressure.ts'
import { createRecentSessions, type RecentSessions } from './recentSessions.ts'
import { registerRoutes } from './registration.ts'
import { createRequestIds } from './requestIds.ts'
import { recordRequests } from './requestLog.ts'
import { routableAddress } from './requestTarget.ts'
import { createRouter, type Router } from './router.ts'
import { addSecurityHeaders, securityHeaders } from './security.ts'
import { createStreamDoor, type OpenStream } from './streamDoor.ts'
import { VALIDATION_OPTIONS } from './validation.ts'

export interface HttpConfig {
  /** What customers see; its path ends in `/`. */
  readonly publicUrl: URL
  /** Proxies whose forwarding headers are believed. */
  readonly trustProxy: readonly string[] | boolean
  /** Multiplies every limit per caller. */
  readonly rateLimitScale: number
  /** Where the booking app is built to: `manifest.json` and `assets/`. It may be empty or not there yet. */
  readonly assetsDirectory: string
  readonly version: string
}

export interface AppDependencies {
  readonly config: HttpConfig
  readonly storage: Storage
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly seals: Seals
  readonly randomness: Randomness
  readonly logger: FastifyBaseLogger
  /** Gives the router a handler for every route that is not the house's own. */
  readonly register: (router: Router) => void
  readonly connectionLimits?: Partial<ConnectionLimits>
  readonly live?: LiveDoor
  /** Default: PRESSURE_LIMITS. */
  readonly pressureLimits?: PressureLimits | undefined
  /** Default: those of the storage. Whoever ends sessions must end these. */
  readonly sessions?: RecentSessions
}

/** What this side needs of those who watch. */
export interface LiveDoor {
  /** Answers heartbeats that the general way need not see. */
  readonly answerHeartbeat: AnswerForm
  /** Opens streams that the general way need not see. */
  readonly openStream: OpenStream
  readonly countStreams: () => number
  /** Called when no more connections are taken. */
  readonly endStreams: () => void
}

const NOBODY_WATCHES: LiveDoor = {
  answerHeartbeat: () => undefined,
  openStream: () => undefined,
  countStreams: () => 0,
  endStreams: () => {},
}

/**
 * The whole HTTP side, not yet listening. Throws where a route of the contract's table has no handler or two.
 * Closing it lets requests under way finish, for ten seconds at most.
 * Closing it closes neither storage nor the ephemeral store: they belong to whoever made them.
 */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { config, storage, clock, seals } = dependencies
  const limits = { ...CONNECTION_LIMITS, ...dependencies.connectionLimits }
  const { answerHeartbeat, openStream, countStreams, endStreams } = dependencies.live ?? NOBODY_WATCHES
  const metrics = createMetrics(dependencies.ephemeral.status, countStreams)
  const requestIds = createRequestIds(dependencies.randomness)
  const origins = createOrigins(config.publicUrl, storage.catalog)
  const callerAddress = createCallerAddress(config.trustProxy, seals)
  const security = securityHeaders(config.publicUrl)
  const streamDoor = createStreamDoor({
    openStream,
    callerAddress,
    requestIds,
    securityHeaders: security,
    logger: dependencies.logger,
  })
  const frontDoor = createFrontDoor({
    answerHeartbeat,
    streamDoor,
    origins,
    requestIds,
    metrics,
    pressureLimits: dependencies.pressureLimits,
  })
  const app = Fastify({
    ...connectionOptions(limits, requestIds),
    serverFactory: frontDoor.serverFactory,
    loggerInstance: dependencies.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestIdHeader: false,
    genReqId: requestIds,
    trustProxy: typeof config.trustProxy === 'boolean' ? config.trustProxy : [...config.trustProxy],
    bodyLimit: BODY_LIMIT_BYTES,
    // No parameter is longer than Node lets a request's head be: too long ones are refused by their schemas.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: maxHeaderSize },
    rewriteUrl: (request) => routableAddress(request.url ?? '/'),
    ajv: VALIDATION_OPTIONS,
  })
  app.server.maxConnections = limits.connections
  app.decorateRequest('knownCaller')
  app.decorate('basePath', config.publicUrl.pathname)
  const lifecycle = closeInGoodOrder(app, limits.finishMs)
  app.addHook('preClose', async () => endStreams())
  recordRequests(app, metrics)
  addSecurityHeaders(app, security)
  await app.register(cookie)
  guardOrigins(app, origins)
  readJsonBodies(app)
  frontDoor.attachTo(app)
  app.setErrorHandler(async (error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler(async (request, reply) => answerNotFound(request, reply))

  const router = createRouter(ROUTE_LIST)
  catalogRoutes(router, { catalog: storage.catalog, clock })
  discoveryRoutes(router, { catalog: storage.catalog, clock, config })
  operationRoutes(router, { ...dependencies, metrics, lifecycle })
  dependencies.register(router)

  const sessions = dependencies.sessions ?? createRecentSessions(storage.sessions)
  const callers = createCallers(sessions, seals, (token, at) => openManageLink(storage, seals, token, at))
  const nonces = createNonces(seals)
  const house = { callers, nonces, clock, callerAddress, publicUrl: config.publicUrl, now: () => clock.now() }
  await registerRoutes(app, router.complete(), house)
  answerOptions(app, ROUTE_LIST)
  await servePages(app, { catalog: storage.catalog, config })
  return app
}
