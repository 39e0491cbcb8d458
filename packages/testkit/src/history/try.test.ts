import { minutes, plus } from '@appointease/domain'
import { test } from 'vitest'
import { anEmployee, aService, MONDAY, someSettings } from '../builders.ts'
import { openDatabaseFile } from '../databaseFile.ts'
import { startTestServer } from '../testServer.ts'
import { readStoredState } from '../violations.ts'
import { checkHistory } from './checkHistory.ts'
import { runCrowd } from './crowd.ts'
import { startRecording, tallyOf } from './recording.ts'
import { tell } from './violation.ts'

test('try', { timeout: 120000 }, async () => {
  const began = performance.now()
  const now = () => (performance.now() - began) * 600
  const clock = { now: () => (MONDAY + Math.floor(now())) as typeof MONDAY }
  const server = await startTestServer({ clock, rateLimitScale: 100_000, sampleData: false })
  const { catalog } = server.storage
  await catalog.saveSettings(someSettings())
  const ids = []
  for (const service of [
    aService(),
    aService({ durationMinutes: 60, bufferBeforeMinutes: 10, bufferAfterMinutes: 20 }),
    aService({ capacity: 3 }),
  ])
    ids.push(await catalog.saveService(service))
  for (let i = 1; i <= 5; i++) await catalog.saveEmployee(anEmployee({ name: `E${i}`, serviceIds: ids }))
  const customers = []
  for (let i = 0; i < 32; i++) {
    const email = `customer${i}@example.com`
    customers.push({ name: `customer${i}`, email, session: await server.signIn(email) })
  }
  const start = MONDAY + 26 * 3_600_000
  const recording = startRecording(now)
  const t0 = performance.now()
  const seed = Number(process.env.APPOINTEASE_TEST_SEED ?? 1)
  await runCrowd({
    seed,
    recording,
    customers,
    servers: [{ name: 'one', send: server.send }],
    employees: [1, 2, 3, 4, 5],
    services: ids,
    starts: Array.from({ length: 8 }, (_, i) => start + i * 1_800_000),
    goesOn: () => performance.now() - t0 < Number(process.env.MS ?? 6000),
  })
  const t1 = performance.now()
  const file = openDatabaseFile(server.databasePath)
  const state = readStoredState(file, clock.now())
  const t2 = performance.now()
  const found = checkHistory(recording.calls, state)
  const t3 = performance.now()
  console.log(
    recording.calls.length,
    'calls',
    t1 - t0,
    'read',
    t2 - t1,
    'check',
    t3 - t2,
    JSON.stringify(tallyOf(recording.calls), null, 1),
  )
  console.log(found.length, found.slice(0, 6).map(tell).join('\n'))
  file.close()
  await server.stop()
})
