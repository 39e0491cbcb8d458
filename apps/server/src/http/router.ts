import type { RouteDefinition } from '@appointease/contract'
import type { Handler } from './handler.ts'

/** Takes one handler for each route of the contract's table; the start fails where one is missing or given twice. */
export interface Router {
  handle<R extends RouteDefinition>(route: R, handler: Handler<R>): void
}

export interface HandledRoute {
  readonly route: RouteDefinition
  readonly handler: Handler<RouteDefinition>
}

/** Collects handlers; `complete` yields them all. Nothing can be served that the table does not name. */
export function createRouter(
  table: readonly RouteDefinition[],
): Router & { complete(): readonly HandledRoute[] } {
  const handled = new Map<RouteDefinition, HandledRoute>()
  return {
    handle(route, handler) {
      if (!table.includes(route)) throw new Error(`Route ${route.id} is not in the contract's table.`)
      if (handled.has(route)) throw new Error(`Route ${route.id} has two handlers.`)
      handled.set(route, { route, handler: handler as unknown as Handler<RouteDefinition> })
    },
    complete() {
      const missing = table.filter((route) => !handled.has(route)).map((route) => route.id)
      if (missing.length > 0) throw new Error(`Routes without a handler: ${missing.join(', ')}.`)
      return [...handled.values()]
    },
  }
}
