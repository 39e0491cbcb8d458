import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'

const booker = fileURLToPath(import.meta.resolve('@appointease/testkit/sqliteBooker.ts'))

let present: SqliteUnderTest
let children: ChildProcess[]

beforeEach(async () => {
  present = await sqliteUnderTest()
  children = []
})
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await present.dispose()
})

/** A process of its own that books at random and prints the reference of each booking that was acknowledged. */
function startBooker(prefix: string, seed: number, requests: number) {
  const child = spawn(process.execPath, [booker, present.path, prefix, String(seed), String(requests)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const acknowledged: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => acknowledged.push(line))
  return { child, acknowledged, lines, closed: once(lines, 'close') }
}

const referencesIn = async (prefix: string) => {
  const rows = await present.runSql(`SELECT strong_id FROM ${prefix}appointments ORDER BY strong_id`)
  return rows.map((row) => String(row.strong_id))
}

const overlapsIn = (prefix: string) =>
  present.runSql(`SELECT a.strong_id FROM ${prefix}appointments a JOIN ${prefix}appointments b
    ON a.employee_id = b.employee_id AND a.id < b.id
    AND a.occupied_start < b.occupied_end AND b.occupied_start < a.occupied_end`)

it('lets processes start at once on new tables and book at once, without an overlap', async () => {
  const bookers = [1, 2, 3].map((seed) => startBooker('new_', seed, 150))
  await Promise.all(bookers.flatMap(({ child, closed }) => [once(child, 'exit'), closed]))
  expect(bookers.map(({ child }) => child.exitCode)).toEqual([0, 0, 0])
  const acknowledged = bookers.flatMap((one) => one.acknowledged).sort()
  expect(await referencesIn('new_')).toEqual(acknowledged)
  expect(acknowledged.length).toBeGreaterThan(50)
  expect(await overlapsIn('new_')).toEqual([])
})

it('has every booking that a killed process acknowledged, whole', async () => {
  const { child, acknowledged, lines, closed } = startBooker('wp_', 7, 100_000)
  await new Promise<void>((resolve) => {
    lines.on('line', () => {
      if (acknowledged.length === 40) resolve()
    })
  })
  child.kill('SIGKILL')
  await closed
  const { storage } = await present.reopen()
  for (const strongId of acknowledged) {
    const record = await storage.appointments.findAppointment({ strongId })
    expect(record && (await storage.appointments.listHistory(record.id))).toHaveLength(1)
  }
  // One may have been committed whose acknowledgement died with the process.
  expect((await referencesIn('wp_')).length - acknowledged.length).toBeLessThanOrEqual(1)
  expect(await present.runSql('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(await overlapsIn('wp_')).toEqual([])
})
