import { listSlots, plus } from '@appointease/domain'
import { date, instant, someSettings, zone } from '@appointease/testkit/builders.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSampleBusiness } from './sampleBusiness.ts'

let present: SqliteUnderTest
beforeEach(async () => {
  present = await sqliteUnderTest()
})
afterEach(() => present.dispose())

it('has the services, people and rules of the documentation', async () => {
  const { catalog } = present.storage
  expect(await makeSampleBusiness(catalog, zone('America/New_York'))).toBe(true)
  const { services, employees, settings } = await catalog.getCatalog()
  expect(
    services.map(({ name, durationMinutes, priceMinor }) => [name, durationMinutes, priceMinor]),
  ).toEqual([
    ['Consultation', 30, 7500],
    ['Premium Service', 60, 15000],
  ])
  expect(employees.map(({ name, weeklyHours, serviceIds }) => [name, weeklyHours.fri, serviceIds])).toEqual([
    ['Sarah Johnson', [{ start: '09:00', end: '17:00' }], services.map(({ id }) => id)],
    ['Mike Wilson', [{ start: '10:00', end: '18:00' }], services.map(({ id }) => id)],
  ])
  expect(settings.rules).toMatchObject({
    timeZone: 'America/New_York',
    slotStepMinutes: 30,
    bookingWindowDays: 30,
  })
})

it('can be booked at once', async () => {
  const { catalog } = present.storage
  await makeSampleBusiness(catalog, zone('UTC'))
  const { calendar, services, employees } = await catalog.getCatalog()
  const now = instant('2026-11-23T00:00:00Z')
  const slots = listSlots(
    { calendar, occupancy: { appointments: [], locks: [] }, now },
    {
      serviceId: services[0]?.id ?? 0,
      employeeIds: employees.map(({ id }) => id),
      from: date('2026-11-23'),
      to: date('2026-11-23'),
    },
  )
  expect(slots).toHaveLength(32)
  expect(slots[0]?.slot.start).toBe(plus(now, 9 * 3_600_000))
})

it('touches nothing where an owner has set anything', async () => {
  const { catalog } = present.storage
  await catalog.saveSettings(someSettings({ businessName: 'Mine' }))
  expect(await makeSampleBusiness(catalog, zone('UTC'))).toBe(false)
  const { settings, services } = await catalog.getCatalog()
  expect([settings.businessName, services.length]).toEqual(['Mine', 0])
})
