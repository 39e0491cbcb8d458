import type { DiscoveredRoute, Namespace, RouteDefinition } from '@appointease/contract'

type Endpoint = DiscoveredRoute['endpoints'][number]

/** What one method of an address takes. */
export function describeEndpoint(route: RouteDefinition): Endpoint {
  const parts = [route.params, route.query, route.body].filter((part) => part !== undefined)
  const args = parts.flatMap((part) => {
    const required = new Set<string>((part.required as readonly string[] | undefined) ?? [])
    return Object.keys(part.properties).map((name) => [name, { required: required.has(name) }] as const)
  })
  return { methods: [route.method], args: Object.fromEntries(args) }
}

/** The routes of some namespaces as WordPress's index names them, by `/namespace/path` with named groups. */
export function describeRoutes(
  table: readonly RouteDefinition[],
  namespaces: readonly Namespace[],
  apiRoot: string,
): Record<string, DiscoveredRoute> {
  const routes: Record<string, DiscoveredRoute> = {}
  for (const route of table) {
    for (const namespace of route.namespaces.filter((each) => namespaces.includes(each))) {
      const name = `/${namespace}${route.path.replace(/\{(\w+)\}/g, '(?P<$1>[^/]+)')}`
      routes[name] = joined(
        routes[name],
        namespace,
        describeEndpoint(route),
        selfLink(route, namespace, apiRoot),
      )
    }
  }
  return routes
}

function joined(
  known: DiscoveredRoute | undefined,
  namespace: Namespace,
  endpoint: Endpoint,
  links: Pick<DiscoveredRoute, '_links'>,
): DiscoveredRoute {
  return {
    namespace,
    methods: [...(known?.methods ?? []), ...endpoint.methods],
    endpoints: [...(known?.endpoints ?? []), endpoint],
    ...links,
  }
}

/** An address with a parameter has no link, since nobody knows what would stand there. */
function selfLink(
  route: RouteDefinition,
  namespace: Namespace,
  apiRoot: string,
): Pick<DiscoveredRoute, '_links'> {
  if (route.params !== undefined) return {}
  return { _links: { self: [{ href: `${apiRoot}${namespace}${route.path}` }] } }
}

/** Every namespace that the table serves, the primary one first. */
export function namespacesOf(table: readonly RouteDefinition[]): readonly Namespace[] {
  return [...new Set(table.flatMap((route) => route.namespaces))]
}
