import { createRequire } from 'node:module'
import { ROUTES } from '@appointease/contract'
import { anEmployee, aService, instant, someSettings, zone } from '@appointease/testkit/builders.ts'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decimalAmount } from '../../money.ts'

const { Ajv } = createRequire(createRequire(import.meta.url).resolve('fastify'))('ajv')
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse()
  const { catalog } = house.storage
  await catalog.saveService(
    aService({ name: 'Yen', priceMinor: 1234, durationMinutes: 60, slotStepMinutes: 15 }),
  )
  await catalog.saveService(aService({ name: 'Retired', active: false }))
  await catalog.saveEmployee(
    anEmployee({
      name: 'Mike',
      serviceIds: [1, 2, 3],
      email: 'mike@staff.example',
      photoUrl: 'https://x.example/m.jpg',
    }),
  )
  await catalog.saveEmployee(anEmployee({ name: 'Gone', active: false }))
})
afterAll(() => house.close())

const get = async (path: string) => {
  const reply = await house.app.inject({ url: `/wp-json/appointease/v1${path}` })
  return { status: reply.statusCode, headers: reply.headers, body: reply.json() }
}

describe('money', () => {
  it.each([
    [7500, 'USD', 75],
    [1999, 'EUR', 19.99],
    [7500, 'JPY', 7500],
    [1234, 'KWD', 1.234],
  ])('%i minor units of %s are %d', (minor, currency, amount) => {
    expect(decimalAmount(minor, currency)).toBe(amount)
  })
})

describe('the public catalog', () => {
  it.each([
    'listServices',
    'listStaff',
    'getBusinessHours',
    'getTimeSlots',
    'getSettings',
    'getServerDate',
  ] as const)('%s keeps to the contract', async (id) => {
    const { status, body } = await get(ROUTES[id].path)
    expect(status).toBe(200)
    const validate = new Ajv({ strict: false }).compile(ROUTES[id].success.schema)
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true)
  })

  it('shows what can be booked, and by whom', async () => {
    const { body } = await get('/services')
    expect(body.map(({ name, staff }: { name: string; staff: number[] }) => [name, staff])).toEqual([
      ['Consultation', [1, 2]],
      ['Yen', [2]],
    ])
  })

  it('names no address or number of the team', async () => {
    const { body } = await get('/staff')
    expect(body.map(({ name, services }: { name: string; services: number[] }) => [name, services])).toEqual([
      ['Sarah Johnson', [1]],
      ['Mike', [1, 2]],
    ])
    expect(Object.keys(body[0]).sort()).toEqual([
      'bio',
      'id',
      'name',
      'photo_url',
      'services',
      'specialization',
    ])
    expect(JSON.stringify(body)).not.toContain('staff.example')
  })

  it('lists the team of one service, and knows no service that is not there or not offered', async () => {
    expect((await get('/staff?service_id=2')).body).toHaveLength(1)
    for (const url of ['/staff?service_id=99', '/staff?service_id=3', '/time-slots?service_id=99']) {
      expect((await get(url)).body.code).toBe('NOT_FOUND')
    }
  })

  it('pages as WordPress does', async () => {
    const { headers, body } = await get('/services?per_page=1&page=2')
    expect(body).toHaveLength(1)
    expect(headers).toMatchObject({ 'x-wp-total': '2', 'x-wp-totalpages': '2' })
    expect((await get('/services?page=9')).body).toEqual([])
  })

  it("gives a service's own grid and room for its duration", async () => {
    const { body } = await get('/time-slots?service_id=2')
    expect(body.slot_duration).toBe(15)
    expect(body.time_slots).toContain('09:15')
    expect(body.time_slots.at(-1)).toBe('16:00')
  })

  it("tells the time of the business's wall, on both sides of a change of clocks", async () => {
    const settings = someSettings()
    await house.storage.catalog.saveSettings({
      ...settings,
      rules: { ...settings.rules, timeZone: zone('America/St_Johns') },
    })
    // Newfoundland leaves daylight time (-02:30) for standard time (-03:30) at 2026-11-01 04:30 UTC.
    house.clock.set(instant('2026-11-01T04:29:59Z'))
    expect((await get('/server-date')).body).toEqual({
      server_date: '2026-11-01',
      server_time: '01:59:59',
      server_timestamp: 1793507399,
      timezone: 'America/St_Johns',
      utc_offset: '-02:30',
    })
    house.clock.set(instant('2026-11-01T04:30:00Z'))
    expect((await get('/server-date')).body).toMatchObject({ server_time: '01:00:00', utc_offset: '-03:30' })
  })
})
