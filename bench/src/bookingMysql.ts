import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import { startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { type Connection, createConnection } from 'mysql2/promise'
import { type BusinessOf, fillBusiness } from './business.ts'
import { bookOnce, commandsOf, EMAIL } from './callers.ts'
import type { Measurement, Row } from './measurement.ts'
import { formatLatency, latencyOf, median, rate } from './statistics.ts'
import { type Run, runWorkers } from './workers.ts'

const CONCURRENCY = 16
const BOOKINGS = 1600
const REPETITIONS = 5
const LEAST_RATIO = 0.3
const SIZE = { employees: CONCURRENCY, bookingWindowDays: 365, opens: '00:00', closes: '00:00' }
const ROW = 'x'.repeat(400)

/**
 * Bookings by 16 callers at once, each with an employee of their own, as the command in this process and durable before
 * they are answered. Reference, in turns with it: START TRANSACTION, one insert of a row as long as an appointment's, and
 * COMMIT through mysql2 by as many callers, each on a connection of its own, on the same server.
 */
export const bookingMysql: Measurement = {
  name: 'booking-mysql',
  async measure() {
    const server = await startMariadb()
    const { url } = await server.createDatabase()
    const { storage, ephemeral } = await createMysqlStorage({ url, tablePrefix: 'wp_' })
    const firstDate = await fillBusiness(storage, SIZE)
    const connections = await Promise.all(Array.from({ length: CONCURRENCY }, () => createConnection(url)))
    try {
      await connections[0]?.query(
        'CREATE TABLE bare (id BIGINT AUTO_INCREMENT PRIMARY KEY, employee_id BIGINT, start BIGINT, text TEXT)',
      )
      const business = { storage, ephemeral, firstDate }
      return [
        await measure(
          'each another customer',
          business,
          connections,
          (worker) => `customer-${worker}@example.com`,
        ),
        await measure('all the same customer', business, connections, () => EMAIL),
      ]
    } finally {
      for (const connection of connections) connection.destroy()
      await storage.close()
      await server.stop()
    }
  },
}

let booked = 0

async function measure(
  what: string,
  business: BusinessOf,
  connections: readonly Connection[],
  emailOf: (worker: number, number: number) => string,
): Promise<Row> {
  const deps = commandsOf(business)
  const bookings = () => {
    const first = booked
    booked += BOOKINGS / CONCURRENCY
    return runWorkers(CONCURRENCY, BOOKINGS, (worker, turn) =>
      bookOnce(deps, business, worker, first + turn, emailOf(worker, first + turn)),
    )
  }
  const runs: Run[] = []
  const bareRuns: Run[] = []
  await bookings()
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    bareRuns.push(
      await runWorkers(CONCURRENCY, BOOKINGS, (worker, turn) => bareInsert(connections[worker], turn)),
    )
    runs.push(await bookings())
  }
  const perSecond = median(runs.map((run) => run.perSecond))
  const bare = median(bareRuns.map((run) => run.perSecond))
  return {
    what,
    measured: `${rate(perSecond)}, ${formatLatency(latencyOf(runs.map(({ latencies }) => latencies)))}`,
    reference: `bare insert ${rate(bare)}, ratio ${(perSecond / bare).toFixed(2)}`,
    bound: `ratio ${LEAST_RATIO}`,
    holds: perSecond / bare >= LEAST_RATIO,
  }
}

async function bareInsert(connection: Connection | undefined, number: number): Promise<void> {
  if (!connection) throw new Error('Every caller needs a connection.')
  await connection.query('START TRANSACTION')
  await connection.query('INSERT INTO bare (employee_id, start, text) VALUES (?, ?, ?)', [
    number % 16,
    number,
    ROW,
  ])
  await connection.query('COMMIT')
}
