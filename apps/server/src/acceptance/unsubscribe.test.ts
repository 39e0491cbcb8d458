import { instant, MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { sendRaw } from '@appointease/testkit/rawRequest.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'

let sink: SmtpSink
let server: TestServer
let timers: ReturnType<typeof manualTimers>
const clock = fixedClock(MONDAY)

beforeEach(async () => {
  clock.set(MONDAY)
  timers = manualTimers()
  sink = await startSmtpSink()
  server = await startTestServer({
    clock,
    timers,
    smtpUrl: sink.url,
    publicUrl: 'https://studio.example/book/',
  })
  const { settings } = await server.storage.catalog.getCatalog()
  await server.storage.catalog.saveSettings({ ...settings, requireEmailVerification: false })
})
afterEach(async () => {
  await server.stop()
  await sink.stop()
})

async function book(date: string, differing = {}): Promise<void> {
  const wish = { date, time: '10:00', service_id: 1, employee_id: 1, name: 'Ada', email: ADA, ...differing }
  expect(await server.send('POST', '/appointments', wish)).toMatchObject({ status: 201 })
  await server.sendDueMails()
}

const isReminder = ({ messageId }: { messageId?: string | undefined }) =>
  messageId?.startsWith('<reminder-') ?? false

/** What the link in the reminder of Thursday's appointment leads to, below where this test's server listens. */
async function linkOfReminder(): Promise<{ readonly path: string; readonly raw: string }> {
  clock.set(instant('2026-11-25T10:00:00Z'))
  timers.advance(30_000)
  const { raw } = await sink.waitFor(isReminder)
  const [, address = ''] = /^List-Unsubscribe: <([^>]+)>/m.exec(raw.replace(/\r\n[ \t]+/g, ' ')) ?? []
  const url = new URL(address.replace(/\s/g, ''))
  expect(url.href).toMatch(/^https:\/\/studio\.example\/book\/unsubscribe\?token=APT-/)
  expect(url.href).not.toContain('ada')
  return { path: `/unsubscribe${url.search}`, raw }
}

const ask = (method: string, path: string, body?: string) =>
  sendRaw(server.url, {
    method,
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...(body !== undefined && { body }),
  })

test('one request ends reminders of an address, and no other mails', async () => {
  await book('2026-11-26', { locale: 'de-AT' })
  const { path, raw } = await linkOfReminder()
  expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
  const page = await ask('GET', path)
  expect(page.status).toBe(200)
  expect(page.text).toContain('<html lang="de" dir="ltr">')
  expect(page.text).toContain('Keine Erinnerungen mehr')
  expect(page.text).toContain('action="/book/unsubscribe?token=')
  expect(await server.storage.reminders.isRefused(ADA)).toBe(false)

  for (const time of [1, 2]) {
    const ended = await ask('POST', path, 'List-Unsubscribe=One-Click')
    expect([time, ended.status]).toEqual([time, 200])
    expect(ended.text).toContain('Sie bekommen keine Erinnerungen mehr.')
  }
  expect(await server.storage.reminders.isRefused(ADA)).toBe(true)
  expect((await ask('GET', path)).text).not.toContain('<button')

  await book('2026-12-01')
  await book('2026-12-01', { time: '11:00', email: 'bo@example.com' })
  clock.set(instant('2026-11-30T12:00:00Z'))
  timers.advance(30_000)
  await sink.waitFor((mail) => isReminder(mail) && mail.envelopeRecipients.includes('bo@example.com'))
  const toAda = sink.received().filter(({ envelopeRecipients }) => envelopeRecipients.includes(ADA))
  expect(toAda.filter(isReminder)).toHaveLength(1)
  expect(toAda).toHaveLength(3)
})

test('a link that is not ours ends nothing', async () => {
  await book('2026-11-26')
  const { path } = await linkOfReminder()
  const forged = `${path.slice(0, -43)}${'A'.repeat(43)}`
  for (const wrong of [forged, '/unsubscribe?token=x', '/unsubscribe?token=']) {
    expect((await ask('GET', wrong)).status).toBe(404)
    expect((await ask('POST', wrong, 'List-Unsubscribe=One-Click')).status).toBe(404)
  }
  expect(await server.storage.reminders.isRefused(ADA)).toBe(false)
  expect(server.log.join('')).not.toContain(path.slice(-43))
})
