import { minutes, plus } from '@appointease/domain'
import { MONDAY, someSettings, TUESDAY_TEN } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { booked, type StorageUnderTest } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logging.ts'
import type { Storage } from '../ports/storage.ts'
import { createLapses } from './lapses.ts'

let present: StorageUnderTest
let storage: Storage
let clock: FixedClock

beforeEach(async () => {
  present = await sqliteUnderTest()
  storage = present.storage
  clock = fixedClock(MONDAY)
  await storage.catalog.saveSettings(someSettings())
})
afterEach(() => present.dispose())

async function round(over: Storage = storage): Promise<void> {
  const job = createLapses({
    storage: over,
    clock,
    timers: manualTimers(),
    logger: createLogger({ level: 'silent', pretty: false, output: { write: () => undefined } }),
    outboxFilled: () => undefined,
  })
  job.start()
  await job.stop()
}

const mails = async () =>
  (await storage.outbox.claimDue(clock.now(), 1, 99)).map(({ messageKey }) => messageKey)
const statusOf = async (id: number) => (await storage.appointments.findAppointment({ id }))?.status

test('an appointment that nobody has approved lapses when it begins: history, time and one mail, whoever finds it', async () => {
  const { id, strongId, slot, occupied } = await booked(storage, { status: 'pending' })
  const { id: approved } = await booked(storage, { employeeId: 2 })
  clock.set(plus(TUESDAY_TEN, -1))
  await round()
  expect(await statusOf(id)).toBe('pending')
  clock.set(TUESDAY_TEN)
  const { storage: another } = await present.reopen()
  await Promise.all([round(), round(another)])
  await round()
  expect(await statusOf(id)).toBe('cancelled')
  expect(await statusOf(approved)).toBe('confirmed')
  const place = { start: slot.start, employeeId: 1 }
  expect((await storage.appointments.listHistory(id)).slice(1)).toEqual([
    {
      at: TUESDAY_TEN,
      action: 'cancelled',
      by: 'system',
      reason: 'lapsed',
      from: { ...place, status: 'pending' },
      to: { ...place, status: 'cancelled' },
    },
  ])
  expect(await storage.appointments.listOccupations([1], occupied)).toEqual([])
  expect(await mails()).toEqual([`appointment-${strongId}-v2-cancelled`])
})

test('it lapses sooner where the owner has set for how long it waits, counted from the last move', async () => {
  await storage.catalog.saveSettings(someSettings({ pendingHours: 6 }))
  const { id } = await booked(storage, { status: 'pending', updatedAt: plus(MONDAY, minutes(60)) })
  clock.set(plus(MONDAY, minutes(7 * 60) - 1))
  await round()
  expect(await statusOf(id)).toBe('pending')
  clock.set(plus(MONDAY, minutes(7 * 60)))
  await round()
  expect(await statusOf(id)).toBe('cancelled')
})

test('what began more than three days ago stays as it is, and nobody gets mail about it', async () => {
  const { id } = await booked(storage, { status: 'pending' })
  clock.set(plus(TUESDAY_TEN, minutes(72 * 60) + 1))
  await round()
  expect(await statusOf(id)).toBe('pending')
  expect(await mails()).toEqual([])
})

test('more than a page of them lapse in one round', async () => {
  for (let employeeId = 1; employeeId <= 101; employeeId += 1)
    await booked(storage, { employeeId, status: 'pending' })
  clock.set(TUESDAY_TEN)
  await round()
  expect(await mails()).toHaveLength(99)
  const query = { startingFrom: MONDAY, begunBy: TUESDAY_TEN, changedBy: undefined, limit: 9 }
  expect(await storage.appointments.listPending(query)).toEqual([])
})
