import { setTimeout as pause } from 'node:timers/promises'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { type Business, openBusiness } from './business.ts'
import type { Measurement, Row } from './measurement.ts'
import { fewestProcesses, type Load, predict, type UnitCosts } from './model.ts'
import { type ServerProcess, startProduct } from './processes.ts'
import { dayAt, drive, locking, pointing, SECONDS, SIZE, streamPath } from './scaleTraffic.ts'
import { StreamCrowd } from './streamCrowd.ts'
import { measureCosts, SETTLE_MILLISECONDS, spent } from './unitCosts.ts'

const MIX = { streams: 1_000, days: 200, pointings: 250, locks: 50 }
/** Between what was predicted and what was measured, either way. */
const TOLERANCE = 1.6
/** Simultaneous visitors, and for each of them so much of the rest. */
const VISITORS = [1_000, 10_000, 30_000, 100_000, 1_000_000]
const loadOf = (visitors: number): Load => ({
  visitors,
  days: Math.round(visitors * 0.15),
  pushed: 0.95,
  pointings: 3,
  locks: 0.4,
})
/** Into so many installations visitors are divided where one cannot carry them: each with its own database and Redis. */
const PARTS = [1, 2, 5, 10, 20, 50, 100]

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
      const costs = await measureCosts(business, redis, doing, watching)
      return [
        ...rowsOf(costs),
        await checkMixture(business, { doing, watching, redis }, costs),
        ...VISITORS.map((visitors) => rowOf(visitors, costs)),
      ]
    } finally {
      await doing.stop()
      await watching.stop()
      await business.dispose()
      await redis.stop()
    }
  },
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
    row('of Redis, for a message to one process', costs.redis.delivery),
    row('of Redis, for a pointing', costs.redis.pointing),
    row('of Redis, for a lock', costs.redis.lock),
    { what: 'memory of a stream', measured: `${(costs.streamBytes / 1_000).toFixed(1)} kB` },
    { what: 'an event on the wire', measured: `${Math.round(costs.eventBytes)} B` },
  ]
}

async function checkMixture(
  business: Business,
  servers: { readonly doing: ServerProcess; readonly watching: ServerProcess; readonly redis: RedisServer },
  costs: UnitCosts,
): Promise<Row> {
  const { doing, watching } = servers
  const crowd = await StreamCrowd.open(
    watching.address,
    Array.from({ length: MIX.streams }, (_, number) =>
      streamPath(business, number, dayAt(number % MIX.days)),
    ),
  )
  await pause(SETTLE_MILLISECONDS)
  const idle = await spent(servers, undefined, () => pause(SECONDS * 1_000))
  const mixed = await spent(servers, idle, () =>
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

function rowOf(visitors: number, costs: UnitCosts): Row {
  const n = (value: number) => Math.round(value).toLocaleString('en')
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`
  const what = `predicted: ${n(visitors)} visitors`
  for (const parts of PARTS) {
    const load = loadOf(visitors / parts)
    const processes = fewestProcesses(load, costs)
    if (processes === undefined) continue
    const part = predict(load, processes, costs)
    return {
      what,
      measured: `${parts > 1 ? `${parts} installations, each ` : ''}${processes} processes over ${n(load.days)} days: each ${n(part.streams)} streams, ${n(part.streamMegabytes)} MB, ${percent(part.processor)} of a processor (${percent(part.hearing)} for hearing), ${part.eventMegabits.toFixed(1)} Mbit/s; Redis ${percent(part.redis)}, ${n(part.changes)} changes and ${n(part.deliveries)} deliveries a second`,
    }
  }
  return { what, measured: `more than ${PARTS.at(-1)} installations` }
}
