import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let planted: PlantedServer
beforeEach(async () => {
  planted = await startPlantedServer()
})
afterEach(() => planted.stop())

const OTHER = 'another.customer@customers.example'
const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
const own = () => ({ authorization: `Bearer ${planted.token}` })
const asOther = async () => ({ authorization: `Bearer ${await planted.signIn(OTHER)}` })

describe('what the client says of itself', () => {
  it('decides nothing: status, price, id, role, times and addresses of a booking are the server’s', async () => {
    const said = {
      status: 'completed',
      price: 0,
      price_minor: 0,
      id: 4711,
      appointment_id: 4711,
      strong_id: 'APT-2026-AAAAAAAAAA',
      role: 'owner',
      version: 9,
      end_utc: '2030-01-01T00:00:00Z',
      duration: 1,
      employee: 2,
      timezone_business: 'Asia/Tokyo',
      created_at: '2000-01-01',
      capacity: 9,
      buffer_before: 0,
    }
    const booked = await planted.send(
      'POST',
      '/appointments',
      { ...said, ...place, time: '14:00', name: 'Jo', email: CANARY.email },
      own(),
    )
    expect(booked.body.appointment).toMatchObject({
      status: 'confirmed',
      price: 75,
      version: 1,
      employee_id: 1,
      timezone: 'UTC',
      end_utc: '2026-11-24T14:30:00Z',
      created_at: '2026-11-23T08:00:00Z',
    })
    expect(booked.body.appointment_id).toBe(planted.appointment.id + 1)
    expect(booked.body.strong_id).not.toBe(said.strong_id)
  })

  it('moves an appointment in time and to another employee, and changes nothing else of it', async () => {
    const path = `/appointments/${planted.appointment.id}`
    const before = (await planted.send('GET', path, undefined, own())).body
    const wish = {
      new_date: `${PLANTED_DATE} 15:00`,
      email: OTHER,
      name: 'Mallory',
      price: 0,
      status: 'completed',
      service_id: 2,
    }
    await planted.send('PUT', path, wish, own())
    const after = (await planted.send('GET', path, undefined, own())).body
    expect(after).toEqual({
      ...before,
      appointment_date: '2026-11-24 15:00:00',
      start_utc: '2026-11-24T15:00:00Z',
      end_utc: '2026-11-24T15:30:00Z',
      version: 2,
      history: [...before.history, expect.objectContaining({ action: 'rescheduled', by: 'customer' })],
    })
  })
})

describe("somebody else's appointment", () => {
  it('cannot be read, moved, cancelled or asked about by its id, and looks like one that does not exist', async () => {
    const other = await asOther()
    const before = planted.database.digest()
    for (const ref of [planted.appointment.id, planted.appointment.strongId]) {
      const answers = async (id: number | string) => [
        await planted.send('GET', `/appointments/${id}`, undefined, other),
        await planted.send('GET', `/appointments/${id}/calendar.ics`, undefined, other),
        await planted.send(
          'PUT',
          `/appointments/${id}`,
          { new_date: PLANTED_DATE, time: '15:00', version: 1 },
          other,
        ),
        await planted.send('DELETE', `/appointments/${id}`, {}, other),
        await planted.send(
          'POST',
          '/reschedule-availability',
          { ...place, exclude_appointment_id: id },
          other,
        ),
      ]
      const real = (await answers(ref)).map(({ status, text }) => [status, text])
      const none = (await answers(typeof ref === 'number' ? 999_999 : 'APT-2026-ZZZZZZZZZZ')).map(
        ({ status, text }) => [status, text],
      )
      expect(real).toEqual(none)
      expect(real.map(([status]) => status)).toEqual([404, 404, 404, 404, 404])
    }
    expect(planted.database.digest()).toBe(before)
  })

  it('is in nobody else’s list, whatever address they name', async () => {
    const other = await asOther()
    expect((await planted.send('POST', '/user-appointments', { email: CANARY.email }, other)).status).toBe(
      403,
    )
    for (const path of ['/user-appointments', `/user-appointments?email=${CANARY.email}`])
      expect((await planted.send('GET', path, undefined, other)).body).toEqual([])
  })

  it('cannot be found by counting references', async () => {
    const references = []
    for (const time of ['09:00', '09:30', '14:00', '14:30'])
      references.push(
        (
          await planted.send(
            'POST',
            '/appointments',
            { ...place, time, name: 'Jo', email: CANARY.email },
            own(),
          )
        ).body.strong_id as string,
      )
    expect(references.every((reference) => /^APT-2026-[2-9A-HJ-NP-Z]{10}$/.test(reference))).toBe(true)
    const starts = references.map((reference) => reference.slice(9, 14))
    expect(new Set(starts).size).toBe(starts.length)
  })
})

describe('a nonce', () => {
  it('that everybody can have authorises nothing, on any route that changes something', async () => {
    const { nonce } = (await planted.send('GET', '/session')).body
    const path = `/appointments/${planted.appointment.id}`
    for (const headers of [
      { 'x-wp-nonce': nonce },
      { 'x-wp-nonce': nonce, cookie: `appointease_session=${nonce}` },
    ]) {
      expect((await planted.send('DELETE', path, {}, headers)).status).toBe(401)
      expect((await planted.send('GET', path, undefined, headers)).status).toBe(401)
    }
    const cookie = { cookie: `appointease_session=${planted.token}`, 'x-wp-nonce': nonce }
    expect((await planted.send('DELETE', path, {}, cookie)).body.code).toBe('rest_cookie_invalid_nonce')
  })

  it('of another customer, or for another purpose, is none', async () => {
    const other = (await planted.send('GET', '/session', undefined, await asOther())).body.nonce
    const cookie = { cookie: `appointease_session=${planted.token}`, 'x-wp-nonce': other }
    expect((await planted.send('DELETE', '/session', {}, cookie)).body.code).toBe('rest_cookie_invalid_nonce')
  })

  it('is asked for with every method that changes something and is known by cookie, a query in its place is none', async () => {
    const cookie = { cookie: `appointease_session=${planted.token}` }
    const { nonce } = (await planted.send('GET', '/session', undefined, cookie)).body
    const path = `/appointments/${planted.appointment.id}`
    const before = planted.database.digest()
    for (const [method, url, body] of [
      ['POST', '/appointments', { ...place, time: '14:00', name: 'Jo', email: CANARY.email }],
      ['PUT', path, { new_date: PLANTED_DATE, time: '15:00' }],
      ['DELETE', path, {}],
      ['DELETE', '/session', undefined],
      ['POST', '/session', {}],
      ['DELETE', `${path}?_wpnonce=${nonce}`, {}],
    ] as const) {
      const reply = await planted.send(method, url, body, cookie)
      expect([method, url, reply.body.code]).toEqual([method, url, 'rest_cookie_invalid_nonce'])
    }
    expect(planted.database.digest()).toBe(before)
  })
})
