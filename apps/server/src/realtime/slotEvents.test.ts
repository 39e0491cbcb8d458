import { aLock, anAppointment, aService, date, someSettings } from '@appointease/testkit/builders.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { book, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QuickStore } from '../ports/quickStore.ts'
import type { SlotNews } from '../ports/slotEvents.ts'
import { createSlotEvents, type RunningSlotEvents } from './slotEvents.ts'

const TUESDAY = { employeeId: 1, date: date('2026-11-24'), occupied: anAppointment().occupied }

let under: SqliteUnderTest
let events: RunningSlotEvents
let heard: SlotNews[]
let warned: unknown[]
let timers: ReturnType<typeof manualTimers>

beforeEach(async () => {
  under = await sqliteUnderTest()
  timers = manualTimers()
  heard = []
  warned = []
  events = createSlotEvents({
    log: under.changes,
    catalog: under.storage.catalog,
    timers,
    warn: (fault) => warned.push(fault),
  })
  events.isUpToDate()
  events.subscribe((news) => heard.push(news))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await events.stop()
  await under.dispose()
})

/** A channel of which only what is let through arrives. */
function aChannel() {
  const listeners = new Set<(news: SlotNews) => void>()
  const said: SlotNews[] = []
  const channel = {
    isCut: false,
    isSpread: false,
    publish(change: SlotNews) {
      said.push(change)
      if (!channel.isCut) for (const listener of listeners) listener(change)
    },
    subscribe(listener: (news: SlotNews) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { channel, said, quick: channel as unknown as QuickStore }
}

describe('events', () => {
  it('tell of this process’s changes once, before whoever makes them goes on', async () => {
    await book(under.storage)
    expect(heard).toEqual([TUESDAY])
    expect(events.isUpToDate()).toBe(true)
    expect(heard).toEqual([TUESDAY])
  })

  it('tell of another process’s changes when anybody asks, and when nobody does', async () => {
    const other = await under.reopen()
    await book(other.storage)
    await expect.poll(() => events.isUpToDate() && heard).toEqual([TUESDAY])
    events.start(() => false)
    await commit(other.storage, (tx) => tx.locks.putLock(aLock({ employeeId: 2 })))
    timers.advance(200)
    await expect.poll(() => heard).toHaveLength(2)
  })

  it('say that anything may have changed where the catalog has, whoever changed it', async () => {
    await under.storage.catalog.saveService(aService())
    expect(heard).toEqual([undefined])
    events.start(() => false)
    timers.advance(200)
    await expect.poll(() => timers.pending().length).toBe(1)
    await under.runSql(
      "UPDATE wp_options SET option_value = 'x9' WHERE option_name = 'appointease_catalog_version'",
    )
    for (let look = 0; look < 6; look++) {
      timers.advance(200)
      await expect.poll(() => timers.pending().length).toBe(1)
    }
    expect(heard).toEqual([undefined, undefined])
  })

  it('go on where a listener fails, and say so', async () => {
    events.subscribe(() => {
      throw new Error('No')
    })
    events.subscribe((news) => heard.push(news))
    await book(under.storage)
    expect(heard).toEqual([TUESDAY, TUESDAY])
    expect(warned).toHaveLength(1)
    expect(await under.storage.appointments.findAppointment({ id: 1 })).toBeDefined()
  })

  it('are passed on over the quick store, and heard from there', async () => {
    const { channel, said, quick } = aChannel()
    events.useQuick(quick)
    await book(under.storage)
    expect(said).toEqual([TUESDAY])
    heard.splice(0)
    channel.publish({ employeeId: 7, date: TUESDAY.date })
    channel.publish(undefined)
    expect(heard).toEqual([{ employeeId: 7, date: TUESDAY.date }, undefined])
  })
})

describe('while locks live in the quick store', () => {
  it('nothing is sure before its own words have been heard, and after they no longer are', async () => {
    const { channel, quick } = aChannel()
    events.useQuick(quick)
    events.start(() => true)
    expect(events.isUpToDate()).toBe(false)
    timers.advance(200)
    await expect.poll(() => events.isUpToDate()).toBe(true)
    channel.isCut = true
    await expect
      .poll(
        () => {
          timers.advance(200)
          return events.isUpToDate()
        },
        { timeout: 5_000 },
      )
      .toBe(false)
    channel.isCut = false
    await expect
      .poll(
        () => {
          timers.advance(200)
          return events.isUpToDate()
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe(true)
    expect(heard.filter((news) => news?.employeeId === 0)).toEqual([])
  })
})

it('says that anything may have changed after the machine has slept, and is sure of nothing until it has looked', async () => {
  const { read, onCommitted } = under.changes
  const log = { onCommitted, read }
  const others = createSlotEvents({ log, catalog: under.storage.catalog, timers, warn: () => {} })
  const told: SlotNews[] = []
  others.subscribe((news) => told.push(news))
  others.start(() => false)
  timers.advance(200)
  await expect.poll(() => others.isUpToDate()).toBe(true)
  expect(told).toEqual([])
  const awake = Date.now() + 3_600_000
  vi.spyOn(Date, 'now').mockReturnValue(awake)
  expect(others.isUpToDate()).toBe(false)
  expect(told).toEqual([undefined])
  timers.advance(200)
  await expect.poll(() => others.isUpToDate()).toBe(true)
  expect(told).toEqual([undefined])
  await others.stop()
})

it('trusts a log that can only be asked for a second after it has answered', async () => {
  const { read, onCommitted } = under.changes
  let isAway = false
  const log = {
    onCommitted,
    read: async () => {
      if (isAway) throw new Error('away')
      return read()
    },
  }
  const { catalog } = under.storage
  const others = createSlotEvents({ log, catalog, timers, warn: () => {} })
  expect(others.isUpToDate()).toBe(false)
  others.start(() => false)
  timers.advance(200)
  await expect.poll(() => others.isUpToDate()).toBe(true)
  isAway = true
  const since = performance.now()
  await expect
    .poll(
      () => {
        timers.advance(200)
        return others.isUpToDate()
      },
      { timeout: 5_000 },
    )
    .toBe(false)
  expect(performance.now() - since).toBeLessThan(2_000)
  await others.stop()
  await catalog.saveSettings(someSettings())
})
