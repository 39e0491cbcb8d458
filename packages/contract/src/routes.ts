import { appointmentRoutes } from './routes/appointments.ts'
import { availabilityRoutes } from './routes/availability.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import type { Method, RouteDefinition } from './routes/defineRoute.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { siteRoutes } from './routes/site.ts'
import { slotRoutes } from './routes/slots.ts'

/** Every route by its id, which is also its name in the client and its `operationId`. */
export const ROUTES = {
  ...catalogueRoutes,
  ...availabilityRoutes,
  ...slotRoutes,
  ...sessionRoutes,
  ...appointmentRoutes,
  ...siteRoutes,
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
