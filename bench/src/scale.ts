import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@appointease/domain'
import { startRedis } from '@appointease/testkit/engines/redis.ts'
import { type Business, openBusiness } from './business.ts'
import { HttpConnection, httpRequest } from './httpConnection.ts'
import type { Measurement, Row } from './measurement.ts'
import { type Load, type Prediction, predict, type UnitCosts } from './model.ts'
import { processorSeconds, residentBytes } from './processCost.ts'
import { type ServerProcess, startProduct } from './processes.ts'
import { StreamCrowd } from './streamCrowd.ts'
import { tick } from './ticks.ts'

const SIZE = { employees: 50, bookingWindowDays: 60, opens: '09:00', closes: '18:00' }
const CONNECTIONS = 16
const SECONDS = 8
const SETTLE_MILLISECONDS = 1_500
const RATES = { quiet: 150, spread: 150, crowded: 8, locks: 40 }
const CROWD = 500
const MIX = { streams: 1_000, days: 200, pointings: 100, locks: 20 }
/** Between what was predicted and what was measured, either way. */
const TOLERANCE = 1.6
const LOADS: readonly Load[] = [
  { visitors: 10_000, processes: 2, days: 1_500, pushed: 0.95, pointings: 3, locks: 0.4 },
  { visitors: 100_000, processes: 12, days: 15_000, pushed: 0.95, pointings: 3, locks: 0.4 },
  { visitors: 1_000_000, processes: 120, days: 150_000, pushed: 0.95, pointings: 3, locks: 0.4 },
]

/**
 * What each thing costs that happens in a process, measured one by one on two of them with Redis between: one in which
 * visitors do things, one in which others watch. From these the model (model.ts) predicts a mixture that was not measured
 * before, which is then measured; and then what cannot be measured here, to a million simultaneous visitors.
 */
export const scale: Measurement = {
  name: 'scale',
  async measure() {
    const redis = await startRedis()
    const business = await openBusiness(SIZE, { redis })
    const [doing, watching] = [
      await startProduct(business.folder, business.env),
      await startProduct(business.folder, business.env),
    ]
    try {
      const costs = await measureCosts(business, doing, watching)
      return [
        ...rowsOf(costs),
        await checkMixture(business, doing, watching, costs),
        ...LOADS.map((load) => rowOf(load, predict(load, costs))),
      ]
    } finally {
      await doing.stop()
      await watching.stop()
      await business.dispose()
      await redis.stop()
    }
  },
}

interface Day {
  readonly employee: number
  readonly date: number
}

const dayAt = (number: number): Day => ({
  employee: 1 + (number % SIZE.employees),
  date: Math.floor(number / SIZE.employees),
})

function streamPath({ firstDate }: Business, number: number, { employee, date }: Day): string {
  const client = `watcher-${String(number).padStart(6, '0')}`
  return `/wp-json/appointease/v1/slots/stream?date=${addDays(firstDate, date)}&employee_id=${employee}&service_id=1&client_id=${client}`
}

const timeOf = (half: number) =>
  `${String(9 + Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`

function post({ firstDate }: Business, path: string, day: Day, body: object): string {
  const place = { date: addDays(firstDate, day.date), employee_id: day.employee, service_id: 1 }
  return httpRequest('POST', `/wp-json/appointease/v1${path}`, JSON.stringify({ ...place, ...body }), {
    'content-type': 'application/json',
  })
}

/** Every time somebody points somewhere else, or somebody's lock moves: one change that others see. */
const pointing = (business: Business, turn: number, day: Day) =>
  post(business, '/slots/active', day, {
    time: timeOf(turn % 16),
    client_id: `pointer-${day.employee}-${day.date}`,
  })
const locking = (business: Business, turn: number, day: Day) =>
  post(business, '/slots/select', day, {
    time: timeOf(turn % 16),
    client_id: `mover-${day.employee}-${day.date}`,
  })

/** Sends so many requests a second for some seconds, each connection one after the other. How many were answered. */
async function drive(
  address: URL,
  perSecond: number,
  requestOf: (number: number) => string,
): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => HttpConnection.open(address)),
  )
  const busy: Promise<unknown>[] = connections.map(() => Promise.resolve())
  const began = performance.now()
  const count = perSecond * SECONDS
  for (let number = 0; number < count; number++) {
    await pause(Math.max(0, began + (number * 1_000) / perSecond - performance.now()))
    const place = number % CONNECTIONS
    busy[place] = (busy[place] ?? Promise.resolve()).then(() => connections[place]?.send(requestOf(number)))
  }
  await Promise.all(busy)
  for (const connection of connections) connection.close()
  return count
}

interface Spent {
  readonly doing: number
  readonly watching: number
  readonly seconds: number
}

/** Processor seconds of both while `work` runs, beyond what they need when nothing happens. */
async function spent(
  doing: ServerProcess,
  watching: ServerProcess,
  idle: Spent | undefined,
  work: () => Promise<unknown>,
): Promise<Spent> {
  const began = performance.now()
  const before = [processorSeconds(doing.pid), processorSeconds(watching.pid)] as const
  await work()
  await pause(300)
  const seconds = (performance.now() - began) / 1_000
  const rest = (process: 'doing' | 'watching') => (idle ? (idle[process] / idle.seconds) * seconds : 0)
  return {
    seconds,
    doing: Math.max(0, processorSeconds(doing.pid) - before[0] - rest('doing')),
    watching: Math.max(0, processorSeconds(watching.pid) - before[1] - rest('watching')),
  }
}

