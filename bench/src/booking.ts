import { bareInserts } from './bareInserts.ts'
import { BOOKINGS, bookingsAsCommand, bookingsOverHttp, SIZE } from './bookings.ts'
import { withBusiness } from './business.ts'
import type { Engines } from './engines.ts'
import type { Measurement, Row } from './measurement.ts'
import { startProduct } from './processes.ts'
import { compareRates, type Reference } from './turns.ts'

/**
 * Bookings by 16 callers at once, each with an employee of their own, every booking another half hour: as the
 * command in this process, and over HTTP by signed-in customers with a fresh idempotency key each, from a server
 * in a process of its own whose outbox works alongside. Each booking is durable before it is answered. Reference:
 * bare transactions of one insert through node:sqlite with the same pragmas, in turns with what is measured.
 */
export const booking: Measurement = {
  name: 'booking',
  measure: () => measureBookings({}, { what: '', reference: bareInserts('FULL', BOOKINGS) }),
}

export interface BookingContest {
  /** What the rows begin with. */
  readonly what: string
  readonly reference: Reference
  /** Shares of the reference's rate. */
  readonly atLeast?: { readonly command: number; readonly http: number }
}

/** Each way on a business of its own: what one leaves in the outbox is no work for the other. */
export async function measureBookings(
  engines: Engines,
  { what, reference, atLeast }: BookingContest,
): Promise<readonly Row[]> {
  const command = await withBusiness(SIZE, engines, (business) =>
    compareRates(
      { what: `${what}as a command`, run: bookingsAsCommand(business), reference },
      atLeast?.command,
    ),
  )
  const http = await withBusiness(SIZE, engines, async (business) => {
    const server = await startProduct(business.folder, business.env)
    try {
      const run = await bookingsOverHttp(business, server.address)
      return await compareRates({ what: `${what}over HTTP`, run, reference }, atLeast?.http)
    } finally {
      await server.stop()
    }
  })
  return [command, http]
}
