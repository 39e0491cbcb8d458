import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
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

describe('signing in', () => {
  it('never follows from booking: neither a cookie nor a token comes with an appointment', async () => {
    const settings = (await planted.storage.catalog.getCatalog()).settings
    await planted.storage.catalog.saveSettings({ ...settings, requireEmailVerification: false })
    const booked = await planted.send('POST', '/appointments', {
      ...place,
      time: '14:00',
      name: 'Jo',
      email: OTHER,
    })
    expect(booked.status).toBe(201)
    expect(booked.headers.get('set-cookie')).toBeNull()
    expect(booked.text).not.toMatch(/token|nonce|session/i)
    const before = planted.database.text()
    expect(before.split('\n').filter((line) => line.startsWith('wp_appointease_sessions')).length).toBe(1)
  })

  it('is never had for an address alone', async () => {
    for (const body of [
      { email: CANARY.email },
      { email: CANARY.email, otp: '' },
      { email: CANARY.email, otp: null },
      { email: CANARY.email, token: planted.token },
    ]) {
      const reply = await planted.send('POST', '/session', body)
      expect(reply.status).toBe(400)
      expect(reply.headers.get('set-cookie')).toBeNull()
    }
  })

  it('replaces whatever session cookie the browser brought, and makes that one worth nothing', async () => {
    const brought = 'a-token-that-the-attacker-has-chosen'
    const signedIn = await planted.send(
      'POST',
      '/verify-otp',
      { email: CANARY.email, otp: planted.code },
      { cookie: `appointease_session=${brought}` },
    )
    expect(signedIn.status).toBe(200)
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`appointease_session=${signedIn.body.token}`)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const session = await planted.send('GET', '/session', undefined, {
      cookie: `appointease_session=${brought}`,
    })
    expect(session.body.authenticated).toBe(false)
  })

  it('gives a new token at each renewal, and ends the old one', async () => {
    const renewed = await planted.send('POST', '/session', {}, own())
    expect(renewed.body.token).not.toBe(planted.token)
    expect((await planted.send('GET', '/session', undefined, own())).body.authenticated).toBe(false)
  })

  it('takes a code of exactly this address, and not of one that compares equal to it loosely', async () => {
    for (const email of [
      '0',
      'quillfeather.canary@customers.example.',
      'quillfeather.canary@customers.exampl%',
      'quillfeather_canary@customers.example',
    ]) {
      const reply = await planted.send('POST', '/verify-otp', { email, otp: planted.code })
      expect([400, reply.body.code !== undefined]).toEqual([reply.status, true])
    }
    const upper = { email: ` ${CANARY.email.toUpperCase()}`.trim(), otp: planted.code }
    expect((await planted.send('POST', '/verify-otp', upper)).status).toBe(200)
  })

  it('is limited by code, by address and by day, whoever asks and whatever scales the limits per caller', async () => {
    const clock = fixedClock(MONDAY)
    const server = await startTestServer({
      clock,
      randomness: { ...createRandomness(), digits: () => '739164' },
      trustProxy: ['127.0.0.1'],
    })
    let asked = 0
    const ask = () => {
      asked += 1
      return server.send(
        'POST',
        '/generate-otp',
        { email: OTHER },
        { 'x-forwarded-for': `198.51.100.${asked}` },
      )
    }
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 200])
    const fourth = await ask()
    expect([fourth.status, fourth.body.code, fourth.headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      '600',
    ])
    const statuses = []
    for (let tries = 0; tries < 6; tries += 1)
      statuses.push(
        (await server.send('POST', '/verify-otp', { email: OTHER, otp: tries === 5 ? '739164' : '000000' }))
          .status,
      )
    expect(statuses).toEqual([400, 400, 400, 400, 400, 400])
    let sent = 3
    for (let window = 0; window < 8; window += 1) {
      clock.advance(600)
      for (let count = 0; count < 3; count += 1) if ((await ask()).status === 200) sent += 1
    }
    await server.stop()
    expect(sent).toBe(20)
  })
})

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

