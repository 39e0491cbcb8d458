import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addDays,
  type CalendarDate,
  type Instant,
  instantOf,
  minutes,
  plus,
  wallClockAt,
} from '@appointease/domain'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { startDualStore } from '@appointease/server/adapters/dual/index.ts'
import { createSqliteStorage } from '@appointease/server/adapters/sqlite/index.ts'
import type { EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import type { SlotLocks } from '@appointease/server/ports/slotLocks.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import {
  aHistoryEntry,
  aLock,
  anAppointment,
  anEmployee,
  aService,
  date,
  someSettings,
  time,
  zone,
} from '@appointease/testkit/builders.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { SECRET } from './processes.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const STEP_MINUTES = 30
const IN_ONE_TRANSACTION = 5000

export const UTC = zone('UTC')

/** One employee's half hour. */
export interface Place {
  readonly employeeId: number
  readonly start: Instant
}

/** A business on a database of its own: in UTC, everybody at work every day, one service of half an hour. */
export interface Business {
  readonly folder: string
  readonly databasePath: string
  readonly storage: Storage
  readonly locks: SlotLocks
  readonly ephemeral: EphemeralStore
  /** Tomorrow: nothing here depends on the hour at which it is measured. */
  readonly firstDate: CalendarDate
  dispose(): Promise<void>
}

export interface BusinessSize {
  readonly employees: number
  readonly bookingWindowDays: number
  readonly opens: string
  /** `00:00` is the end of the day. */
  readonly closes: string
}

export async function openBusiness(size: BusinessSize): Promise<Business> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const databasePath = join(folder, 'appointease.db')
  const opened = await createSqliteStorage({ path: databasePath, tablePrefix: 'wp_' })
  const { storage } = opened
  const dual = await startDualStore(opened, {
    quick: undefined,
    clock: { now: () => instantOf(Date.now()) },
    secretMark: createSeals(SECRET).fingerprint('process', ''),
    log: () => {},
  })
  const hours = [{ start: time(size.opens), end: time(size.closes) }]
  const weeklyHours = Object.fromEntries(WEEKDAYS.map((day) => [day, hours]))
  const settings = someSettings()
  await storage.catalog.saveSettings({
    ...settings,
    rules: { ...settings.rules, bookingWindowDays: size.bookingWindowDays },
  })
  await storage.catalog.saveService(aService())
  for (let number = 1; number <= size.employees; number++) {
    await storage.catalog.saveEmployee(anEmployee({ name: `Employee ${number}`, weeklyHours }))
  }
  const today = wallClockAt(instantOf(Date.now()), UTC).date
  return {
    folder,
    databasePath,
    storage,
    locks: dual.locks,
    ephemeral: dual.ephemeral,
    firstDate: addDays(today, 1),
    async dispose() {
      await dual.stop()
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every half hour of `days` dates and all employees, in an order that looks like chance and is always the same. */
export function placesOf({ firstDate }: Business, size: BusinessSize, days: number): Place[] {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  const closes = minute(size.closes) || 1440
  const places: Place[] = []
  for (let day = 0; day < days; day++) {
    const midnight = Date.parse(`${addDays(firstDate, day)}T00:00:00Z`)
    for (let at = minute(size.opens); at < closes; at += STEP_MINUTES) {
      for (let employeeId = 1; employeeId <= size.employees; employeeId++) {
        places.push({ employeeId, start: instantOf(midnight + minutes(at)) })
      }
    }
  }
  return shuffle(places)
}

function shuffle(places: Place[]): Place[] {
  const next = seededNumbers(7)
  for (let last = places.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    const [a, b] = [places[last], places[other]]
    if (a && b) [places[last], places[other]] = [b, a]
  }
  return places
}

/** Through the same store and past the same triggers as any booking. */
export async function addAppointments({ storage }: Business, places: readonly Place[]): Promise<void> {
  for (let first = 0; first < places.length; first += IN_ONE_TRANSACTION) {
    await storage.change<undefined, { kind: string }>([], async (tx) => {
      for (const place of places.slice(first, first + IN_ONE_TRANSACTION)) {
        const added = await tx.appointments.insertAppointment(anAppointment(place), aHistoryEntry())
        if (!added.ok) throw new Error('Two seeded appointments collide')
      }
      return { ok: true, value: undefined }
    })
  }
}

export async function addLocks({ storage }: Business, places: readonly Place[]): Promise<void> {
  const now = instantOf(Date.now())
  await storage.change<undefined, never>([], async (tx) => {
    for (const [number, { employeeId, start }] of places.entries()) {
      const wall = wallClockAt(start, UTC)
      const slot = { start, end: plus(start, minutes(STEP_MINUTES)) }
      const owner = `v_owner${String(number).padStart(4, '0')}`
      const held = {
        date: date(wall.date),
        time: time(wall.time),
        lockedAt: now,
        expiresAt: plus(now, minutes(30)),
      }
      await tx.locks.putLock(aLock({ employeeId, slot, occupied: slot, owner, address: owner, ...held }))
    }
    return { ok: true, value: undefined }
  })
}
