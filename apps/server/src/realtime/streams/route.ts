import { idOf, ROUTES } from '@appointease/contract'
import type { Router } from '../../http/router.ts'
import { readDate } from '../../http/wanted.ts'
import type { Seals } from '../../ports/seals.ts'
import { employeesOf } from './plainWatch.ts'
import type { Streams } from './streams.ts'
import { wishOf } from './wish.ts'

/** Days that are pushed. */
export function streamRoutes(router: Router, streams: Streams, seals: Pick<Seals, 'alias'>): void {
  router.handle(ROUTES.streamSlots, async ({ query, headers, context }) => {
    const date = readDate('date', query.date)
    if (!date.ok) return date
    const watch = {
      date: date.value,
      employeeIds: employeesOf(query.employee_id),
      serviceId: query.service_id ? idOf(query.service_id) : undefined,
      clientId: query.client_id || undefined,
    }
    const { address } = context
    const opened = await streams.open(
      wishOf(watch, { address, lastEventId: headers['last-event-id'] }, seals),
    )
    return opened.ok ? { ok: true, stream: opened.value } : opened
  })
}
