import * as appointments from './routes/appointments.ts'
import * as availability from './routes/availability.ts'
import * as catalogue from './routes/catalogue.ts'
import type { Method, RouteDefinition } from './routes/defineRoute.ts'
import * as sessions from './routes/sessions.ts'
import * as site from './routes/site.ts'
import * as slots from './routes/slots.ts'

/** Every route by its id, which is also its name in the client and its `operationId`. */
export const ROUTES = {
  ...catalogue,
  ...availability,
  ...slots,
  ...sessions,
  ...appointments,
  ...site,
} as const

export type Routes = typeof ROUTES
export type RouteId = keyof Routes
export type Route = Routes[RouteId]

export const ROUTE_LIST: readonly Route[] = Object.values(ROUTES)

/** Where a route answers. `restRoute` is what WordPress's plain-permalink form takes: `/?rest_route=…`. */
export interface RouteAddress {
  readonly method: Method
  readonly path: string
  readonly restRoute?: string
}

/** The primary address first, then the legacy ones. All lead to the same handler. */
export const addressesOf = (route: RouteDefinition): readonly RouteAddress[] =>
  route.namespaces.length === 0
    ? [{ method: route.method, path: route.path }]
    : route.namespaces.map((namespace) => ({
        method: route.method,
        path: `/wp-json/${namespace}${route.path}`,
        restRoute: `/${namespace}${route.path}`,
      }))
