import { parseInstant } from '@appointease/domain'
import { fixedClock, startTestServer, type TestServer } from '@appointease/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  const monday = parseInstant('2026-11-23T06:00:00Z')
  if (monday === undefined) throw new Error('not an instant')
  server = await startTestServer({ clock: fixedClock(monday) })
})
afterAll(() => server.stop())

const point = (client: string, date: string, time: string) =>
  server.send('POST', '/slots/active', { date, time, employee_id: 1, client_id: client })

describe('pointing', () => {
  it('is kept for so many at one time, so that a crowd makes no reply longer', async () => {
    for (let count = 0; count < 60; count += 1) await point(`pointing-${count}`, '2026-11-24', '10:00')
    const poll = await server.send('GET', '/slots/poll?date=2026-11-24&employee_id=1')
    expect(poll.body.appointease_active_selections).toHaveLength(3)
    expect(JSON.stringify(poll.body).length).toBeLessThan(2000)
  })

  it.each([
    ['2026-11-22', '10:00', 'PAST_DATE'],
    ['2027-02-01', '10:00', 'OUTSIDE_WINDOW'],
    ['2026-11-24', '10:07', 'NOT_ON_GRID'],
  ])('is refused where nobody could book: %s %s', async (date, time, code) => {
    expect((await point('pointing-there', date, time)).body.code).toBe(code)
  })
})
