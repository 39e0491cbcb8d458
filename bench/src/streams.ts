import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@appointease/domain'
import { startRedis } from '@appointease/testkit/engines/redis.ts'
import { type Business, openBusiness } from './business.ts'
import { HttpConnection, httpRequest } from './httpConnection.ts'
import type { Measurement, Row } from './measurement.ts'
import { residentBytes } from './processCost.ts'
import { type ServerProcess, startBareStreams, startProduct } from './processes.ts'
import { milliseconds, percentile } from './statistics.ts'
import { StreamCrowd } from './streamCrowd.ts'

const SIZE = { employees: 50, bookingWindowDays: 60, opens: '09:00', closes: '18:00' }
const SETTLE_MILLISECONDS = 1_500
const ONE_DAY = { streams: 1_000, changes: 40 }
const MANY_DAYS = { streams: 5_000, employees: 50, dates: 10, changesPerSecond: 50, seconds: 15 }
const BOUNDS = { fanOut: 2, memory: 1.5, change: 100, twoProcesses: 50, quiet: 0.01 }

/**
 * Streams as visitors' pages hold them, each a connection and a client of its own. How long it takes from sending a lock
 * until the last of a thousand streams of that day has it, beside a bare node:http server that is sent the same bytes and
 * writes them to as many, by turns. Five thousand streams over five hundred days with fifty changes a second: memory a
 * stream beside the bare server's, and the time from sending a change until a stream of that day has it. Two processes
 * with Redis between them: a lock in one until a stream of the other has it. And the bytes of a minute of a day on which
 * nothing happens, beside asking once a second for the full reply.
 */
export const streams: Measurement = {
  name: 'streams',
  async measure() {
    const business = await openBusiness(SIZE)
    try {
      return [
        await measureFanOut(business),
        ...(await measureManyDays(business)),
        await measureTwoProcesses(),
        await measureQuietDay(business),
      ]
    } finally {
      await business.dispose()
    }
  },
}

const dayOf = ({ firstDate }: Business, employee: number, date = 0) => ({
  date: addDays(firstDate, date),
  employee_id: employee,
})

function streamPath(business: Business, number: number, employee = 1, date = 0): string {
  const { date: day, employee_id } = dayOf(business, employee, date)
  const client = `watcher-${String(number).padStart(6, '0')}`
  return `/wp-json/appointease/v1/slots/stream?date=${day}&employee_id=${employee_id}&service_id=1&client_id=${client}`
}

const timeOf = (half: number) =>
  `${String(9 + Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`

const post = (path: string, body: object) =>
  httpRequest('POST', path, JSON.stringify(body), { 'content-type': 'application/json' })

/** One client whose lock moves from half hour to half hour: every move changes the day. */
function lockAt(business: Business, turn: number, employee = 1, date = 0): string {
  const place = { ...dayOf(business, employee, date), time: timeOf(turn % 16), service_id: 1 }
  return post('/wp-json/appointease/v1/slots/select', { ...place, client_id: `mover-${employee}-${date}` })
}

async function send(connection: HttpConnection, request: string, status: number): Promise<void> {
  const reply = await connection.send(request)
  if (reply.status !== status) throw new Error(`Answered ${reply.status}: ${reply.body}`)
}

const everybody = (count: number) => Array.from({ length: count }, (_, number) => number)

/** Milliseconds from sending until the last of the crowd has heard. */
async function untilAllHeard(
  crowd: StreamCrowd,
  count: number,
  connection: HttpConnection,
  request: string,
  status: number,
): Promise<number> {
  const began = performance.now()
  const heard = crowd.firstWords(everybody(count))
  await send(connection, request, status)
  const moments = await heard
  // What was told together with it, or soon after, is not to be taken for the next.
  await pause(120)
  return Math.max(...moments) - began
}

async function measureFanOut(business: Business): Promise<Row> {
  const { streams: count, changes } = ONE_DAY
  const server = await startProduct(business.folder, business.env)
  const bare = await startBareStreams()
  try {
    const crowd = await StreamCrowd.open(
      server.address,
      everybody(count).map((number) => streamPath(business, number)),
    )
    const bareCrowd = await StreamCrowd.open(
      bare.address,
      everybody(count).map(() => '/'),
    )
    const [connection, bareConnection] = [
      await HttpConnection.open(server.address),
      await HttpConnection.open(bare.address),
    ]
    await pause(SETTLE_MILLISECONDS)
    const before = crowd.bytes
    const [mine, theirs]: [number[], number[]] = [[], []]
    await untilAllHeard(crowd, count, connection, lockAt(business, 15), 200)
    const event = 'x'.repeat(Math.round((crowd.bytes - before) / count))
    for (let turn = 0; turn < changes; turn++) {
      theirs.push(await untilAllHeard(bareCrowd, count, bareConnection, post('/', { event }), 200))
      mine.push(await untilAllHeard(crowd, count, connection, lockAt(business, turn), 200))
    }
    crowd.close()
    bareCrowd.close()
    const [p99, bareP99] = [percentile(mine, 0.99), percentile(theirs, 0.99)]
    const [p50, bareP50] = [percentile(mine, 0.5), percentile(theirs, 0.5)]
    return {
      what: `lock until the last of ${count} streams has it (${event.length} B)`,
      measured: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
      reference: `bare node:http p50 ${milliseconds(bareP50)}, p99 ${milliseconds(bareP99)}, ratio ${(p99 / bareP99).toFixed(2)}`,
      bound: `p99 ≤ ${BOUNDS.fanOut} × bare`,
      holds: p99 <= BOUNDS.fanOut * bareP99,
    }
  } finally {
    await server.stop()
    await bare.stop()
  }
}

