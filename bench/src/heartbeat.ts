import { besideWordPress } from './besideWordPress.ts'
import { type Business, openBusiness } from './business.ts'
import { HttpConnection, type HttpReply } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { placesOf } from './places.ts'
import { startBareServer, startProduct } from './processes.ts'
import { addAppointments } from './seeding.ts'
import { tick } from './ticks.ts'
import { compareRates } from './turns.ts'

const CONNECTIONS = 16
const CALLS = 3000
const APPOINTMENTS = 50_000
const DAYS = 180
/** Shares of the bare server's rate. */
const BOUNDS = { unchanged: 0.7, full: 0.6 }
/** A full reply is no slower with fifty thousand appointments than with none, but for what one run differs from another. */
const NO_SLOWER = 0.9
const SIZE = { employees: 20, bookingWindowDays: 365, opens: '09:00', closes: '18:00' }

/**
 * Heartbeats of a visitor who looks at one day of one employee, as jQuery sends them, over 16 connections: full
 * replies (the visitor knows no version) and unchanged ones (the visitor knows the present one), with no
 * appointments and with 50,000 of 20 employees over 180 days. Reference: a bare node:http server of its own
 * process that reads each request and answers with the very same status, headers and bytes, in turns. The full reply
 * with 50,000 appointments also beside WordPress core's empty heartbeat (besideWordPress.ts).
 */
export const heartbeat: Measurement = {
  name: 'heartbeat',
  async measure() {
    const rows: Row[] = []
    const shares: number[] = []
    for (const appointments of [0, APPOINTMENTS]) {
      const business = await openBusiness(SIZE)
      try {
        await addAppointments(business, placesOf(business, SIZE, DAYS).slice(0, appointments))
        const { full, unchanged, others } = await measureBusiness(business, appointments)
        rows.push(full, unchanged, ...others)
        shares.push(full.ratio)
      } finally {
        await business.dispose()
      }
    }
    const [empty = 0, many = 0] = shares
    const what = `full reply with ${APPOINTMENTS} appointments beside one with none`
    const holds = many >= NO_SLOWER * empty
    rows.push({ what, measured: `ratio ${(many / empty).toFixed(2)}`, bound: `≥ ${NO_SLOWER}`, holds })
    return rows
  },
}

async function measureBusiness(business: Business, appointments: number) {
  const size = `${appointments} appointments`
  const server = await startProduct(business.folder, business.env)
  const visitor = { date: business.firstDate, employee: 1, client: 'visitor-0001' }
  try {
    const full = tick(visitor)
    const known = JSON.parse((await ask(server.address, full)).body).appointease_version
    const unchanged = tick({ ...visitor, since: known })
    return {
      full: await besideBareServer(`full reply, ${size}`, server.address, full, BOUNDS.full),
      unchanged: await besideBareServer(`unchanged, ${size}`, server.address, unchanged, BOUNDS.unchanged),
      others:
        appointments > 0
          ? await besideWordPress({
              what: `full reply, ${size},`,
              pid: server.pid,
              run: () => driveTicks(server.address, full),
            })
          : [],
    }
  } finally {
    await server.stop()
  }
}

const driveTicks = (address: URL, request: string) =>
  driveHttp(address, { connections: CONNECTIONS, calls: CALLS, status: 200, request: () => request })

async function ask(address: URL, request: string): Promise<HttpReply> {
  const connection = await HttpConnection.open(address)
  try {
    return await connection.send(request)
  } finally {
    connection.close()
  }
}

async function besideBareServer(what: string, address: URL, request: string, atLeast: number) {
  const { status, head, body } = await ask(address, request)
  const bare = await startBareServer(status, head, body)
  try {
    const contest = {
      what: `${what} (${body.length} B)`,
      run: () => driveTicks(address, request),
      reference: { name: 'bare node:http', run: () => driveTicks(bare.address, request) },
    }
    return await compareRates(contest, atLeast)
  } finally {
    await bare.stop()
  }
}
