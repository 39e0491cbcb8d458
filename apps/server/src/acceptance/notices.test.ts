import { MONDAY } from '@appointease/testkit/builders.ts'
import { TUESDAY } from '@appointease/testkit/customer.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'
const OWNER = 'owner@example.com'

let sink: SmtpSink
let server: TestServer
let headers: Record<string, string>

beforeEach(async () => {
  sink = await startSmtpSink()
  headers = {}
})
afterEach(async () => {
  await server.stop()
  await sink.stop()
})

async function start(owner?: string): Promise<void> {
  server = await startTestServer({
    clock: fixedClock(MONDAY),
    smtpUrl: sink.url,
    ...(owner !== undefined && { owner: { email: owner, password: 'of this test' } }),
  })
  await server.send('POST', '/generate-otp', { email: ADA })
  await server.sendDueMails()
  const otp = sink.received().at(-1)?.subject?.slice(0, 6)
  const { body } = await server.send('POST', '/verify-otp', { email: ADA, otp })
  headers = { authorization: `Bearer ${body.token}` }
}

async function give(id: number, email: string): Promise<void> {
  const { employees } = await server.storage.catalog.getCatalog()
  const employee = employees.find((one) => one.id === id)
  if (employee) await server.storage.catalog.saveEmployee({ ...employee, email })
}

const send = (method: string, path: string, body: object) => server.send(method, path, body, headers)
const book = () =>
  send('POST', '/appointments', {
    date: TUESDAY,
    time: '10:00',
    service_id: 1,
    employee_id: 1,
    name: 'Ada',
    email: ADA,
  })

/** Whom the mails went to that followed what is done, and under which subject. */
async function mailsOf(work: () => Promise<{ readonly status: number }>): Promise<Record<string, string>> {
  const before = sink.received().length
  expect((await work()).status).toBeLessThan(300)
  await server.sendDueMails()
  const mails = sink.received().slice(before)
  return Object.fromEntries(mails.map(({ envelopeRecipients, text }) => [envelopeRecipients[0], text ?? '']))
}

test('nobody but the customer is told where neither employee nor owner has an address', async () => {
  await start()
  expect(Object.keys(await mailsOf(book))).toEqual([ADA])
})

test('employee and owner are told of what is booked, moved and cancelled, with the reason and the time before', async () => {
  await start(OWNER)
  await give(1, 'sarah@example.com')
  let id = ''
  const booked = await mailsOf(async () => {
    const reply = await book()
    id = reply.body.strong_id
    return reply
  })
  expect(Object.keys(booked).sort()).toEqual([ADA, OWNER, 'sarah@example.com'])
  const moved = await mailsOf(() =>
    send('PUT', `/appointments/${id}`, { new_date: TUESDAY, time: '12:30', reason: 'The train is late' }),
  )
  expect(Object.keys(moved).sort()).toEqual([ADA, OWNER, 'sarah@example.com'])
  for (const text of Object.values(moved)) {
    expect(text).toContain('The train is late')
    expect(text).toContain('10:00')
    expect(text).toContain('12:30')
  }
  const cancelled = await mailsOf(() => send('DELETE', `/appointments/${id}`, { reason: 'Ill' }))
  expect(Object.keys(cancelled).sort()).toEqual([ADA, OWNER, 'sarah@example.com'])
  for (const text of Object.values(cancelled)) expect(text).toContain('Ill')
  expect(await mailsOf(() => send('DELETE', `/appointments/${id}`, {}))).toEqual({})
})

test('whoever gains and whoever loses an appointment is told', async () => {
  await start()
  await give(1, 'sarah@example.com')
  await give(2, 'mike@example.com')
  const { body } = await book()
  await server.sendDueMails()
  const moved = await mailsOf(() =>
    send('PUT', `/appointments/${body.strong_id}`, { new_date: TUESDAY, time: '12:30', employee_id: 2 }),
  )
  expect(Object.keys(moved).sort()).toEqual([ADA, 'mike@example.com', 'sarah@example.com'])
})

test('the address that the owner has set goes before that of the configuration, at once', async () => {
  await start(OWNER)
  const { settings } = await server.storage.catalog.getCatalog()
  await server.storage.catalog.saveSettings({ ...settings, noticeEmail: 'desk@example.com' })
  expect(Object.keys(await mailsOf(book)).sort()).toEqual([ADA, 'desk@example.com'])
})
