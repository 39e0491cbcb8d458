import { parseInstant } from '@appointease/domain'
import { zone } from '@appointease/testkit/builders.ts'
import { type MariadbDatabase, sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { buildOriginal, SHAPES } from '@appointease/testkit/originalPlugin.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppointmentRecord } from '../../../ports/appointments.ts'
import type { OpenedStorage } from '../../../ports/storage.ts'
import { findOwnAppointment } from '../../../queries/ownAppointment.ts'
import { createMysqlStorage } from '../index.ts'
import type { AdoptionReport } from './report.ts'

const [LAST_VERSION] = SHAPES
const ADA = 'ada@example.com'

/** What the site's clock in New York shows, as an instant in UTC. */
const at = (text: string) => parseInstant(text)

describe.skipIf(MARIADBD === undefined)('an appointment of the original', () => {
  let database: MariadbDatabase
  let opened: OpenedStorage
  let report: AdoptionReport
  let ids: ReadonlyMap<string, number>

  beforeAll(async () => {
    if (!LAST_VERSION) throw new Error('The original has a last version.')
    const server = await sharedMariadb()
    database = await server.createDatabase()
    await buildOriginal(database.url, { shape: LAST_VERSION, seed: 3, ordinary: 0 })
    opened = await createMysqlStorage({
      url: database.url,
      tablePrefix: 'wp_',
      adoption: { timeZone: zone('UTC'), currency: 'EUR' },
      onAdopted: (told) => {
        report = told
      },
    })
    const rows = await server.query('SELECT id, notes FROM ??.wp_appointments_original', [database.name])
    ids = new Map(rows.map(({ id, notes }) => [String(notes), Number(id)]))
  })
  afterAll(async () => {
    await opened?.storage.close()
    await database.drop()
  })

  const idOf = (oddity: string) => ids.get(oddity) ?? 0
  const find = (oddity: string) => opened.storage.appointments.findAppointment({ id: idOf(oddity) })
  const historyOf = (oddity: string) => opened.storage.appointments.listHistory(idOf(oddity))
  const notesOf = (oddity: string) =>
    report.notes
      .filter(({ table, ids: noted }) => table === 'appointments' && noted.includes(idOf(oddity)))
      .map(({ reason }) => reason)

  it.each(['zero date', 'no date'])('with %s stays in its table only', async (oddity) => {
    expect(await find(oddity)).toBeUndefined()
    expect(notesOf(oddity)).toEqual(['no_date'])
  })

  it.each<[string, string, string, string[]]>([
    ['off the grid', '2026-05-05T14:05:00Z', '2026-05-05T14:40:00Z', ['off_five_minutes']],
    // 2:30 does not come on that day: clocks go from 2:00 to 3:00, and half an hour later it is 3:30.
    ['in the gap', '2026-03-08T07:30:00Z', '2026-03-08T08:00:00Z', ['time_does_not_exist']],
    ['twice', '2026-11-01T05:30:00Z', '2026-11-01T06:00:00Z', ['time_happens_twice']],
    ['two days and more', '2026-05-09T14:00:00Z', '2026-05-11T14:00:00Z', ['off_five_minutes', 'too_long']],
    ['seven minutes', '2026-05-12T14:00:00Z', '2026-05-12T14:10:00Z', []],
    ['no service', '2026-05-08T16:00:00Z', '2026-05-08T16:30:00Z', ['no_service']],
    ['gone service', '2026-05-08T14:00:00Z', '2026-05-08T14:30:00Z', ['unknown_service']],
  ])('%s has a time that the database takes', async (oddity, start, end, notes) => {
    const found = await find(oddity)
    expect(found?.slot).toEqual({ start: at(start), end: at(end) })
    expect(found?.occupied).toEqual(found?.slot)
    expect(notesOf(oddity)).toEqual(notes)
  })

  it.each<[string, AppointmentRecord['status'], string[]]>([
    ['twice', 'confirmed', ['time_happens_twice']],
    ['moved', 'confirmed', []],
    ['unknown status', 'confirmed', ['unknown_status']],
    ['no status', 'confirmed', ['unknown_status']],
    ['loud status', 'cancelled', []],
  ])('%s is %s', async (oddity, status, notes) => {
    expect((await find(oddity))?.status).toBe(status)
    expect(notesOf(oddity)).toEqual(notes)
  })

  it.each<[string, number, string[]]>([
    ['paid', 9999, []],
    ['free', 0, []],
    ['paid back', 0, ['negative_amount']],
    ['off the grid', 2500, ['off_five_minutes']],
    ['gone service', 0, ['unknown_service']],
  ])('%s costs %i cents', async (oddity, priceMinor, notes) => {
    expect(await find(oddity)).toMatchObject({ priceMinor, currency: 'EUR' })
    expect(notesOf(oddity)).toEqual(notes)
  })

  it('with nobody, or with somebody who is gone, says so', async () => {
    expect(await find('nobody')).toMatchObject({ employeeId: 0, employeeName: '' })
    expect(await find('gone employee')).toMatchObject({ employeeId: 99, employeeName: '' })
    expect([notesOf('nobody'), notesOf('gone employee')]).toEqual([['no_employee'], ['unknown_employee']])
    expect(notesOf('nobody too')).toEqual(['no_employee', 'collision'])
  })

  it('carries the names and the zone of its making, and a normal address', async () => {
    expect(await find('loud address')).toMatchObject({
      email: ADA,
      serviceName: 'Cut',
      employeeName: 'Ann',
      timeZone: 'America/New_York',
      createdAt: at('2026-02-01T12:00:00Z'),
    })
    expect(notesOf('no address')).toEqual(['no_address'])
    expect((await find('long phone'))?.phone).toHaveLength(64)
    expect(notesOf('long phone')).toEqual(['text_cut'])
  })

  it('that does not say when it was made is as old as the one before it', async () => {
    expect((await find('no making'))?.createdAt).toBe(at('2026-02-01T12:00:00Z'))
    expect(notesOf('no making')).toEqual(['no_making'])
  })

  it('that was moved has a history of that, as far as it is known', async () => {
    const moved = { action: 'rescheduled', by: 'system', to: { start: at('2026-05-13T14:00:00Z') } }
    expect(await historyOf('moved')).toMatchObject([
      { action: 'created', to: { start: at('2026-05-12T19:00:00Z') } },
      { ...moved, at: at('2026-04-01T13:00:00Z'), from: { start: at('2026-05-12T19:00:00Z') } },
    ])
    expect(await historyOf('moved and confirmed')).toHaveLength(2)
    const unknown = await historyOf('moved from nowhere')
    expect([unknown.length, unknown[1]?.from, notesOf('moved from nowhere')]).toEqual([
      2,
      undefined,
      ['no_former_time'],
    ])
    expect((await find('moved'))?.version).toBe(2)
  })

  it('is found by its former reference by whoever it belongs to, and by nobody else', async () => {
    const own = (email: string) =>
      findOwnAppointment(opened.storage, { strongId: 'APT-2026-000001' }, { kind: 'address', email })
    expect((await own('bo@example.com'))?.id).toBe(idOf('shared reference of another'))
    expect((await own(ADA))?.id).toBe(idOf('shared reference'))
    expect(await own('eve@example.com')).toBeUndefined()
  })

  it('keeps its time against those that were made later, and gives it to those before', () => {
    expect(notesOf('collides, made first')).toEqual([])
    expect(notesOf('collides, made second')).toEqual(['collision'])
    expect(notesOf('collides with the second only')).toEqual([])
    expect(notesOf('collides, cancelled')).toEqual([])
  })

  it('of a group has its place until the group is full', () => {
    expect([notesOf('class, first'), notesOf('class, second'), notesOf('class, third')]).toEqual([[], [], []])
    expect([notesOf('class, one too many'), notesOf('class, later')]).toEqual([['collision'], ['collision']])
  })

  it('is of a business whose owner finds what they had set', async () => {
    const { services, employees, settings } = await opened.storage.catalog.getCatalog()
    expect(settings).toMatchObject({
      businessName: 'Café Noir & Söhne',
      currency: 'EUR',
      rules: {
        bookingWindowDays: 365,
        blackoutDates: [
          { startDate: '2026-12-24', endDate: '2026-12-26' },
          { startDate: '2027-01-01', endDate: '2027-01-01' },
        ],
      },
    })
    expect(services.map(({ name, category, capacity }) => [name, category, capacity])).toEqual([
      ['Cut', 'Hair', 1],
      ['Colour é', 'Hair', 1],
      ['Class', '', 3],
      ['Trim', 'Beard', 1],
      ['Service 9', '', 1],
      ['Retreat', 'Hair', 1],
    ])
    expect(employees.map(({ weeklyHours, timeOff }) => [weeklyHours, timeOff])).toEqual([
      [
        { mon: [{ start: '09:00', end: '17:00' }], tue: [{ start: '09:00', end: '17:00' }] },
        [
          { startDate: '2026-07-01', endDate: '2026-07-14' },
          { startDate: '2026-09-02', endDate: '2026-09-09' },
        ],
      ],
      [
        {
          sun: [{ start: '10:00', end: '12:00' }],
          mon: [
            { start: '08:00', end: '12:00' },
            { start: '13:00', end: '16:30' },
          ],
        },
        [],
      ],
      [
        {
          mon: [
            { start: '09:00', end: '12:00' },
            { start: '13:00', end: '00:00' },
          ],
          fri: [{ start: '22:00', end: '02:00' }],
        },
        [{ startDate: '2026-08-01', endDate: '2026-08-01' }],
      ],
      [{}, []],
    ])
    expect(await opened.storage.customers.findCustomer(ADA)).toEqual({
      email: ADA,
      name: 'Ada L.',
      phone: '555',
    })
  })
})
