import { idOf, ROUTES } from '@appointease/contract'
import type { Router } from '../../http/router.ts'
import { readDate } from '../../http/wanted.ts'
import type { Seals } from '../../ports/seals.ts'
import type { Streams } from './streams.ts'

/** Days that are pushed. */
export function streamRoutes(router: Router, streams: Streams, seals: Pick<Seals, 'alias'>): void {
  router.handle(ROUTES.streamSlots, async ({ query, headers, context }) => {
    const date = readDate('date', query.date)
    if (!date.ok) return date
    const you = query.client_id ? seals.alias(query.client_id) : undefined
    const opened = await streams.open({
      date: date.value,
      employeeIds: [...new Set(query.employee_id.split(',').map(Number))],
      serviceId: query.service_id ? idOf(query.service_id) : undefined,
      you,
      who: `${context.address} ${you ?? ''}`,
      lastEventId: headers['last-event-id'],
    })
    return opened.ok ? { ok: true, stream: opened.value } : opened
  })
}
