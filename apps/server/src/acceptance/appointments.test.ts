import { instant, MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type Customer, signInAs, TUESDAY } from '@appointease/testkit/customer.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const TODAY = '2026-11-23'
const A_MOMENT = 0.001

let clock: FixedClock
let server: TestServer
let file: DatabaseFile
let ada: Customer
let grace: Customer

beforeEach(async () => {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock })
  file = openDatabaseFile(server.databasePath)
  ada = await signInAs(server, 'ada@example.com')
  grace = await signInAs(server, 'grace@example.com')
})
afterEach(async () => {
  expect(findViolations(file, clock.now())).toEqual([])
  file.close()
  await server.stop()
})

const isFree = async (time: string, service_id = 1, employee_id = 1) => {
  const { body } = await server.send('POST', '/check-slot', { date: TUESDAY, time, service_id, employee_id })
  return body.available
}

/** All that a change could touch. */
const everything = () =>
  ['wp_appointments', 'wp_appointease_history', 'wp_appointease_outbox'].map((table) =>
    file.rows(`SELECT * FROM ${table} ORDER BY id`),
  )
const mailsOf = (kind: string) =>
  file.number('SELECT COUNT(*) FROM wp_appointease_outbox WHERE kind = ?', `appointment_${kind}`)

async function setRules(differing: object): Promise<void> {
  const { rules, ...settings } = someSettings()
  await server.storage.catalog.saveSettings({ ...settings, rules: { ...rules, ...differing } })
}

test("somebody else's appointment does not exist, by whatever name and method", async () => {
  const { body } = await ada.book('10:00')
  await server.sendDueMails()
  const before = everything()
  for (const name of [body.appointment_id, body.strong_id]) {
    const tries = [
      await grace.show(name),
      await grace.move(name, '11:00'),
      await grace.cancel(name),
      await grace.send('GET', `/appointments/${name}/calendar.ics`),
      await grace.send('POST', '/reschedule-availability', {
        date: TUESDAY,
        employee_id: 1,
        exclude_appointment_id: name,
      }),
    ]
    expect(tries.map(outcomeOf)).toEqual(tries.map(() => '404 NOT_FOUND'))
    const [foreign] = tries
    const missing = await grace.show(typeof name === 'number' ? 4711 : 'APT-2026-ZZZZZZZZZZ')
    expect(foreign?.text).toBe(missing.text)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'GET' ? undefined : { new_date: TUESDAY, time: '11:00' }
      const stranger = await server.send(method, `/appointments/${name}`, body)
      expect(outcomeOf(stranger)).toBe('401 rest_not_logged_in')
    }
  }
  expect((await grace.send('GET', '/user-appointments')).body).toEqual([])
  const asked = await grace.send('POST', '/user-appointments', { email: ada.email })
  expect(outcomeOf(asked)).toBe('403 rest_forbidden')
  expect(everything()).toEqual(before)
})

test('what a client says of status, price, id, version or role is not heard', async () => {
  const claims = {
    id: 99,
    appointment_id: 99,
    strong_id: 'APT-2026-CHOSENBYME',
    status: 'completed',
    price: 0,
    price_minor: 0,
    currency: 'XXX',
    version: 7,
    role: 'owner',
    capacity: 9,
    created_at: '2000-01-01T00:00:00Z',
    service_name: 'Free',
  }
  const { body } = await ada.book('10:00', claims)
  const made = {
    id: 1,
    status: 'confirmed',
    price: 75,
    version: 1,
    service_name: 'Consultation',
    created_at: '2026-11-23T08:00:00Z',
  }
  expect(body.appointment).toMatchObject(made)
  expect(body.strong_id).toMatch(/^APT-2026-[2-9A-HJ-NP-Z]{10}$/)
  await ada.move(1, '11:00', { ...claims, version: 1, email: grace.email, service_id: 2 })
  await ada.cancel(1, { ...claims, status: 'confirmed' })
  expect((await ada.show(1)).body).toMatchObject({
    ...made,
    status: 'cancelled',
    version: 3,
    service_id: 1,
    email: ada.email,
  })
  expect(file.rows('SELECT price_minor, currency FROM wp_appointments')).toEqual([
    { price_minor: 7500, currency: 'USD' },
  ])
})