describe('a mail', () => {
  it('goes to one recipient, whose name and notes are inert in it and in its calendar file', async () => {
    const sink = await startSmtpSink()
    const mails = await startTestServer({ smtpUrl: sink.url, clock: fixedClock(MONDAY) })
    const settings = (await mails.storage.catalog.getCatalog()).settings
    await mails.storage.catalog.saveSettings({ ...settings, requireEmailVerification: false })
    const name = '<img src=x onerror=alert(1)> "Bcc: everyone@evil.example" {{customer_email}}'
    const notes =
      '=HYPERLINK("http://evil.example")\r\n.\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:everyone@evil.example'
    const booked = await mails.send('POST', '/appointments', {
      ...place,
      time: '14:00',
      name,
      notes,
      email: OTHER,
    })
    expect(booked.status).toBe(201)
    await mails.sendDueMails()
    const mail = await sink.waitFor((one) => one.envelopeRecipients.includes(OTHER))
    await mails.stop()
    await sink.stop()
    expect(mail.envelopeRecipients).toEqual([OTHER])
    expect([mail.headers.has('bcc'), mail.headers.has('cc')]).toEqual([false, false])
    expect(String(mail.html)).not.toMatch(/<img|<script/i)
    const calendar = mail.attachments.map(({ content }) => content.toString()).join('')
    expect(calendar).toContain('BEGIN:VCALENDAR')
    expect(calendar).not.toMatch(/everyone@|onerror|HYPERLINK/)
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  })

  it.each([
    'a@customers.example,b@evil.example',
    'a@customers.example;b@evil.example',
    'a@customers.example b@evil.example',
    'a@customers.example\r\nBcc: b@evil.example',
    'a@customers.example%0d%0aBcc:b@evil.example',
    'Jo <a@customers.example>',
    '"a b"@customers.example',
    'a@b@customers.example',
    '<a@customers.example>',
    'a@customers.example\u0000',
    'a(comment)@customers.example',
    'a@customers.example\u2028',
  ])('is never asked for by an address that carries more than itself: %j', async (email) => {
    const before = planted.database.digest()
    const reply = await planted.send('POST', '/generate-otp', { email })
    expect([reply.status, Object.keys(reply.body.data.params)]).toEqual([400, ['email']])
    expect(planted.database.digest()).toBe(before)
  })
})

describe('a text column', () => {
  it('is never compared with a number: 0 matches nobody’s address, reference, token or code', async () => {
    for (const [path, body, field] of [
      ['/verify-otp', { email: CANARY.email, otp: 0 }, 'otp'],
      ['/verify-otp', { email: 0, otp: planted.code }, 'email'],
      ['/user-appointments', { email: 0 }, 'email'],
      [
        '/slots/deselect',
        { ...place, time: '12:00', client_id: CANARY.clientId, lock_token: 0 },
        'lock_token',
      ],
      [
        '/slots/deselect',
        { ...place, time: '12:00', client_id: 0, lock_token: planted.lockToken },
        'client_id',
      ],
    ] as const) {
      const reply = await planted.send('POST', path, body, own())
      expect([path, reply.body.code, Object.keys(reply.body.data.params)]).toEqual([
        path,
        'rest_invalid_param',
        [field],
      ])
    }
    for (const token of ['0', 'true', 'null', '[]'])
      expect(
        (await planted.send('GET', '/session', undefined, { authorization: `Bearer ${token}` })).body
          .authenticated,
      ).toBe(false)
  })
})

describe('a forwarding header', () => {
  const ask = (server: Pick<PlantedServer, 'send'>, index: number, value: string) =>
    server.send(
      'POST',
      '/slots/select',
      {
        ...place,
        time: ['09:00', '09:30', '11:00', '14:00', '15:00', '16:00'][index],
        client_id: `client_${index}`,
      },
      { 'x-forwarded-for': value },
    )

  it.each([
    ['of nobody who is trusted changes nothing about who is counted', [], 429],
    ['of a trusted proxy tells callers apart', ['127.0.0.1'], 200],
  ] as const)('%s', async (_title, trustProxy, sixth) => {
    const server = await startTestServer({ clock: fixedClock(MONDAY), rateLimitScale: 1, trustProxy })
    const statuses = []
    for (let index = 0; index < 6; index += 1)
      statuses.push((await ask(server, index, `198.51.100.${index}`)).status)
    await server.stop()
    expect(statuses).toEqual([200, 200, 200, 200, 200, sixth])
  })

  it('counts from the right: what a client puts before its own address is not believed', async () => {
    const server = await startTestServer({
      clock: fixedClock(MONDAY),
      rateLimitScale: 1,
      trustProxy: ['127.0.0.1'],
    })
    const statuses = []
    for (let index = 0; index < 6; index += 1)
      statuses.push((await ask(server, index, `10.0.0.${index}, 198.51.100.7`)).status)
    await server.stop()
    expect(statuses.at(-1)).toBe(429)
  })
})
