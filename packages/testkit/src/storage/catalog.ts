import type { CatalogBeginning } from '@appointease/server/ports/catalog.ts'
import { expect, it } from 'vitest'
import { anEmployee, aService, date, someSettings, time, zone } from '../builders.ts'
import type { Present } from './harness.ts'

function aBeginning(): CatalogBeginning {
  const { serviceIds: _, ...employee } = anEmployee()
  return {
    settings: someSettings({ businessName: 'Begun' }),
    services: [aService(), aService()],
    employees: [employee],
  }
}

export function catalogRules(present: Present): void {
  const catalog = () => present().storage.catalog

  it('is empty until something is set, and can be read all the same', async () => {
    const { services, employees, calendar, settings } = await catalog().getCatalog()
    expect([services, employees, calendar.services.size, calendar.rules]).toEqual([[], [], 0, settings.rules])
  })

  it.each([
    ['settings', () => catalog().saveSettings(someSettings())],
    ['a service', () => catalog().saveService(aService())],
    ['an employee', () => catalog().saveEmployee(anEmployee())],
  ])('is not empty once %s is set, and has another version', async (_what, save) => {
    const before = await catalog().getCatalog()
    await save()
    expect(await catalog().fillEmpty(aBeginning())).toBe(false)
    const after = await catalog().getCatalog()
    expect(after.version).not.toBe(before.version)
  })

  it('is filled whole and once, by one of many connections that try at once', async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => present().reopen()))
    const stores = [present(), ...others].map(({ storage }) => storage.catalog)
    const filled = await Promise.all(stores.map((store) => store.fillEmpty(aBeginning())))
    expect(filled.filter(Boolean)).toHaveLength(1)
    for (const store of stores) {
      const { settings, services, employees } = await store.getCatalog()
      expect([settings.businessName, services.length]).toEqual(['Begun', 2])
      expect(employees.map(({ serviceIds }) => serviceIds)).toEqual([services.map(({ id }) => id)])
    }
  })

  it('gives back what was saved', async () => {
    const settings = someSettings({
      businessName: 'Zoë’s',
      allowedOrigins: ['https://example.com'],
      rules: {
        ...someSettings().rules,
        timeZone: zone('Australia/Lord_Howe'),
        businessHours: someSettings().openingHours,
        blackoutDates: [{ startDate: date('2026-12-24'), endDate: date('2026-12-26') }],
      },
    })
    const service = aService({ slotStepMinutes: 15, capacity: 4, requiresApproval: true })
    const employee = anEmployee({
      dateOverrides: [{ date: date('2026-12-01'), intervals: [] }],
      timeOff: [{ startDate: date('2026-12-02'), endDate: date('2026-12-02'), startTime: time('12:00') }],
    })
    await catalog().saveSettings(settings)
    const serviceId = await catalog().saveService(service)
    const employeeId = await catalog().saveEmployee(employee)
    const read = await catalog().getCatalog()
    expect(read.settings).toEqual(settings)
    expect(read.services).toEqual([{ ...service, id: serviceId }])
    expect(read.employees).toEqual([{ ...employee, id: employeeId }])
    expect(read.calendar.rules).toEqual(settings.rules)
    expect(read.calendar.services.get(serviceId)).toMatchObject({ capacity: 4, slotStepMinutes: 15 })
    expect(read.calendar.employees.get(employeeId)?.timeOff).toEqual(employee.timeOff)
  })

  it('replaces a record that has an id', async () => {
    const id = await catalog().saveService(aService({ slotStepMinutes: 15 }))
    expect(await catalog().saveService({ ...aService({ name: 'Renamed' }), id })).toBe(id)
    const employeeId = await catalog().saveEmployee(anEmployee())
    expect(await catalog().saveEmployee({ ...anEmployee({ name: 'Renamed' }), id: employeeId })).toBe(
      employeeId,
    )
    const { services, employees } = await catalog().getCatalog()
    expect(services).toEqual([{ ...aService({ name: 'Renamed' }), id }])
    expect(employees.map(({ name }) => name)).toEqual(['Renamed'])
  })

  it('keeps what is not active out of the calendar, and in the lists', async () => {
    await catalog().saveService(aService({ active: false }))
    await catalog().saveEmployee(anEmployee({ active: false }))
    const { services, employees, calendar } = await catalog().getCatalog()
    expect([services.length, employees.length]).toEqual([1, 1])
    expect([calendar.services.size, calendar.employees.size]).toEqual([0, 0])
  })

  it('is the same value until something changes, and then known to every process at once', async () => {
    const other = (await present().reopen()).storage.catalog
    await catalog().saveService(aService())
    const before = await other.getCatalog()
    expect(await other.getCatalog()).toBe(before)
    await catalog().saveEmployee(anEmployee())
    const after = await other.getCatalog()
    expect(after.employees).toHaveLength(1)
    expect(after.version).toBe((await catalog().getCatalog()).version)
  })

  it('loses none of many simultaneous saves', async () => {
    const other = (await present().reopen()).storage.catalog
    const saves = Array.from({ length: 12 }, (_, turn) =>
      (turn % 2 ? other : catalog()).saveService(aService()),
    )
    const ids = await Promise.all(saves)
    expect(new Set(ids).size).toBe(12)
    expect((await catalog().getCatalog()).services).toHaveLength(12)
  })
}
