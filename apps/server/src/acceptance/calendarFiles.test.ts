import { MONDAY } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ReceivedMail, type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import ICAL from 'ical.js'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'

let clock: FixedClock
let sink: SmtpSink
let server: TestServer
let bearer: Record<string, string>
let reference: string

beforeEach(async () => {
  clock = fixedClock(MONDAY)
  sink = await startSmtpSink()
  server = await startTestServer({ clock, smtpUrl: sink.url, timeZone: 'America/New_York' })
  bearer = { authorization: `Bearer ${await signInByMail()}` }
  const wish = { date: '2026-11-24', time: '10:00', service_id: 1, employee_id: 1, name: 'Ada', email: ADA }
  const booked = await server.send('POST', '/appointments', { ...wish, notes: 'my knee again' }, bearer)
  reference = booked.body.strong_id
})
afterEach(async () => {
  await server.stop()
  await sink.stop()
})

async function signInByMail(): Promise<string> {
  await server.send('POST', '/generate-otp', { email: ADA })
  await server.sendDueMails()
  const otp = sink.received().at(-1)?.subject?.slice(0, 6)
  return (await server.send('POST', '/verify-otp', { email: ADA, otp })).body.token
}

const move = () =>
  server.send('PUT', `/appointments/${reference}`, { new_date: '2026-11-25', time: '14:30' }, bearer)
const cancel = () => server.send('DELETE', `/appointments/${reference}`, {}, bearer)

function readCalendar(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const [event] = calendar.getAllSubcomponents('vevent')
  if (!event) throw new Error('The calendar has no event.')
  const value = (name: string) => String(event.getFirstPropertyValue(name))
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    start: new ICAL.Event(event).startDate.toJSDate().toISOString(),
    end: new ICAL.Event(event).endDate.toJSDate().toISOString(),
  }
}

async function download() {
  const reply = await server.send('GET', `/appointments/${reference}/calendar.ics`, undefined, bearer)
  expect(reply.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  return readCalendar(reply.text)
}

async function lastMail(): Promise<ReceivedMail> {
  await server.sendDueMails()
  const mail = sink.received().at(-1)
  if (!mail) throw new Error('No mail has arrived.')
  return mail
}

function calendarIn(mail: ReceivedMail) {
  const [shown, attached, ...others] = mail.attachments
  expect(others).toEqual([])
  expect(shown?.content).toEqual(attached?.content)
  expect(attached).toMatchObject({ contentType: 'text/calendar', filename: expect.stringMatching(/\.ics$/) })
  return readCalendar(attached?.content.toString('utf8') ?? '')
}

test('the calendar file keeps its UID for life; each change raises its sequence and a cancellation takes it back', async () => {
  const made = await download()
  expect(made).toMatchObject({
    method: 'PUBLISH',
    sequence: 0,
    status: 'CONFIRMED',
    start: '2026-11-24T15:00:00.000Z',
    end: '2026-11-24T15:30:00.000Z',
  })
  expect(made.uid).toContain(reference)
  clock.advance(60)
  await move()
  const moved = await download()
  expect(moved).toEqual({
    ...made,
    sequence: 1,
    start: '2026-11-25T19:30:00.000Z',
    end: '2026-11-25T20:00:00.000Z',
  })
  await cancel()
  expect(await download()).toEqual({ ...moved, method: 'CANCEL', sequence: 2, status: 'CANCELLED' })
})

/** The same event, which a mail invites to and a download tells of. */
const asInvitation = async () => {
  const file = await download()
  return { ...file, method: file.method === 'PUBLISH' ? 'REQUEST' : file.method }
}

test('the confirmation goes to the customer alone, names time and reference, and has the calendar file attached', async () => {
  const mail = await lastMail()
  expect(mail.envelopeRecipients).toEqual([ADA])
  expect(mail.text).toContain(reference)
  expect(mail.text).toContain('Consultation')
  expect(mail.text).toMatch(/Nov 24, 10:00.+\(New York\)/)
  expect(mail.raw).not.toContain('my knee again')
  expect(calendarIn(mail)).toEqual(await asInvitation())
})

test('a move and a cancellation are told by one mail each, with the calendar file of that version', async () => {
  await lastMail()
  const before = sink.received().length
  await move()
  expect(calendarIn(await lastMail())).toEqual(await asInvitation())
  await move()
  await cancel()
  await cancel()
  expect(calendarIn(await lastMail())).toEqual(await asInvitation())
  expect(sink.received()).toHaveLength(before + 2)
})

test('a booking stands and its mail is sent later where the mail server is away', async () => {
  await lastMail()
  const { port } = sink
  await sink.stop()
  await move()
  await server.sendDueMails()
  sink = await startSmtpSink({ port })
  clock.advance(120)
  const mail = await lastMail()
  expect(calendarIn(mail)).toMatchObject({ sequence: 1, start: '2026-11-25T19:30:00.000Z' })
  expect(sink.received()).toHaveLength(1)
})