async function measureCosts(
  business: Business,
  doing: ServerProcess,
  watching: ServerProcess,
): Promise<UnitCosts> {
  const heard = (idle: Spent | undefined, work: () => Promise<unknown>) => spent(doing, watching, idle, work)
  const point = (perSecond: number, days: number) =>
    drive(doing.address, perSecond, (number) =>
      pointing(business, Math.floor(number / days), dayAt(number % days)),
    )
  await point(RATES.quiet, 50)
  const idle = await heard(undefined, () => pause(SECONDS * 1_000))

  const nobody = await heard(idle, () => point(RATES.quiet, 50))
  const points = RATES.quiet * SECONDS
  const message = nobody.watching / points

  const before = residentBytes(watching.pid)
  const crowd = await StreamCrowd.open(
    watching.address,
    Array.from({ length: CROWD }, (_, number) => streamPath(business, number, dayAt(0))),
  )
  await pause(SETTLE_MILLISECONDS)
  const streamBytes = (residentBytes(watching.pid) - before) / CROWD
  const bytesBefore = crowd.bytes
  const crowded = await heard(idle, () =>
    drive(doing.address, RATES.crowded, (number) => pointing(business, number, dayAt(0))),
  )
  const told = RATES.crowded * SECONDS * CROWD
  const eventBytes = (crowd.bytes - bytesBefore) / told
  crowd.close()

  const each = await StreamCrowd.open(
    watching.address,
    Array.from({ length: 50 }, (_, number) => streamPath(business, number, dayAt(number))),
  )
  await pause(SETTLE_MILLISECONDS)
  const spread = await heard(idle, () => point(RATES.spread, 50))
  each.close()
  // Both have a look for every change; they differ in how many are told of it.
  const once = spread.watching / (RATES.spread * SECONDS) - message
  const event = Math.max(0, (crowded.watching / (RATES.crowded * SECONDS) - message - once) / (CROWD - 1))

  const locked = await heard(idle, () =>
    drive(doing.address, RATES.locks, (number) =>
      locking(business, Math.floor(number / 50), dayAt(number % 50)),
    ),
  )
  const beat = tick({ date: addDays(business.firstDate, 40), employee: 1, client: 'visitor-0001' })
  const beats = await heard(idle, () => drive(watching.address, 1_000, () => beat))
  return {
    streamBytes,
    eventBytes,
    message,
    look: Math.max(0, once - event),
    event,
    beat: beats.watching / (1_000 * SECONDS),
    pointing: nobody.doing / points,
    lock: locked.doing / (RATES.locks * SECONDS),
  }
}

const microseconds = (seconds: number) => `${Math.round(seconds * 1e6)} µs`

function rowsOf(costs: UnitCosts): Row[] {
  const row = (what: string, seconds: number): Row => ({ what, measured: microseconds(seconds) })
  return [
    row('processor time of a change that nobody here watches', costs.message),
    row('of a day that is read again', costs.look),
    row('of telling one stream', costs.event),
    row('of a heartbeat', costs.beat),
    row('of a pointing, where it is done', costs.pointing),
    row('of a lock, where it is done', costs.lock),
  ]
}

async function checkMixture(
  business: Business,
  doing: ServerProcess,
  watching: ServerProcess,
  costs: UnitCosts,
): Promise<Row> {
  const crowd = await StreamCrowd.open(
    watching.address,
    Array.from({ length: MIX.streams }, (_, number) =>
      streamPath(business, number, dayAt(number % MIX.days)),
    ),
  )
  await pause(SETTLE_MILLISECONDS)
  const idle = await spent(doing, watching, undefined, () => pause(SECONDS * 1_000))
  const mixed = await spent(doing, watching, idle, () =>
    Promise.all([
      drive(doing.address, MIX.pointings, (number) =>
        pointing(business, Math.floor(number / MIX.days) + 3, dayAt(number % MIX.days)),
      ),
      drive(doing.address, MIX.locks, (number) =>
        locking(business, Math.floor(number / MIX.days) + 5, dayAt((number * 7) % MIX.days)),
      ),
    ]),
  )
  crowd.close()
  const changes = (MIX.pointings + MIX.locks) * SECONDS
  const watchers = MIX.streams / MIX.days
  const expected = changes * (costs.message + costs.look + watchers * costs.event)
  const ratio = mixed.watching / expected
  const share = (seconds: number) => `${((seconds / SECONDS) * 100).toFixed(1)} %`
  return {
    what: `${MIX.streams} streams over ${MIX.days} days, ${MIX.pointings + MIX.locks} changes/s from another process`,
    measured: `${share(mixed.watching)} of a processor`,
    reference: `predicted ${share(expected)}, ratio ${ratio.toFixed(2)}`,
    bound: `within ${TOLERANCE} ×`,
    holds: ratio < TOLERANCE && ratio > 1 / TOLERANCE,
  }
}

function rowOf(load: Load, prediction: Prediction): Row {
  const { changes, deliveries, processor, streams, streamMegabytes, eventMegabits } = prediction
  const n = (value: number) => Math.round(value).toLocaleString('en')
  return {
    what: `predicted: ${n(load.visitors)} visitors, ${load.processes} processes, ${n(load.days)} days`,
    measured: `each process ${n(streams)} streams, ${n(streamMegabytes)} MB, ${(processor * 100).toFixed(0)} % of a processor, ${eventMegabits.toFixed(1)} Mbit/s; Redis ${n(changes)} changes and ${n(deliveries)} deliveries a second`,
  }
}
