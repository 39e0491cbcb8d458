import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { copies, copy, freshBusiness, type Place, watched } from '@appointease/testkit/copies.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { everyRow } from '@appointease/testkit/everyRow.ts'
import { startServerProcess } from '@appointease/testkit/serverProcess.ts'
import { book } from '@appointease/testkit/storage/harness.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSqliteStorage } from '../adapters/sqlite/index.ts'

const { rich, anotherFile, anotherOnMariadb, open, openRich } = copies()

const ENGINES: readonly (readonly [name: string, anotherTarget: () => Promise<Place>])[] = [
  ['SQLite', async () => anotherFile()],
  ...(MARIADBD === undefined ? [] : ([['MariaDB', anotherOnMariadb]] as const)),
]

describe.each(ENGINES)('a copy into %s that is interrupted', (_engine, anotherTarget) => {
  it('at any write leaves a note, is refused as a target and a source, and is whole after being begun again', async () => {
    const target = await anotherTarget()
    let writes = 0
    const whole = watched(open(await anotherTarget()), () => {
      writes += 1
    })
    expect(await copy(openRich(), whole)).toMatchObject({ ok: true })
    expect(writes).toBeGreaterThan(20)

    for (let stop = 1; stop <= writes; stop += 1) {
      const interrupted = watched(open(target), (_write, number) => {
        if (number === stop) throw new Error('The power is cut.')
      })
      await expect(copy(openRich(), interrupted, true)).rejects.toThrow('The power is cut.')
      expect(await open(target).findUnfinishedCopy()).toMatchObject({ since: MONDAY })
    }
    expect(await copy(openRich(), open(target))).toMatchObject({ refusal: { kind: 'target_unfinished' } })
    expect(await copy(open(target), open(anotherFile()))).toMatchObject({
      refusal: { kind: 'source_unfinished' },
    })

    expect(await copy(openRich(), open(target), true)).toMatchObject({ ok: true })
    const back = anotherFile()
    expect(await copy(open(target), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
  })

  it('stops where another copy into the same target is begun, which is whole', async () => {
    const target = await anotherTarget()
    const overtaken = watched(open(target), async (write) => {
      if (write === 'setCapacity')
        expect(await copy(openRich(), open(target), true)).toMatchObject({ ok: true })
    })
    expect(await copy(openRich(), overtaken)).toEqual({ ok: false, refusal: { kind: 'overtaken' } })
    const back = anotherFile()
    expect(await copy(open(target), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
  })
})

describe('afterwards', () => {
  it('the database keeps overlaps out, full groups full, and gives no number twice', async () => {
    const target = anotherFile()
    await copy(openRich(), open(target))
    const { storage } = await createSqliteStorage({ path: target.path, tablePrefix: 'wp_' })
    onTestFinished(() => storage.close())
    const taken = { ok: false, refusal: { kind: 'slot_taken' } }
    for (const wish of [{}, { employeeId: 8 }, { employeeId: 7, serviceId: 2 }])
      expect(await book(storage, wish)).toEqual(taken)
    const counters = everyRow(rich().path, 'wp_').sqlite_sequence
    const last = counters?.map((row) => JSON.parse(row)).find(({ name }) => name === 'appointments')
    expect(await book(storage, { employeeId: 99 })).toEqual({ ok: true, value: last.seq + 1 })
  })

  it('no server starts on a copy that is not finished', async () => {
    const target = anotherFile()
    const interrupted = watched(open(target), (write) => {
      if (write === 'finish') throw new Error('The power is cut.')
    })
    await expect(copy(openRich(), interrupted)).rejects.toThrow()
    const server = startServerProcess(dirname(target.path), { DATABASE_URL: `sqlite:${target.path}` })
    expect(await server.exit).toMatchObject({ code: 78 })
    expect(server.err).toEqual([
      expect.stringMatching(
        /^DATABASE_URL cannot be used: The database holds a copy that was begun 2026-11-23T08:00:00Z and not finished\. .*copy --again/,
      ),
    ])
  })
})

describe('is refused', () => {
  it('where the target holds anything, and changes nothing there', async () => {
    const business = await freshBusiness()
    await book(business.storage)
    const before = everyRow(business.path, 'wp_')
    const to = open({ kind: 'sqlite', path: business.path })
    const refused = await copy(openRich(), to)
    expect(refused).toMatchObject({ refusal: { kind: 'target_not_empty' } })
    expect(!refused.ok && 'rows' in refused.refusal && Object.fromEntries(refused.refusal.rows)).toEqual({
      appointments: 1,
      history: 1,
    })
    expect(await copy(openRich(), to, true)).toEqual(refused)
    expect(everyRow(business.path, 'wp_')).toEqual(before)
  })

  it('where the source has no tables', async () => {
    expect(await copy(open(anotherFile()), open(anotherFile()))).toMatchObject({
      refusal: { kind: 'source_empty' },
    })
  })

  it('where the source is of an older version', async () => {
    const business = await freshBusiness()
    await business.runSql("DELETE FROM wp_appointease_migrations WHERE name = '0005-people'")
    const refused = await copy(open({ kind: 'sqlite', path: business.path }), open(anotherFile()))
    expect(refused).toEqual({ ok: false, refusal: { kind: 'source_outdated', pending: ['0005-people'] } })
  })

  it('as unequal where somebody writes into the target, and leaves the note', async () => {
    const target = anotherFile()
    const disturbed = watched(open(target), (write) => {
      if (write !== 'setCapacity') return
      const other = new DatabaseSync(target.path)
      other.exec("UPDATE wp_appointease_customers SET name = 'changed' WHERE id = 1")
      other.close()
    })
    expect(await copy(openRich(), disturbed)).toMatchObject({ refusal: { kind: 'not_equal' } })
    expect(await open(target).findUnfinishedCopy()).toBeDefined()
  })
})
