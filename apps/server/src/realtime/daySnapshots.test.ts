import { plus } from '@appointease/domain'
import {
  aLock,
  anAppointment,
  anEmployee,
  aSelection,
  aService,
  date,
  instant,
  MONDAY,
  someSettings,
} from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { book, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Storage, StorageUnavailable } from '../ports/storage.ts'
import { createDaySnapshots, type DaySnapshots } from './daySnapshots.ts'
import { createSlotEvents } from './slotEvents.ts'

const TUESDAY = { employeeId: 1, date: date('2026-11-24') }

let under: SqliteUnderTest
let clock: FixedClock
let snapshots: DaySnapshots
/** Appointments were read so often. */
let reads: number
/** Held back until it resolves, or rejects. */
let gate: () => Promise<void>

function snapshotsOf(storage: Storage, changes = under.changes): DaySnapshots {
  const counted: Storage = {
    ...storage,
    appointments: {
      ...storage.appointments,
      async listOccupations(employeeIds, within) {
        reads += 1
        const found = await storage.appointments.listOccupations(employeeIds, within)
        await gate()
        return found
      },
    },
  }
  const warn = (fault: unknown) => {
    throw fault
  }
  const events = createSlotEvents({ log: changes, catalog: storage.catalog, timers: manualTimers(), warn })
  const { ephemeral } = under
  return createDaySnapshots({ storage: counted, locks: storage.locks, ephemeral, clock }, events)
}

beforeEach(async () => {
  under = await sqliteUnderTest()
  clock = fixedClock(MONDAY)
  reads = 0
  gate = async () => {}
  const { catalog } = under.storage
  await catalog.saveSettings(someSettings())
  await catalog.saveService(aService())
  await catalog.saveService(aService({ name: 'Long', durationMinutes: 60, bufferAfterMinutes: 30 }))
  await catalog.saveEmployee(anEmployee({ serviceIds: [1, 2] }))
  await catalog.saveEmployee(anEmployee({ serviceIds: [1, 2] }))
  snapshots = snapshotsOf(under.storage)
})
afterEach(() => under.dispose())

async function see(day = TUESDAY, owner?: string) {
  const look = await snapshots.look(day)
  if (!look.ok) throw new Error('There is no such employee.')
  const seen = look.value.seenBy(1, owner)
  if (!seen) throw new Error('There is no such service.')
  return seen
}

const lock = (differing = {}) => commit(under.storage, (tx) => tx.locks.putLock(aLock(differing)))

describe('a look at a day', () => {
  it('reads nothing where nothing has happened since the last one', async () => {
    const first = await see()
    const again = snapshots.look(TUESDAY)
    expect(again).not.toBeInstanceOf(Promise)
    expect(await see()).toBe(first)
    expect(reads).toBe(1)
  })

  it('shows what was committed before whoever committed it goes on', async () => {
    expect((await see()).booked).toEqual([])
    await book(under.storage)
    expect((await see()).booked).toEqual(['10:00'])
    await lock({ owner: 'v_other00001' })
    expect((await see()).locks.map(({ owner }) => owner)).toEqual(['v_other00001'])
    await under.ephemeral.putSelection(aSelection())
    expect((await see()).selections).toHaveLength(1)
    const before = (await see()).version
    await under.storage.catalog.saveSettings(someSettings({ businessName: 'Another' }))
    expect((await see()).version).not.toBe(before)
  })

  it('shows what another process has committed', async () => {
    await see()
    const other = await under.reopen()
    await book(other.storage)
    await expect.poll(async () => (await see()).booked).toEqual(['10:00'])
  })

  it('shows neither a lock nor a selection in the millisecond in which it ends', async () => {
    await lock()
    await under.ephemeral.putSelection(aSelection())
    clock.set(plus(MONDAY, 9_999))
    expect((await see()).selections).toHaveLength(1)
    clock.set(plus(MONDAY, 10_000))
    expect((await see()).selections).toEqual([])
    clock.set(plus(MONDAY, 599_999))
    expect((await see()).locked).toEqual(['10:00'])
    clock.set(plus(MONDAY, 600_000))
    expect((await see()).locked).toEqual([])
  })

  it('shows a lock to its owner as in nobody’s way, and to all others alike', async () => {
    await lock()
    const [own, other, nobody] = [
      await see(TUESDAY, 'v_someone0001'),
      await see(TUESDAY, 'v_other'),
      await see(),
    ]
    expect([own.locked, own.locks.length]).toEqual([[], 1])
    expect(other).toBe(nobody)
    expect(other.locked).toEqual(['10:00'])
    expect(reads).toBe(1)
  })

  it('reads nothing again for what happens to another employee or out of its reach', async () => {
    await see()
    await book(under.storage, { employeeId: 2 })
    await book(under.storage, { start: instant('2026-11-25T09:00:00Z') })
    await lock({ employeeId: 2 })
    await under.ephemeral.putSelection(aSelection({ date: date('2026-11-25') }))
    await see()
    expect(reads).toBe(1)
  })

  it('reads again what reaches into the day from its neighbour', async () => {
    await see()
    const night = { start: instant('2026-11-23T22:00:00Z'), durationMinutes: 12 * 60 }
    await book(under.storage, night)
    expect((await see()).booked).toEqual(['09:00', '09:30'])
  })

  it('finds no employee and no service that is not there', async () => {
    expect(await snapshots.look({ ...TUESDAY, employeeId: 9 })).toMatchObject({ ok: false })
    const look = await snapshots.look(TUESDAY)
    expect(look.ok && look.value.seenBy(9, undefined)).toBeUndefined()
  })
})

