import { lockSlot } from '@appointease/server/commands/lockSlot.ts'
import { pointAtSlot } from '@appointease/server/commands/pointAtSlot.ts'
import { time } from '@appointease/testkit/builders.ts'
import type { Business } from './business.ts'
import { commandsOf, halfHour, seals, wallOf } from './callers.ts'
import { httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import { type Run, runWorkers } from './workers.ts'

/** So many visitors at once, each with an employee of their own, and how many calls they make together. */
export interface Visitors {
  readonly visitors: number
  readonly calls: number
}

/** Every call is about another half hour, so that each moves the visitor's lock or pointing. */
type Visits = () => Promise<Run>

const clientOf = (visitor: number) => `visitor-${String(visitor).padStart(4, '0')}`

export function lockings(business: Business, { visitors, calls }: Visitors): Visits {
  const deps = commandsOf(business)
  const addresses = Array.from({ length: visitors }, (_, visitor) =>
    seals.fingerprint('address', `192.0.2.${visitor}`),
  )
  return () =>
    runWorkers(visitors, calls, async (visitor, turn) => {
      const outcome = await lockSlot(deps, {
        wanted: { kind: 'instant', instant: halfHour(business, turn) },
        employeeId: visitor + 1,
        serviceId: 1,
        clientId: clientOf(visitor),
        lockToken: undefined,
        address: addresses[visitor] ?? '',
        locksPerAddress: 5,
      })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    })
}

export function pointings(business: Business, { visitors, calls }: Visitors): Visits {
  const deps = commandsOf(business)
  return () =>
    runWorkers(visitors, calls, async (visitor, turn) => {
      const wall = wallOf(halfHour(business, turn))
      const place = { employeeId: visitor + 1, date: wall.date, time: time(wall.time) }
      const outcome = await pointAtSlot(deps, { ...place, clientId: clientOf(visitor) })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    })
}

export function visitsOverHttp(
  business: Business,
  address: URL,
  route: 'select' | 'active',
  { visitors, calls }: Visitors,
): Visits {
  const request = (visitor: number, turn: number) => {
    const place = { ...wallOf(halfHour(business, turn)), employee_id: visitor + 1 }
    const service = route === 'select' ? { service_id: 1 } : {}
    const body = JSON.stringify({ ...place, ...service, client_id: clientOf(visitor) })
    return httpRequest('POST', `/wp-json/appointease/v1/slots/${route}`, body, {
      'content-type': 'application/json',
    })
  }
  return () => driveHttp(address, { connections: visitors, calls, status: 200, request })
}
