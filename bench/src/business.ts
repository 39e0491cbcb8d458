import { type CalendarDate, instantOf } from '@appointease/domain'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { startDualStore } from '@appointease/server/adapters/dual/index.ts'
import type { EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import type { SlotLocks } from '@appointease/server/ports/slotLocks.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import { anEmployee, aService, someSettings, time } from '@appointease/testkit/builders.ts'
import { type Engines, openEngines } from './engines.ts'
import { type BusinessSize, tomorrow } from './places.ts'
import { SECRET } from './processes.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A business on a database of its own: in UTC, everybody at work every day, one service of half an hour. */
export interface Business {
  readonly folder: string
  /** What a server of its own process needs, beside the folder, to be on the same database and Redis. */
  readonly env: Readonly<Record<string, string>>
  readonly storage: Storage
  readonly locks: SlotLocks
  readonly ephemeral: EphemeralStore
  /** Tomorrow. */
  readonly firstDate: CalendarDate
  dispose(): Promise<void>
}

export async function openBusiness(size: BusinessSize, engines: Engines = {}): Promise<Business> {
  const { opened, quick, folder, env, close } = await openEngines(engines)
  const { storage } = opened
  await fillCatalog(storage, size)
  const dual = await startDualStore(opened, {
    quick,
    secretMark: createSeals(SECRET).fingerprint('process', ''),
    clock: { now: () => instantOf(Date.now()) },
    log: () => {},
  })
  const { storageMode } = dual.ephemeral.status()
  if ((quick !== undefined) !== (storageMode === 'redis')) throw new Error(`Locks live in ${storageMode}`)
  return {
    folder,
    env,
    storage,
    locks: dual.locks,
    ephemeral: dual.ephemeral,
    firstDate: tomorrow(),
    async dispose() {
      await dual.stop()
      await close()
    },
  }
}

/** Opens one for `work` and disposes of it. */
export async function withBusiness<Value>(
  size: BusinessSize,
  engines: Engines,
  work: (business: Business) => Promise<Value>,
): Promise<Value> {
  const business = await openBusiness(size, engines)
  try {
    return await work(business)
  } finally {
    await business.dispose()
  }
}

async function fillCatalog({ catalog }: Storage, size: BusinessSize): Promise<void> {
  const hours = [{ start: time(size.opens), end: time(size.closes) }]
  const weeklyHours = Object.fromEntries(WEEKDAYS.map((day) => [day, hours]))
  const settings = someSettings()
  await catalog.saveSettings({
    ...settings,
    rules: { ...settings.rules, bookingWindowDays: size.bookingWindowDays },
  })
  await catalog.saveService(aService())
  for (let number = 1; number <= size.employees; number++) {
    await catalog.saveEmployee(anEmployee({ name: `Employee ${number}`, weeklyHours }))
  }
}
