import { parseInstant } from '@appointease/domain'
import { fixedClock, startTestServer, type TestServer } from '@appointease/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A Monday, before the sample business opens.
const MONDAY = parseInstant('2026-11-23T06:00:00Z')
const DAY = '2026-11-24'
let server: TestServer

beforeAll(async () => {
  if (MONDAY === undefined) throw new Error('not an instant')
  server = await startTestServer({ clock: fixedClock(MONDAY) })
  const held = { date: DAY, time: '10:00', employee_id: 1, service_id: 2, client_id: 'holding-client' }
  await server.send('POST', '/slots/select', held)
})
afterAll(() => server.stop())

async function startsFor(clientId: string): Promise<string[]> {
  const query = `service_id=2&employee_id=1&from=${DAY}&to=${DAY}&client_id=${clientId}`
  const reply = await server.send('GET', `/availability?${query}`)
  return reply.body.days[0].slots.map((slot: { time: string }) => slot.time)
}

test('lists for the owner of a lock the starts that only their own lock rules out', async () => {
  expect(await startsFor('holding-client')).toEqual(expect.arrayContaining(['09:30', '10:00', '10:30']))
})

test('lists none of them for anybody else', async () => {
  const starts = await startsFor('another-client')
  expect(starts).toContain('09:00')
  for (const start of ['09:30', '10:00', '10:30']) expect(starts).not.toContain(start)
})