/** After as many as a fifth of them have come and gone, so that what a process needs at all is there already. */
async function bytesPerStream(
  server: ServerProcess,
  open: (some: number) => Promise<StreamCrowd>,
  count: number,
) {
  const first = await open(count / 5)
  first.close()
  await pause(SETTLE_MILLISECONDS)
  const before = residentBytes(server.pid)
  const crowd = await open(count)
  await pause(SETTLE_MILLISECONDS)
  return { crowd, each: (residentBytes(server.pid) - before) / count }
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

async function measureManyDays(business: Business): Promise<Row[]> {
  const { streams: count, employees, dates, changesPerSecond, seconds } = MANY_DAYS
  const place = (number: number) => ({
    employee: 1 + (number % employees),
    date: Math.floor(number / employees) % dates,
  })
  const server = await startProduct(business.folder, business.env)
  const bare = await startBareStreams()
  try {
    const bareMemory = await bytesPerStream(
      bare,
      (some) =>
        StreamCrowd.open(
          bare.address,
          everybody(some).map(() => '/'),
        ),
      count,
    )
    bareMemory.crowd.close()
    const pathOf = (number: number) => {
      const { employee, date } = place(number)
      return streamPath(business, number, employee, date)
    }
    const { crowd, each } = await bytesPerStream(
      server,
      (some) => StreamCrowd.open(server.address, everybody(some).map(pathOf)),
      count,
    )
    const memory = {
      what: `memory of each of ${count} streams over ${employees * dates} days`,
      measured: kilobytes(each),
      reference: `bare node:http ${kilobytes(bareMemory.each)}, ratio ${(each / bareMemory.each).toFixed(2)}`,
      bound: `≤ ${BOUNDS.memory} × bare`,
      holds: each <= BOUNDS.memory * bareMemory.each,
    }

    const days = employees * dates
    const sentAt: (number | undefined)[] = Array.from({ length: days })
    const latencies: number[] = []
    crowd.listen((listener) => {
      const sent = sentAt[listener % days]
      if (sent !== undefined) latencies.push(performance.now() - sent)
    })
    const connections = await Promise.all(everybody(16).map(() => HttpConnection.open(server.address)))
    const busy = connections.map(() => Promise.resolve())
    const began = performance.now()
    for (let change = 0; change < changesPerSecond * seconds; change++) {
      await pause(Math.max(0, began + (change * 1_000) / changesPerSecond - performance.now()))
      const day = (change * 37) % days
      const { employee, date } = place(day)
      const worker = change % connections.length
      busy[worker] = (busy[worker] ?? Promise.resolve()).then(async () => {
        sentAt[day] = performance.now()
        const connection = connections[worker]
        if (connection)
          await send(connection, lockAt(business, Math.floor(change / days), employee, date), 200)
      })
    }
    await Promise.all(busy)
    await pause(200)
    crowd.close()
    const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)]
    return [
      memory,
      {
        what: `change until a stream has it, ${changesPerSecond} changes/s to ${count} streams (${latencies.length} heard)`,
        measured: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
        bound: `p99 < ${BOUNDS.change} ms`,
        holds: p99 < BOUNDS.change,
      },
    ]
  } finally {
    await server.stop()
    await bare.stop()
  }
}

async function measureTwoProcesses(): Promise<Row> {
  const redis = await startRedis()
  const business = await openBusiness(SIZE, { redis })
  const one = await startProduct(business.folder, business.env)
  const other = await startProduct(business.folder, business.env)
  try {
    const crowd = await StreamCrowd.open(
      other.address,
      everybody(10).map((number) => streamPath(business, number)),
    )
    const connection = await HttpConnection.open(one.address)
    await pause(SETTLE_MILLISECONDS)
    const times: number[] = []
    for (let turn = 0; turn < 200; turn++) {
      const began = performance.now()
      const heard = crowd.firstWords([turn % 10])
      await send(connection, lockAt(business, turn), 200)
      times.push(Math.max(...(await heard)) - began)
      await pause(80)
    }
    crowd.close()
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
    return {
      what: 'lock in one process until a stream of another has it, Redis between them',
      measured: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
      bound: `p99 ≤ ${BOUNDS.twoProcesses} ms`,
      holds: p99 <= BOUNDS.twoProcesses,
    }
  } finally {
    await one.stop()
    await other.stop()
    await business.dispose()
    await redis.stop()
  }
}

async function measureQuietDay(business: Business): Promise<Row> {
  const server = await startProduct(business.folder, business.env)
  try {
    const crowd = await StreamCrowd.open(server.address, [streamPath(business, 0)])
    await pause(SETTLE_MILLISECONDS)
    const before = crowd.bytes
    await pause(60_000)
    const pushed = crowd.bytes - before
    crowd.close()
    const connection = await HttpConnection.open(server.address)
    const poll = httpRequest('GET', streamPath(business, 0).replace('/stream', '/poll'))
    const { head, body } = await connection.send(poll)
    connection.close()
    const polled = 60 * (poll.length + head.length + 4 + body.length)
    return {
      what: 'bytes that a visitor costs in a minute of a quiet day',
      measured: `${pushed} B pushed`,
      reference: `${kilobytes(polled)} asking once a second, ratio ${(pushed / polled).toFixed(4)}`,
      bound: `≤ ${BOUNDS.quiet * 100} %`,
      holds: pushed <= BOUNDS.quiet * polled,
    }
  } finally {
    await server.stop()
  }
}
