import { SELECTION_SECONDS } from '@appointease/domain'
import { lockSlot } from '@appointease/server/commands/lockSlot.ts'
import { pointAtSlot } from '@appointease/server/commands/pointAtSlot.ts'
import { time } from '@appointease/testkit/builders.ts'
import { type Business, openBusiness } from './business.ts'
import { commandsOf, halfHour, wallOf } from './callers.ts'
import { httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { startProduct } from './processes.ts'
import { runWorkers } from './workers.ts'
import { besideBareInserts } from './writing.ts'

const CONCURRENCY = 16
const CALLS = 800
const SIZE = { employees: CONCURRENCY, bookingWindowDays: 365, opens: '00:00', closes: '00:00' }

/**
 * Locking and pointing by 16 visitors at once, each with an employee of their own, every call at another half
 * hour, so that each moves the visitor's lock or pointing: as commands in this process and over HTTP. A lock is
 * durable before it is answered, pointing need not be. Reference: bare transactions of one insert with the
 * same pragmas (`synchronous` FULL for locks, NORMAL for pointing), in turns with what is measured.
 */
export const lock: Measurement = {
  name: 'lock',
  async measure() {
    const business = await openBusiness(SIZE)
    try {
      const commands = [await measureLockSlot(business), await measurePointing(business)]
      const server = await startProduct(business.folder)
      try {
        return [
          ...commands,
          await measureHttp(server.address, business, 'lockSlot over HTTP', 'select', 'FULL'),
          await measureHttp(server.address, business, 'pointing over HTTP', 'active', 'NORMAL'),
        ]
      } finally {
        await server.stop()
      }
    } finally {
      await business.dispose()
    }
  },
}

const clientOf = (worker: number) => `visitor-${String(worker).padStart(4, '0')}`

async function measureLockSlot(business: Business): Promise<Row> {
  const deps = commandsOf(business)
  return besideBareInserts('lockSlot as a command', 'FULL', CALLS, () =>
    runWorkers(CONCURRENCY, CALLS, async (worker, turn) => {
      const outcome = await lockSlot(deps, {
        wanted: { kind: 'instant', instant: halfHour(business, turn) },
        employeeId: worker + 1,
        serviceId: 1,
        clientId: clientOf(worker),
        lockToken: undefined,
        address: `address-${worker}`,
        locksPerAddress: 5,
      })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    }),
  )
}

async function measurePointing(business: Business): Promise<Row> {
  const deps = commandsOf(business)
  return besideBareInserts(`pointing (${SELECTION_SECONDS} s) as a command`, 'NORMAL', CALLS, () =>
    runWorkers(CONCURRENCY, CALLS, async (worker, turn) => {
      const wall = wallOf(halfHour(business, turn))
      const place = { employeeId: worker + 1, date: wall.date, time: time(wall.time) }
      const outcome = await pointAtSlot(deps, { ...place, clientId: clientOf(worker) })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    }),
  )
}

async function measureHttp(
  address: URL,
  business: Business,
  what: string,
  route: 'select' | 'active',
  durability: 'FULL' | 'NORMAL',
): Promise<Row> {
  const request = (worker: number, turn: number) => {
    const place = { ...wallOf(halfHour(business, turn)), employee_id: worker + 1 }
    const service = route === 'select' ? { service_id: 1 } : {}
    const body = JSON.stringify({ ...place, ...service, client_id: clientOf(worker) })
    return httpRequest('POST', `/wp-json/appointease/v1/slots/${route}`, body, {
      'content-type': 'application/json',
    })
  }
  return besideBareInserts(what, durability, CALLS, () =>
    driveHttp(address, { connections: CONCURRENCY, calls: CALLS, status: 200, request }),
  )
}
