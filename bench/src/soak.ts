import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { openBusiness } from './business.ts'
import { signIn } from './callers.ts'
import { residentBytes } from './processCost.ts'
import { type ServerProcess, startProduct } from './processes.ts'
import { type VisitorHouse, visitAtPlace } from './restlessVisitors.ts'
import { median } from './statistics.ts'

/**
 * Visitors who come, watch, point, lock, book, cancel, let go, leave and crash, for an hour or `--minutes`, on two processes
 * with Redis between them (or on SQLite alone where there is no Redis). After the warm-up, memory of either process and
 * what Redis and the database hold for a short time must not grow. The exit code is 1 where something did. What is held is
 * judged only in a run that is twice as long as locks live, since until then there must be more and more of it.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, visitors: { type: 'string', default: '40' } },
})
const MINUTES = Number(values.minutes)
const VISITORS = Number(values.visitors)

const SIZE = { employees: 20, bookingWindowDays: 60, opens: '09:00', closes: '18:00' }
/** Longer than locks live: what crashed visitors leave behind is as much as it will ever be. */
const SETTLED_MINUTES = 12
const IS_LONG = MINUTES >= 2 * SETTLED_MINUTES
const WARM_UP_MINUTES = IS_LONG ? SETTLED_MINUTES : MINUTES / 3
const SAMPLES_A_MINUTE = 6
const GROWTH = { share: 1.15, bytes: 16e6, entries: 200 }

interface Sample {
  readonly minute: number
  readonly bytes: readonly number[]
  readonly entries: Readonly<Record<string, number>>
}

const redis = REDIS_SERVER === undefined ? undefined : await startRedis()
const business = await openBusiness(SIZE, { ...(redis && { redis }) })
const headers = await signIn(business, 0)
const servers = [
  await startProduct(business.folder, business.env),
  await startProduct(business.folder, business.env),
]
const began = performance.now()
const minute = () => (performance.now() - began) / 60_000
const house: VisitorHouse = {
  addresses: servers.map(({ address }) => address),
  firstDate: business.firstDate,
  employees: SIZE.employees,
  headers,
  isOver: () => minute() >= MINUTES,
  counts: new Map(),
}

const visitors = Array.from({ length: VISITORS }, (_, number) => visitAtPlace(house, number))
const samples: Sample[] = []
const sampling = setInterval(() => void take(), 60_000 / SAMPLES_A_MINUTE)
await Promise.all(visitors)
clearInterval(sampling)
for (const server of servers) await server.stop()
await business.dispose()
await redis?.stop()
report()

async function take(): Promise<void> {
  const entries = { ...(await databaseEntries()), ...(redis && (await redisEntries(redis))) }
  samples.push({
    minute: minute(),
    bytes: servers.map((server: ServerProcess) => residentBytes(server.pid)),
    entries,
  })
  const megabytes = samples.at(-1)?.bytes.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`)
  const held = Object.entries(entries).map(([name, count]) => `${name} ${count}`)
  if (samples.length % SAMPLES_A_MINUTE === 0)
    process.stdout.write(`${minute().toFixed(0)} min: ${[...(megabytes ?? []), ...held].join(', ')}\n`)
}

async function redisEntries(server: RedisServer): Promise<Record<string, number>> {
  return { 'keys in Redis': Number(await server.command('DBSIZE')) }
}

async function databaseEntries(): Promise<Record<string, number>> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(join(business.folder, 'appointease.db'), { readOnly: true })
  const count = (table: string) => Number(database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.n)
  const entries = { options: count('wp_options'), changes: count('wp_appointease_changes') }
  database.close()
  return entries
}

/** The median of what was seen early after the warm-up beside that of the end. */
function report(): void {
  const steady = samples.filter((sample) => sample.minute >= WARM_UP_MINUTES)
  const part = Math.max(1, Math.floor(steady.length / 4))
  const growthOf = (name: string, value: (sample: Sample) => number, slack: number, isJudged = true) => {
    const [early, late] = [steady.slice(0, part), steady.slice(-part)].map((some) => median(some.map(value)))
    const [from = 0, to = 0] = [early, late]
    const holds = to <= from * GROWTH.share + slack
    const verdict = isJudged ? (holds ? 'holds' : 'GREW') : 'not judged'
    process.stdout.write(`${name}: ${Math.round(from)} → ${Math.round(to)} ${verdict}\n`)
    return holds || !isJudged
  }
  const verdicts = [
    ...servers.map((_, place) =>
      growthOf(`bytes of process ${place + 1}`, (sample) => sample.bytes[place] ?? 0, GROWTH.bytes),
    ),
    ...Object.keys(samples[0]?.entries ?? {}).map((name) =>
      growthOf(name, (sample) => sample.entries[name] ?? 0, GROWTH.entries, IS_LONG),
    ),
  ]
  const done = [...house.counts].map(([what, count]) => `${what} ${count}`).join(', ')
  process.stdout.write(`${MINUTES} min, ${VISITORS} visitors at a time: ${done}\n`)
  process.exitCode = verdicts.every(Boolean) ? 0 : 1
}
