import { anEmailTemplate, MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ReceivedMail, type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'

let sink: SmtpSink
let server: TestServer

beforeEach(async () => {
  sink = await startSmtpSink()
  server = await startTestServer({ clock: fixedClock(MONDAY), smtpUrl: sink.url, timeZone: 'Europe/Vienna' })
})
afterEach(async () => {
  await server.stop()
  await sink.stop()
})

async function lastMail(): Promise<ReceivedMail> {
  await server.sendDueMails()
  const mail = sink.received().at(-1)
  if (!mail) throw new Error('No mail has arrived.')
  return mail
}

async function signIn(language: string): Promise<Record<string, string>> {
  await server.send('POST', '/generate-otp', { email: ADA }, { 'accept-language': language })
  const otp = (await lastMail()).subject?.slice(0, 6)
  const { body } = await server.send('POST', '/verify-otp', { email: ADA, otp })
  return { authorization: `Bearer ${body.token}` }
}

const book = (time: string, bearer: Record<string, string>, differing = {}) =>
  server.send(
    'POST',
    '/appointments',
    { date: '2026-11-24', time, service_id: 1, employee_id: 1, name: 'Ada', email: ADA, ...differing },
    bearer,
  )

test('a code is in the language of the browser that asked for it', async () => {
  await signIn('fr-CA,fr;q=0.9')
  expect((await lastMail()).subject).toMatch(/^\d{6} est votre code pour /)
  expect((await lastMail()).html).toContain('<html lang="fr" dir="ltr">')
})

test("what follows a booking is in the booking's language, and in the owner's words where there are any", async () => {
  const bearer = await signIn('en')
  expect(await book('10:00', bearer, { locale: 'ar-AE' })).toMatchObject({ status: 201 })
  expect((await lastMail()).html).toContain('<html lang="ar" dir="rtl">')
  await server.storage.emailTemplates.saveTemplate(anEmailTemplate())
  await book('11:00', bearer, { locale: 'de-AT' })
  const { subject, text } = await lastMail()
  expect(subject).toBe('Gebucht: Consultation')
  expect(text).toContain('Guten Tag Ada,\n\nbis bald.\n')
  expect(text).toContain('Di., 24. Nov., 11:00 – 11:30 Uhr (Mitteleuropäische Zeit)')
})

test('words that cannot be sent keep no mail back', async () => {
  await server.storage.emailTemplates.saveTemplate(anEmailTemplate({ body: '{{#nope}}' }))
  await book('10:00', await signIn('en'), { locale: 'de' })
  expect((await lastMail()).text).toContain('Ihr Termin ist bestätigt')
})
