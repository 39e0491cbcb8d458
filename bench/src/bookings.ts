import { bookAppointment } from '@appointease/server/commands/bookAppointment.ts'
import type { Business } from './business.ts'
import { commandsOf, emailOf, halfHour, signIn, wallOf } from './callers.ts'
import { httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { BusinessSize } from './places.ts'
import { type Run, runWorkers } from './workers.ts'

export const CALLERS = 16
export const BOOKINGS = 800
export const SIZE: BusinessSize = {
  employees: CALLERS,
  bookingWindowDays: 365,
  opens: '00:00',
  closes: '00:00',
}

type Bookings = () => Promise<Run>

/** The half hours that have not been booked yet, a run's worth at a time. */
function rounds(): () => number {
  let booked = 0
  return () => {
    const first = booked
    booked += BOOKINGS / CALLERS
    return first
  }
}

/** By 16 callers at once, each a customer with an employee of their own, every booking another half hour. */
export function bookingsAsCommand(business: Business): Bookings {
  const deps = commandsOf(business)
  const nextRound = rounds()
  return () => {
    const first = nextRound()
    return runWorkers(CALLERS, BOOKINGS, async (worker, turn) => {
      const email = emailOf(worker)
      const outcome = await bookAppointment(deps, {
        wanted: { kind: 'instant', instant: halfHour(business, first + turn) },
        serviceId: 1,
        employeeId: worker + 1,
        name: 'Ada Lovelace',
        email,
        phone: '+44 20 7946 0000',
        notes: '',
        fields: {},
        customerTimeZone: 'Europe/London',
        customerLocale: 'en',
        provedEmail: email,
        lockToken: undefined,
        idempotency: { scope: `command-${first + turn}-${worker}`, bodyFingerprint: 'same' },
      })
      if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
    })
  }
}

/** The same by customers who are signed in, to the business's server. */
export async function bookingsOverHttp(business: Business, address: URL): Promise<Bookings> {
  const signedIn = await Promise.all(Array.from({ length: CALLERS }, (_, worker) => signIn(business, worker)))
  const nextRound = rounds()
  return () => {
    const first = nextRound()
    const request = (worker: number, turn: number) => {
      const body = {
        ...wallOf(halfHour(business, first + turn)),
        service_id: 1,
        employee_id: worker + 1,
        name: 'Ada Lovelace',
        email: emailOf(worker),
      }
      return httpRequest('POST', '/wp-json/appointease/v1/appointments', JSON.stringify(body), {
        ...signedIn[worker],
        'idempotency-key': `booking-${first + turn}-${worker}`,
      })
    }
    return driveHttp(address, { connections: CALLERS, calls: BOOKINGS, status: 201, request })
  }
}
