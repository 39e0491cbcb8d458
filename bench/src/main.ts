import { availability } from './availability.ts'
import { booking } from './booking.ts'
import { collisions } from './collisions.ts'
import { failback } from './failback.ts'
import { flood } from './flood.ts'
import { heartbeat } from './heartbeat.ts'
import { lock } from './lock.ts'
import { formatTable, type Measurement, type Row } from './measurement.ts'
import { mysqlBooking } from './mysqlBooking.ts'
import { mysqlCollisions } from './mysqlCollisions.ts'
import { page } from './page.ts'
import { redis } from './redis.ts'
import { scale } from './scale.ts'
import { start } from './start.ts'
import { streams } from './streams.ts'
import { transients } from './transients.ts'

const measurements: readonly Measurement[] = [
  availability,
  page,
  start,
  booking,
  mysqlBooking,
  lock,
  redis,
  transients,
  failback,
  heartbeat,
  streams,
  flood,
  scale,
  collisions,
  mysqlCollisions,
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !measurements.some((one) => one.name === name))
if (unknown.length > 0) {
  const names = measurements.map(({ name }) => name).join(', ')
  process.stderr.write(`There is no measurement ${unknown.join(', ')}. There are: ${names}\n`)
  process.exit(1)
}

const results: { name: string; row: Row }[] = []
for (const { name, measure } of measurements) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`Measuring ${name} …\n`)
  const rows = (await measure()).map((row) => ({ name, row }))
  results.push(...rows)
  // What a later one fails at does not take away what is known.
  process.stderr.write(`${formatTable(rows)}\n`)
}
process.stdout.write(`${formatTable(results)}\n`)
process.exitCode = results.some(({ row }) => row.holds === false) ? 1 : 0
