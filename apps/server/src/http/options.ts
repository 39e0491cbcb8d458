import { addressesOf, type RouteDefinition } from '@appointease/contract'
import type { FastifyInstance } from 'fastify'
import { sendJson } from './answers.ts'
import { describeEndpoint } from './discovery/endpoints.ts'
import { fastifyPath } from './registration.ts'

/** `OPTIONS` of a known address names its methods, as WordPress's rest_handle_options_request() does. */
export function answerOptions(app: FastifyInstance, table: readonly RouteDefinition[]): void {
  const routesByPath = new Map<string, RouteDefinition[]>()
  for (const route of table) {
    for (const address of addressesOf(route)) {
      const path = fastifyPath(address)
      routesByPath.set(path, [...(routesByPath.get(path) ?? []), route])
    }
  }
  for (const [url, routes] of routesByPath) {
    const methods = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    const allow = [...new Set(methods), 'OPTIONS'].join(', ')
    const description = {
      namespace: routes[0]?.namespaces[0] ?? '',
      methods: routes.map(({ method }) => method),
      endpoints: routes.map(describeEndpoint),
    }
    app.options(url, async (_request, reply) => sendJson(reply.header('allow', allow), 200, description))
  }
}
