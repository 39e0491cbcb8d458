import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './storage/harness.ts'

const booker = fileURLToPath(import.meta.resolve('./storageBooker.ts'))

export interface ProcessesUnderTest extends StorageUnderTest {
  /** Where another process finds the database: an address or a path. */
  readonly place: string
}

/** What the Storage port promises where several processes have one database, and where one of them is killed. */
export function describeProcesses(name: string, factory: () => Promise<ProcessesUnderTest>): void {
  describe(`${name} with several processes`, () => processRules(factory))
}

function processRules(factory: () => Promise<ProcessesUnderTest>): void {
  let present: ProcessesUnderTest
  let children: ChildProcess[]

  beforeEach(async () => {
    present = await factory()
    children = []
  })
  afterEach(async () => {
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await present.dispose()
  })

  /** A process of its own that books at random and prints the reference of each booking that was acknowledged. */
  function startBooker(prefix: string, seed: number, requests: number) {
    const child = spawn(process.execPath, [booker, present.place, prefix, String(seed), String(requests)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const acknowledged: string[] = []
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => acknowledged.push(line))
    const enough = (count: number) =>
      new Promise<void>((resolve) => {
        lines.on('line', () => {
          if (acknowledged.length === count) resolve()
        })
      })
    return { child, acknowledged, enough, closed: once(lines, 'close') }
  }

  const referencesIn = async (prefix: string) => {
    const rows = await present.runSql(`SELECT strong_id FROM ${prefix}appointments ORDER BY strong_id`)
    return rows.map((row) => String(row.strong_id))
  }

  const overlapsIn = (prefix: string) =>
    present.runSql(`SELECT a.strong_id FROM ${prefix}appointments a JOIN ${prefix}appointments b
      ON a.employee_id = b.employee_id AND a.id < b.id
      AND a.occupied_start < b.occupied_end AND b.occupied_start < a.occupied_end`)

  it('lets them start at once on new tables and book at once, without an overlap', async () => {
    const bookers = [1, 2, 3].map((seed) => startBooker('new_', seed, 150))
    await Promise.all(bookers.flatMap(({ child, closed }) => [once(child, 'exit'), closed]))
    expect(bookers.map(({ child }) => child.exitCode)).toEqual([0, 0, 0])
    const acknowledged = bookers.flatMap((one) => one.acknowledged).sort()
    expect(await referencesIn('new_')).toEqual(acknowledged)
    expect(acknowledged.length).toBeGreaterThan(50)
    expect(await overlapsIn('new_')).toEqual([])
  })

  it('has every booking that a killed process acknowledged, whole, and keeps nobody else waiting', async () => {
    const [victim, other] = [startBooker('wp_', 7, 100_000), startBooker('wp_', 8, 100_000)]
    await victim.enough(40)
    victim.child.kill('SIGKILL')
    await victim.closed
    await other.enough(other.acknowledged.length + 5)
    other.child.kill('SIGKILL')
    await other.closed
    const acknowledged = [...victim.acknowledged, ...other.acknowledged]
    const { storage } = await present.reopen()
    for (const strongId of acknowledged) {
      const record = await storage.appointments.findAppointment({ strongId })
      expect(record && (await storage.appointments.listHistory(record.id))).toHaveLength(1)
    }
    // One of each may have been committed whose acknowledgement died with its process.
    expect((await referencesIn('wp_')).length - acknowledged.length).toBeLessThanOrEqual(2)
    expect(await overlapsIn('wp_')).toEqual([])
  })
}
