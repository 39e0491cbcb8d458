import { withBareTransactions } from './bareTransactions.ts'
import { measureBookings } from './booking.ts'
import { BOOKINGS, CALLERS } from './bookings.ts'
import { withServers } from './engines.ts'
import type { Measurement } from './measurement.ts'

const AT_LEAST = { command: 0.3, http: 0.12 }

/**
 * As `booking`, on a MariaDB whose commits are on the disk before they return: without a Redis, and with one, where each
 * booking guards its time. Reference: 16 callers at once who each send a bare transaction of one insert to the same
 * server, in turns with what is measured.
 */
export const mysqlBooking: Measurement = {
  name: 'mysqlBooking',
  measure: () =>
    withServers(({ mariadb, redis }) =>
      withBareTransactions(mariadb, { callers: CALLERS, calls: BOOKINGS }, async (reference) => {
        const contest = { reference, atLeast: AT_LEAST }
        return [
          ...(await measureBookings({ mariadb }, { ...contest, what: 'without Redis, ' })),
          ...(await measureBookings({ mariadb, redis }, { ...contest, what: 'with Redis, ' })),
        ]
      }),
    ),
}
