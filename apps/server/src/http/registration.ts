import { addressesOf, isBodyRequired, type RouteAddress, type RouteDefinition } from '@appointease/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../ports/clock.ts'
import { admit, type Doorkeeper, requireNonce } from './admission.ts'
import type { CallerAddress } from './callerAddress.ts'
import { callerLocale } from './callerLocale.ts'
import { ignoreBodies, readFormBodies, requireAction } from './forms.ts'
import type { RequestContext } from './handler.ts'
import { refuse, sendReply } from './replies.ts'
import type { HandledRoute } from './router.ts'
import { unstorableText } from './validation.ts'

export interface House extends Doorkeeper {
  readonly clock: Clock
  readonly callerAddress: CallerAddress
  readonly publicUrl: URL
}

/** Serves each route at every one of its addresses. */
export async function registerRoutes(
  app: FastifyInstance,
  handled: readonly HandledRoute[],
  house: House,
): Promise<void> {
  const json = handled.filter(({ route }) => !isForm(route))
  for (const each of json) registerRoute(app, each, house)
  const forms = handled.filter(({ route }) => isForm(route))
  await app.register(async (scope) => {
    readFormBodies(scope)
    for (const each of forms.filter(({ route }) => isBodyRequired(route))) registerRoute(scope, each, house)
  })
  await app.register(async (scope) => {
    ignoreBodies(scope)
    for (const each of forms.filter(({ route }) => !isBodyRequired(route))) registerRoute(scope, each, house)
  })
}

function registerRoute(app: FastifyInstance, { route, handler }: HandledRoute, house: House): void {
  const readForm = async (request: FastifyRequest) => {
    request.body = isBodyRequired(route) ? requireAction(request.body, request.query, route.id) : {}
  }
  addressesOf(route).forEach((address, index) => {
    const namespace = route.namespaces[index]
    app.route({
      method: address.method,
      url: fastifyPath(address),
      schema: schemaOf(route),
      config: { routeId: route.id },
      onRequest: admit(route, house),
      preValidation: isForm(route) ? readForm : [requireNonce(route, house), requireReadableParts(route)],
      handler: async (request, reply) => {
        const { params, query, body, headers } = request
        const context = { ...contextOf(request, house), ...(namespace && { namespace }) }
        const input = { params, query, body, headers, context } as unknown as Parameters<typeof handler>[0]
        return sendReply({ request, reply, route, publicUrl: house.publicUrl }, await handler(input))
      },
    })
  })
}

function isForm(route: RouteDefinition): boolean {
  return route.requestTypes?.includes('application/x-www-form-urlencoded') ?? false
}

/** The contract writes `{id}` where Fastify writes `:id`. */
export function fastifyPath({ path }: RouteAddress): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

function schemaOf({ params, query, headers, body }: RouteDefinition): object {
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(headers && { headers }),
    ...(body && { body }),
  }
}

/** A body that was not sent is an empty one, so that what is missing is told by name. */
function requireReadableParts(route: RouteDefinition) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (route.body !== undefined) request.body ??= {}
    for (const part of [request.params, request.query, request.body]) {
      const params = unstorableText(part)
      if (params !== undefined) return refuse(reply, { kind: 'invalid_param', params })
    }
  }
}

function contextOf(request: FastifyRequest, { clock, callerAddress }: House): RequestContext {
  return {
    ...request.knownCaller,
    address: callerAddress(request.raw),
    now: clock.now(),
    locale: callerLocale(request.headers['accept-language']),
    requestId: request.id,
    log: request.log,
  }
}
