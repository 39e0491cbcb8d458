import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@appointease/domain'
import { announcement } from '@appointease/server/adapters/redis/channel.ts'
import type { RedisServer } from '@appointease/testkit/engines/redis.ts'
import { Redis } from 'ioredis'
import type { Business } from './business.ts'
import type { UnitCosts } from './model.ts'
import { processorSeconds, residentBytes } from './processCost.ts'
import type { ServerProcess } from './processes.ts'
import { dayAt, drive, locking, pointing, SECONDS, streamPath } from './scaleTraffic.ts'
import { StreamCrowd } from './streamCrowd.ts'
import { tick } from './ticks.ts'

export const SETTLE_MILLISECONDS = 1_500
const RATES = { quiet: 400, spread: 300, crowded: 15, locks: 150, beats: 3_000, messages: 4_000 }
const CROWD = 500
const MESSAGES_AT_ONCE = 20

interface Spent {
  readonly doing: number
  readonly watching: number
  readonly redis: number
  readonly seconds: number
}

type Measured = 'doing' | 'watching' | 'redis'
type Pids = Readonly<Record<Measured, { readonly pid: number }>>

/** Processor seconds of each while `work` runs, beyond what they need when nothing happens. */
export async function spent(
  processes: Pids,
  idle: Spent | undefined,
  work: () => Promise<unknown>,
): Promise<Spent> {
  const had = (name: Measured) => processorSeconds(processes[name].pid)
  const began = performance.now()
  const before = { doing: had('doing'), watching: had('watching'), redis: had('redis') }
  await work()
  await pause(300)
  const seconds = (performance.now() - began) / 1_000
  const rest = (name: Measured) => (idle ? (idle[name] / idle.seconds) * seconds : 0)
  const of = (name: Measured) => Math.max(0, had(name) - before[name] - rest(name))
  return { seconds, doing: of('doing'), watching: of('watching'), redis: of('redis') }
}

/** Of days that nobody watches, said over Redis as other processes do. How often somebody was told. */
async function announce(redis: RedisServer, { firstDate }: Business): Promise<number> {
  let told = 0
  const client = new Redis(redis.port, '127.0.0.1')
  const began = performance.now()
  for (let number = 0; number < RATES.messages * SECONDS; number += MESSAGES_AT_ONCE) {
    await pause(Math.max(0, began + (number * 1_000) / RATES.messages - performance.now()))
    const some = Array.from({ length: MESSAGES_AT_ONCE }, (_, place) => {
      const { employee, date } = dayAt(number + place)
      return announcement({ date: addDays(firstDate, 20 + (date % 40)), employeeId: employee })
    })
    const heard = await Promise.all(some.map(([channel, message]) => client.publish(channel, message)))
    told += heard.reduce((sum, count) => sum + count, 0)
  }
  client.disconnect()
  return told
}

/**
 * Every kind by itself, one after the other, after all of them have been done for a while. A message that leads to nothing
 * is measured at a rate at which it matters: there several come with one packet. What is done seldom, at a modest one.
 */
export async function measureCosts(
  business: Business,
  redis: RedisServer,
  doing: ServerProcess,
  watching: ServerProcess,
): Promise<UnitCosts> {
  const heard = (idle: Spent | undefined, work: () => Promise<unknown>) =>
    spent({ doing, watching, redis }, idle, work)
  const point = (perSecond: number, days: number) =>
    drive(doing.address, perSecond, (number) =>
      pointing(business, Math.floor(number / days), dayAt(number % days)),
    )
  const lock = () =>
    drive(doing.address, RATES.locks, (number) =>
      locking(business, Math.floor(number / 50), dayAt(number % 50)),
    )
  const beat = tick({ date: addDays(business.firstDate, 40), employee: 1, client: 'visitor-0001' })
  const ask = () => drive(watching.address, RATES.beats, () => beat)
  const watchEach = () =>
    StreamCrowd.open(
      watching.address,
      Array.from({ length: 50 }, (_, number) => streamPath(business, number, dayAt(number))),
    )

  const first = await watchEach()
  await Promise.all([point(RATES.spread, 50), lock(), ask()])
  first.close()
  await pause(SETTLE_MILLISECONDS)
  const idle = await heard(undefined, () => pause(SECONDS * 1_000))

  let deliveries = 0
  const messages = await heard(idle, async () => {
    deliveries = await announce(redis, business)
  })
  const message = messages.watching / (RATES.messages * SECONDS)
  const pointed = await heard(idle, () => point(RATES.quiet, 50))

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

  const each = await watchEach()
  await pause(SETTLE_MILLISECONDS)
  const spread = await heard(idle, () => point(RATES.spread, 50))
  each.close()
  // Both have a look for every change; they differ in how many are told of it.
  const once = spread.watching / (RATES.spread * SECONDS) - message
  const event = Math.max(0, (crowded.watching / (RATES.crowded * SECONDS) - message - once) / (CROWD - 1))

  const locked = await heard(idle, lock)
  const beats = await heard(idle, ask)
  return {
    streamBytes,
    eventBytes,
    message,
    look: Math.max(0, once - event),
    event,
    beat: beats.watching / (RATES.beats * SECONDS),
    pointing: pointed.doing / (RATES.quiet * SECONDS),
    lock: locked.doing / (RATES.locks * SECONDS),
    redis: {
      delivery: messages.redis / deliveries,
      pointing: pointed.redis / (RATES.quiet * SECONDS),
      lock: locked.redis / (RATES.locks * SECONDS),
    },
  }
}
