import { addDays, instantOf } from '@appointease/domain'
import { listFreeDays } from '@appointease/server/queries/freeSlots.ts'
import { type Business, openBusiness } from './business.ts'
import { type HttpReply, httpRequest } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { placesOf, UTC } from './places.ts'
import { startProduct } from './processes.ts'
import { addAppointments, addLocks } from './seeding.ts'
import { countStatements } from './statements.ts'
import { formatLatency, latencyOf, milliseconds } from './statistics.ts'
import { type Run, repeat, runWorkers } from './workers.ts'

const SIZE = { employees: 20, bookingWindowDays: 100, opens: '09:00', closes: '21:00' }
const MONTH = 31
const APPOINTMENTS = 10_000
const LOCKS = 200
const DAYS = [1, 7, MONTH, 92]
const WARM_UP = 300
const REPETITIONS = 5
const CALLS = 100
const BOUND_MILLISECONDS = 30

/**
 * GET /availability for 31 days and any of 20 employees, all 10,000 appointments lying in those 31 days (two
 * thirds of all half hours) and 200 of the rest locked: once as the query in this process, once over HTTP from
 * the server in a process of its own, one call after the other, five times 100 calls after 300 to warm up.
 * Statements are counted where node:sqlite runs them. Where the CPU time a call is far below its p50, others had
 * the processor. Reference: the bound.
 */
export const availability: Measurement = {
  name: 'availability',
  async measure() {
    const business = await openBusiness(SIZE)
    try {
      const places = placesOf(business, SIZE, MONTH)
      await addAppointments(business, places.slice(0, APPOINTMENTS))
      await addLocks(business.storage, places.slice(APPOINTMENTS, APPOINTMENTS + LOCKS))
      return [await measureQuery(business), await measureHttp(business), await countQueries(business)]
    } finally {
      await business.dispose()
    }
  },
}

async function ask({ storage, firstDate }: Business, days: number) {
  const catalog = await storage.catalog.getCatalog()
  return listFreeDays(
    { storage, locks: storage.locks, clock: { now: () => instantOf(Date.now()) } },
    catalog,
    {
      serviceId: 1,
      employeeIds: catalog.employees.map(({ id }) => id),
      from: firstDate,
      to: addDays(firstDate, days - 1),
      zone: UTC,
    },
  )
}

async function measured(what: string, once: () => Promise<Run>): Promise<Row> {
  const latency = latencyOf((await repeat(REPETITIONS, once)).map(({ latencies }) => latencies))
  return {
    what,
    measured: formatLatency(latency),
    bound: `p95 < ${BOUND_MILLISECONDS} ms`,
    holds: latency.p95 < BOUND_MILLISECONDS,
  }
}

async function measureQuery(business: Business): Promise<Row> {
  const call = async () => {
    const days = await ask(business, MONTH)
    if (days.length !== MONTH) throw new Error(`Only ${days.length} days have room`)
  }
  await runWorkers(1, WARM_UP, call)
  const before = process.cpuUsage()
  const row = await measured('a month as a query', () => runWorkers(1, CALLS, call))
  const { user, system } = process.cpuUsage(before)
  const cpu = milliseconds((user + system) / 1000 / (REPETITIONS * CALLS))
  return { ...row, measured: `${row.measured}; ${cpu} of CPU` }
}

async function measureHttp({ folder, env, firstDate }: Business): Promise<Row> {
  const to = addDays(firstDate, MONTH - 1)
  const path = `/wp-json/appointease/v1/availability?service_id=1&employee_id=any&from=${firstDate}&to=${to}`
  const request = httpRequest('GET', path)
  const server = await startProduct(folder, env)
  try {
    let bytes = 0
    const check = ({ body }: HttpReply) => {
      bytes = body.length
    }
    const load = { connections: 1, status: 200, request: () => request, check }
    await driveHttp(server.address, { ...load, calls: WARM_UP })
    return await measured(`a month over HTTP (${Math.round(bytes / 1000)} kB)`, () =>
      driveHttp(server.address, { ...load, calls: CALLS }),
    )
  } finally {
    await server.stop()
  }
}

async function countQueries(business: Business): Promise<Row> {
  const counts: number[] = []
  for (const days of DAYS) {
    // After a commit nothing is answered from what was read before.
    await business.ephemeral.countEvent(`days-${days}`, 1, 60, instantOf(Date.now()))
    counts.push(await countStatements(() => ask(business, days)))
  }
  return {
    what: `SQL statements for ${DAYS.join(', ')} days`,
    measured: counts.join(', '),
    bound: 'all the same',
    holds: new Set(counts).size === 1,
  }
}
