import { ROUTES } from '@appointease/contract'
import type { Router } from '../router.ts'
import type { SlotActions } from './actions.ts'

/** Holding, letting go and pointing, and what a day looks like meanwhile. */
export function slotRoutes(router: Router, actions: SlotActions): void {
  router.handle(ROUTES.selectSlot, ({ body, context }) => actions.select(body, context))
  router.handle(ROUTES.deselectSlot, ({ body }) => actions.deselect(body))
  router.handle(ROUTES.markActiveSlot, ({ body }) => actions.point(body))
  router.handle(ROUTES.pollSlots, ({ query }) => actions.poll(query))
}