test('a move keeps the id, frees the old time and takes the new one', async () => {
  const { body } = await ada.book('10:00')
  const moved = await ada.move(body.strong_id, '11:00')
  expect(moved.body.appointment).toMatchObject({
    id: body.appointment_id,
    strong_id: body.strong_id,
    start_utc: '2026-11-24T11:00:00Z',
    version: 2,
    history: [
      { action: 'created', by: 'customer' },
      { action: 'rescheduled', from: '2026-11-24T10:00:00Z', to: '2026-11-24T11:00:00Z', by: 'customer' },
    ],
  })
  expect([await isFree('10:00'), await isFree('11:00')]).toEqual([true, false])
  expect(mailsOf('rescheduled')).toBe(1)
})

test('a move to another employee frees the time of the first', async () => {
  const { body } = await ada.book('10:00')
  const moved = await ada.move(body.appointment_id, '10:00', { employee_id: 2 })
  expect(moved.body.appointment).toMatchObject({ employee_id: 2, staff_name: 'Mike Wilson' })
  expect([await isFree('10:00', 1, 1), await isFree('10:00', 1, 2)]).toEqual([true, false])
})

test('a move to where it is changes nothing and succeeds', async () => {
  const { body } = await ada.book('10:00')
  await server.sendDueMails()
  const before = everything()
  const moved = await ada.move(body.appointment_id, '10:00')
  expect(outcomeOf(moved)).toBe('200')
  expect(moved.body.appointment.version).toBe(1)
  expect(everything()).toEqual(before)
})

test('a move to a time that overlaps its own succeeds', async () => {
  const { body } = await ada.book('10:00', { service_id: 2 })
  for (const time of ['10:30', '10:00', '09:30'])
    expect(outcomeOf(await ada.move(body.appointment_id, time))).toBe('200')
  expect([await isFree('10:30'), await isFree('10:00')]).toEqual([true, false])
})

test('a move that is refused changes nothing', async () => {
  const { body } = await ada.book('10:00')
  await grace.book('11:00')
  await server.send('POST', '/slots/select', {
    date: TUESDAY,
    time: '12:00',
    employee_id: 1,
    client_id: 'somebody-else',
  })
  await server.sendDueMails()
  const before = everything()
  const taken = await ada.move(body.appointment_id, '11:00')
  expect(outcomeOf(taken)).toBe('409 SLOT_TAKEN')
  expect(taken.body.data.alternatives).toHaveLength(5)
  const id = body.appointment_id
  const refused = [
    await ada.move(id, '12:00'),
    await ada.move(id, '18:00'),
    await ada.move(id, '10:10'),
    await ada.move(id, '10:00', { new_date: '2026-11-28' }),
    await ada.move(id, '10:00', { new_date: '2026-11-20' }),
    await ada.move(id, '10:00', { new_date: '2027-11-24' }),
    await ada.move(id, '10:00', { employee_id: 3 }),
    await ada.move(id, '15:00', { version: 2 }),
  ]
  expect(refused.map(outcomeOf)).toEqual([
    '409 SLOT_LOCKED',
    '400 OUTSIDE_HOURS',
    '400 NOT_ON_GRID',
    '400 NON_WORKING_DAY',
    '400 PAST_DATE',
    '400 OUTSIDE_WINDOW',
    '400 SERVICE_NOT_OFFERED',
    '409 STALE_VERSION',
  ])
  expect(everything()).toEqual(before)
})

test('who has seen an older version is told which one there is now', async () => {
  const { body } = await ada.book('10:00')
  expect(outcomeOf(await ada.move(body.appointment_id, '11:00', { version: 1 }))).toBe('200')
  const stale = await ada.move(body.appointment_id, '12:00', { version: 1 })
  expect(outcomeOf(stale)).toBe('409 STALE_VERSION')
  expect(stale.body.data.current_version).toBe(2)
  expect(outcomeOf(await ada.move(body.appointment_id, '12:00', { version: 2 }))).toBe('200')
})

test("the times for a move count the customer's own appointment as free", async () => {
  const { body } = await ada.book('10:00', { service_id: 2 })
  const times = async (path: string, differing: object) => {
    const { body } = await ada.send('POST', path, {
      date: TUESDAY,
      employee_id: 1,
      service_id: 2,
      ...differing,
    })
    const free = body.slots.filter(({ available }: { available: boolean }) => available)
    return free.map(({ time }: { time: string }) => time)
  }
  expect(await times('/availability', {})).not.toContain('10:30')
  const own = await times('/reschedule-availability', { exclude_appointment_id: body.appointment_id })
  expect(own).toEqual(expect.arrayContaining(['09:30', '10:00', '10:30']))
})

