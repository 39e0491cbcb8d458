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
import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let planted: PlantedServer
beforeEach(async () => {
  planted = await startPlantedServer()
})
afterEach(() => planted.stop())

const OTHER = 'another.customer@customers.example'
const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
const own = () => ({ authorization: `Bearer ${planted.token}` })

describe('a mail', () => {
  it.each([
    ['Jo & "Söhne" \' onload=alert(1)', 'Hello Jo &amp; &quot;Söhne&quot; &#39; onload=alert(1),'],
    ['<img src=x onerror=alert(1)> "Bcc: everyone@evil.example" {{customer_email}}', 'Hello,'],
  ])('goes to one recipient, and %j is inert in it and in its calendar file', async (name, greeting) => {
    const sink = await startSmtpSink()
    const server = await startTestServer({ smtpUrl: sink.url, clock: fixedClock(MONDAY) })
    const { settings } = await server.storage.catalog.getCatalog()
    await server.storage.catalog.saveSettings({ ...settings, requireEmailVerification: false })
    const notes = '=1+1\r\n.\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:everyone@evil.example'
    const wish = { ...place, time: '14:00', name, notes, email: OTHER }
    expect((await server.send('POST', '/appointments', wish)).status).toBe(201)
    await server.sendDueMails()
    const mail = await sink.waitFor((one) => one.envelopeRecipients.includes(OTHER))
    await server.stop()
    await sink.stop()
    expect(mail.envelopeRecipients).toEqual([OTHER])
    expect([mail.headers.has('bcc'), mail.headers.has('cc')]).toEqual([false, false])
    expect(mail.html).toContain(greeting)
    expect(String(mail.html)).not.toMatch(/<img|<script|everyone@/i)
    for (const { content } of mail.attachments) {
      const [event, ...others] = new ICAL.Component(ICAL.parse(content.toString())).getAllSubcomponents(
        'vevent',
      )
      expect([others, event?.getAllProperties('attendee').map((one) => one.getFirstValue())]).toEqual([
        [],
        [`MAILTO:${OTHER}`],
      ])
      // Who is invited has a name, and it stands nowhere else.
      event?.removeAllProperties('attendee')
      expect(String(event)).not.toMatch(/everyone@|alert|=1\+1/)
    }
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
