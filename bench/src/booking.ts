import { bookAppointment } from '@appointease/server/commands/bookAppointment.ts'
import { type Business, openBusiness } from './business.ts'
import { commandsOf, EMAIL, halfHour, signIn, wallOf } from './callers.ts'
import { httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { startProduct } from './processes.ts'
import { runWorkers } from './workers.ts'
import { besideBareInserts } from './writing.ts'

const CONCURRENCY = 16
const BOOKINGS = 800
const SIZE = { employees: CONCURRENCY, bookingWindowDays: 365, opens: '00:00', closes: '00:00' }

/**
 * Bookings by 16 callers at once, each with an employee of their own, every booking another half hour: as the
 * command in this process, and over HTTP by a signed-in customer with a fresh idempotency key each, from a server
 * in a process of its own whose outbox works alongside. Each booking is durable before it is answered. Reference:
 * bare transactions of one insert through node:sqlite with the same pragmas, in turns with what is measured.
 */
export const booking: Measurement = {
  name: 'booking',
  measure: async () => [await onItsOwn(measureCommand), await onItsOwn(measureHttp)],
}

/** On a business of its own: what one way leaves in the outbox is no work for the other. */
async function onItsOwn(measure: (business: Business) => Promise<Row>): Promise<Row> {
  const business = await openBusiness(SIZE)
  try {
    return await measure(business)
  } finally {
    await business.dispose()
  }
}

let booked = 0

/** The next half hour that no employee has been booked for; every worker takes turns of its own from it. */
function nextRound(): number {
  const first = booked
  booked += BOOKINGS / CONCURRENCY
  return first
}

async function measureCommand(business: Business): Promise<Row> {
  const deps = commandsOf(business)
  return besideBareInserts('as a command', 'FULL', BOOKINGS, () => {
    const first = nextRound()
    return runWorkers(CONCURRENCY, BOOKINGS, async (worker, turn) => {
      const outcome = await bookAppointment(deps, {
        wanted: { kind: 'instant', instant: halfHour(business, first + turn) },
        serviceId: 1,
        employeeId: worker + 1,
        name: 'Ada Lovelace',
        email: EMAIL,
        phone: '+44 20 7946 0000',
        notes: '',
        fields: {},
        customerTimeZone: 'Europe/London',
        customerLocale: 'en',
        provedEmail: EMAIL,
        lockToken: undefined,
        idempotency: { scope: `command-${first + turn}-${worker}`, bodyFingerprint: 'same' },
      })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    })
  })
}

async function measureHttp(business: Business): Promise<Row> {
  const headers = await signIn(business)
  const server = await startProduct(business.folder)
  try {
    return await besideBareInserts('over HTTP', 'FULL', BOOKINGS, () => {
      const first = nextRound()
      const request = (worker: number, turn: number) => {
        const body = {
          ...wallOf(halfHour(business, first + turn)),
          service_id: 1,
          employee_id: worker + 1,
          name: 'Ada Lovelace',
          email: EMAIL,
        }
        const key = { 'idempotency-key': `booking-${first + turn}-${worker}` }
        const path = '/wp-json/appointease/v1/appointments'
        return httpRequest('POST', path, JSON.stringify(body), { ...headers, ...key })
      }
      return driveHttp(server.address, { connections: CONCURRENCY, calls: BOOKINGS, status: 201, request })
    })
  } finally {
    await server.stop()
  }
}