test.each([
  ['cancelling', 'can_cancel', 'cancelCutoffMinutes', () => ada.cancel(1)],
  ['moving', 'can_reschedule', 'rescheduleCutoffMinutes', () => ada.move(1, '15:00')],
] as const)('%s is allowed until its own cut-off, that moment included', async (_, flag, rule, change) => {
  await setRules({ [rule]: 120 })
  await ada.book('15:00', { date: TODAY })
  clock.set(instant('2026-11-23T13:00:00Z'))
  clock.advance(A_MOMENT)
  const late = await change()
  expect(outcomeOf(late)).toBe('403 CUTOFF_PASSED')
  expect(late.body.data).toMatchObject({ cutoff_minutes: 120, deadline: '2026-11-23T13:00:00Z' })
  expect((await ada.show(1)).body[flag]).toBe(false)
  const other = flag === 'can_cancel' ? 'can_reschedule' : 'can_cancel'
  expect((await ada.show(1)).body[other]).toBe(true)
  clock.advance(-A_MOMENT)
  expect((await ada.show(1)).body[flag]).toBe(true)
  expect(outcomeOf(await change())).toBe('200')
})

test.each([
  ['can_cancel', () => ada.cancel(1)],
  ['can_reschedule', () => ada.move(1, '15:00')],
] as const)(
  'without a cut-off %s is true until the appointment begins, and tells the truth',
  async (flag, change) => {
    await ada.book('15:00', { date: TODAY })
    clock.set(instant('2026-11-23T15:00:00Z'))
    clock.advance(A_MOMENT)
    expect((await ada.show(1)).body[flag]).toBe(false)
    expect(outcomeOf(await change())).toBe('403 CUTOFF_PASSED')
    clock.advance(-A_MOMENT)
    expect((await ada.show(1)).body[flag]).toBe(true)
    expect(outcomeOf(await change())).toBe('200')
  },
)

test('cancelling frees the time, keeps the record, and a second time gives the same bytes and no second mail', async () => {
  const { body } = await ada.book('10:00')
  const replies = await Promise.all(Array.from({ length: 10 }, () => ada.cancel(body.appointment_id)))
  clock.advance(86_400 - 1)
  replies.push(await ada.cancel(body.strong_id))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(replies[0]?.body.appointment).toMatchObject({ status: 'cancelled', version: 2 })
  expect(mailsOf('cancelled')).toBe(1)
  clock.set(MONDAY)
  expect(await isFree('10:00')).toBe(true)
  expect(outcomeOf(await grace.book('10:00'))).toBe('201')
})

test.each(['completed', 'no_show'] as const)(
  'what is %s is too late to change, and says so',
  async (status) => {
    await setRules({ cancelCutoffMinutes: 60, rescheduleCutoffMinutes: 120 })
    const { body } = await ada.book('10:00')
    await server.storage.change([1], async (tx) => {
      const made = await tx.appointments.findAppointment({ id: body.appointment_id })
      if (!made) throw new Error('It was just made')
      const place = { start: made.slot.start, employeeId: 1 }
      const kept = await tx.appointments.updateAppointment({ ...made, status, version: 2 }, 1, {
        at: clock.now(),
        action: 'status',
        by: 'staff',
        reason: '',
        from: { ...place, status: made.status },
        to: { ...place, status },
      })
      return kept.ok ? { ok: true, value: undefined } : kept
    })
    const before = everything()
    for (const [reply, cutoff_minutes] of [
      [await ada.cancel(body.appointment_id), 60],
      [await ada.move(body.appointment_id, '11:00'), 120],
    ] as const) {
      expect(outcomeOf(reply)).toBe('403 CUTOFF_PASSED')
      expect(reply.body.data).toMatchObject({ cutoff_minutes, deadline: body.appointment.start_utc })
    }
    expect(everything()).toEqual(before)
  },
)

test('what is cancelled is not moved any more', async () => {
  const { body } = await ada.book('10:00')
  await ada.cancel(body.appointment_id)
  expect(outcomeOf(await ada.move(body.appointment_id, '11:00'))).toBe('409 STALE_VERSION')
  expect(await isFree('11:00')).toBe(true)
})
