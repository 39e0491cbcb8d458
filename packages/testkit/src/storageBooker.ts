import { minutes, plus } from '@appointease/domain'
import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import { createSqliteStorage } from '@appointease/server/adapters/sqlite/index.ts'
import { TUESDAY_TEN } from './builders.ts'
import { seededNumbers } from './seededRandomness.ts'
import { book } from './storage/harness.ts'

/** A process for tests of several: books at random and prints the reference of each acknowledged booking. */
const [place = '', tablePrefix = '', seed = '0', requests = '0'] = process.argv.slice(2)
// Longer than a busy machine keeps a test waiting.
const options = { tablePrefix, patienceMilliseconds: 15_000 }
const { storage } = await (place.startsWith('mysql://')
  ? createMysqlStorage({ url: place, ...options })
  : createSqliteStorage({ path: place, ...options }))
const next = seededNumbers(Number(seed))
for (let request = 0; request < Number(requests); request++) {
  const strongId = `APT-2026-${seed}-${request}`
  const start = plus(TUESDAY_TEN, minutes(5 * Math.floor(next() * 6000)))
  const outcome = await book(storage, { strongId, start, employeeId: 1 + Math.floor(next() * 3) })
  if (outcome.ok) process.stdout.write(`${strongId}\n`)
}
await storage.close()