describe('many looks at a day', () => {
  it('share one reading', async () => {
    const looks = await Promise.all(Array.from({ length: 50 }, () => see()))
    expect(new Set(looks).size).toBe(1)
    expect(reads).toBe(1)
  })

  it('that began after something had happened share one reading that began after it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = () => promise
    const early = see()
    await expect.poll(() => reads).toBe(1)
    await book(under.storage)
    const late = Array.from({ length: 20 }, () => see())
    expect(reads).toBe(1)
    resolve()
    expect((await early).booked).toEqual([])
    for (const { booked } of await Promise.all(late)) expect(booked).toEqual(['10:00'])
    expect(reads).toBe(2)
  })

  it('see each state that is committed, however many changes come at once', async () => {
    await Promise.all(
      Array.from({ length: 14 }, async (_, number) => {
        const start = plus(instant('2026-11-24T09:00:00Z'), number * 1_800_000)
        await book(under.storage, { start })
        expect((await see()).booked.length).toBeGreaterThanOrEqual(1)
      }),
    )
    expect((await see()).booked).toHaveLength(14)
  })
})

describe('a day that cannot be read', () => {
  const away = () => Promise.reject(new StorageUnavailable('no database'))

  it('is told to nobody as it was before something happened to it', async () => {
    await see()
    await book(under.storage)
    gate = away
    await expect(see()).rejects.toThrow(StorageUnavailable)
    gate = async () => {}
    expect((await see()).booked).toEqual(['10:00'])
  })

  it('is told to nobody where it has not been made sure of for a second', async () => {
    const silent = { read: away, onCommitted: () => {} }
    snapshots = snapshotsOf(under.storage, silent)
    const began = performance.now()
    await see()
    gate = away
    const seen = async () =>
      see().then(
        ({ booked }) => booked,
        (fault: Error) => fault.constructor.name,
      )
    expect(await seen()).toEqual([])
    await expect.poll(seen, { timeout: 3_000 }).toBe('StorageUnavailable')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

describe('who watches a day', () => {
  it('is called when something happens to it, and no longer afterwards', async () => {
    await see()
    let calls = 0
    const end = snapshots.watch(TUESDAY, () => calls++)
    await book(under.storage)
    expect(calls).toBe(1)
    await book(under.storage, { employeeId: 2 })
    expect(calls).toBe(1)
    end()
    await under.storage.catalog.saveSettings(someSettings())
    expect(calls).toBe(1)
  })

  it('is called when something in it has come to its end by itself', async () => {
    await lock()
    await see()
    let calls = 0
    snapshots.watch(TUESDAY, () => calls++)
    snapshots.lookThroughWatched()
    expect(calls).toBe(0)
    clock.advance(600)
    snapshots.lookThroughWatched()
    expect(calls).toBe(1)
  })

  it('is called where somebody else has found that something has come to its end', async () => {
    await lock()
    await see()
    let calls = 0
    snapshots.watch(TUESDAY, () => calls++)
    clock.advance(600)
    await see()
    expect(calls).toBe(1)
    snapshots.lookThroughWatched()
    expect(calls).toBe(1)
  })
})

const ofFebruary = (day: number) => ({
  employeeId: 1,
  date: date(`${2030 + Math.floor(day / 28)}-02-${String((day % 28) + 1).padStart(2, '0')}`),
})

it('keeps a day that is asked for, however many others are watched', async () => {
  const ends = Array.from({ length: 1_200 }, (_, day) => snapshots.watch(ofFebruary(day), () => {}))
  for (let day = 0; day < 1_200; day++) await snapshots.look(ofFebruary(day))
  await see()
  await snapshots.look({ employeeId: 2, date: date('2026-11-24') })
  reads = 0
  await see()
  expect(reads).toBe(0)
  for (const end of ends) end()
  for (let day = 0; day < 1_200; day++) await snapshots.look(ofFebruary(day))
  expect(reads).toBeGreaterThanOrEqual(200)
})

it('keeps only so many days that nobody watches, and all that somebody does', async () => {
  await see()
  let calls = 0
  snapshots.watch(TUESDAY, () => calls++)
  for (let day = 0; day < 1_200; day++) await snapshots.look(ofFebruary(day))
  reads = 0
  await see()
  expect(reads).toBe(0)
  await snapshots.look({ employeeId: 1, date: date('2030-02-01') })
  expect(reads).toBe(1)
  await book(under.storage, anAppointment())
  expect(calls).toBe(1)
})
