import { addAppointments, type Business, openBusiness, placesOf } from './business.ts'
import { HttpConnection, type HttpReply } from './httpConnection.ts'
import { driveHttp } from './httpLoad.ts'
import type { Measurement, Row } from './measurement.ts'
import { processorSeconds } from './processCost.ts'
import { type ServerProcess, startBareServer, startProduct } from './processes.ts'
import { formatLatency, latencyOf, median, rate } from './statistics.ts'
import { tick } from './ticks.ts'
import type { Run } from './workers.ts'

const CONNECTIONS = 16
const CALLS = 3000
const REPETITIONS = 5
const APPOINTMENTS = 50_000
const DAYS = 180
const SIZE = { employees: 20, bookingWindowDays: 365, opens: '09:00', closes: '18:00' }
/** Shares of the bare server's rate. */
const BOUNDS = { unchanged: 0.7, full: 0.6 }
/** A full reply is no slower with fifty thousand appointments than with none, but for what one run differs from another. */
const NO_SLOWER = 0.9

/**
 * Heartbeats of a visitor who looks at one day of one employee, as jQuery sends them, over 16 connections: full
 * replies (the visitor knows no version) and unchanged ones (the visitor knows the present one), with no
 * appointments and with 50,000 of 20 employees over 180 days. Reference: a bare node:http server of its own
 * process that reads each request and answers with the very same status, headers and bytes, in turns. Beside the ratio
 * of the rates that of the processor time a call, which says the same where others have the processor too.
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
        const { full, unchanged } = await measureBusiness(business, `${appointments} appointments`)
        rows.push(full.row, unchanged.row)
        shares.push(full.share)
      } finally {
        await business.dispose()
      }
    }
    const [empty = 0, many = 0] = shares
    rows.push({
      what: 'full reply with 50000 appointments beside one with none',
      measured: `ratio ${(many / empty).toFixed(2)}`,
      bound: `≥ ${NO_SLOWER}`,
      holds: many >= NO_SLOWER * empty,
    })
    return rows
  },
}

async function measureBusiness(business: Business, size: string) {
  const server = await startProduct(business.folder)
  const visitor = { date: business.firstDate, employee: 1, client: 'visitor-0001' }
  try {
    const full = tick(visitor)
    const known = JSON.parse((await ask(server.address, full)).body).appointease_version
    const unchanged = tick({ ...visitor, since: known })
    return {
      full: await besideBareServer(`full reply, ${size}`, server, full, BOUNDS.full),
      unchanged: await besideBareServer(`unchanged, ${size}`, server, unchanged, BOUNDS.unchanged),
    }
  } finally {
    await server.stop()
  }
}

async function ask(address: URL, request: string): Promise<HttpReply> {
  const connection = await HttpConnection.open(address)
  try {
    return await connection.send(request)
  } finally {
    connection.close()
  }
}

async function besideBareServer(what: string, server: ServerProcess, request: string, least: number) {
  const { status, head, body } = await ask(server.address, request)
  const bare = await startBareServer(status, head, body)
  try {
    const load = { connections: CONNECTIONS, calls: CALLS, status, request: () => request }
    const [mine, theirs]: [Costly[], Costly[]] = [[], []]
    await driveHttp(server.address, load)
    await driveHttp(bare.address, load)
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      theirs.push(await costly(bare, () => driveHttp(bare.address, load)))
      mine.push(await costly(server, () => driveHttp(server.address, load)))
    }
    const perSecond = (runs: readonly Costly[]) => median(runs.map(({ run }) => run.perSecond))
    const seconds = (runs: readonly Costly[]) => median(runs.map((run) => run.seconds))
    const share = perSecond(mine) / perSecond(theirs)
    const processor = seconds(theirs) / seconds(mine)
    const latency = latencyOf(mine.map(({ run }) => run.latencies))
    const row: Row = {
      what: `${what} (${body.length} B)`,
      measured: `${rate(perSecond(mine))}, ${formatLatency(latency)}`,
      reference: `bare node:http ${rate(perSecond(theirs))}, ratio ${share.toFixed(2)}, of processor time ${processor.toFixed(2)}`,
      bound: `ratio ≥ ${least}`,
      holds: share >= least,
    }
    return { row, share }
  } finally {
    await bare.stop()
  }
}

interface Costly {
  readonly run: Run
  /** Of the server's processor time. */
  readonly seconds: number
}

async function costly({ pid }: ServerProcess, once: () => Promise<Run>): Promise<Costly> {
  const before = processorSeconds(pid)
  const run = await once()
  return { run, seconds: processorSeconds(pid) - before }
}
