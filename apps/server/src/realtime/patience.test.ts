import { fixedClock } from '@appointease/testkit'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { sendRaw } from '@appointease/testkit/rawRequest.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const POLL = 'data%5Bappointease_poll%5D'
/** The promise, and what a busy machine may add. */
const MOST_MILLISECONDS = 1_000 + 700

describe('while the database does not answer', () => {
  let server: TestServer
  let isHanging = false
  const goOn = Promise.withResolvers<void>()
  beforeAll(async () => {
    server = await startTestServer({
      clock: fixedClock(MONDAY),
      withPorts: (ports) => ({
        ...ports,
        locks: {
          ...ports.locks,
          async listLocks(...asked) {
            if (isHanging) await goOn.promise
            return ports.locks.listLocks(...asked)
          },
        },
      }),
    })
    expect((await tick('date', '2026-11-24')).status).toBe(200)
    isHanging = true
  })
  afterAll(async () => {
    goOn.resolve()
    await server.stop()
  })

  /** A heartbeat for the day after, of which nothing is known yet. */
  function tick(name = 'date', value = '2026-11-25', more = '') {
    const fields = { date: '2026-11-25', employee_id: '1', client_id: 'somebody_1', [name]: value }
    const sent = Object.entries(fields).map(
      (field) => `${POLL}%5B${field[0]}%5D=${encodeURIComponent(field[1])}`,
    )
    return sendRaw(server.url, {
      method: 'POST',
      path: '/wp-admin/admin-ajax.php',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `action=heartbeat&${sent.join('&')}${more}`,
    })
  }

  it.each([
    ['a heartbeat that looks', () => tick()],
    ['one that ends a pointing', () => tick('selected_time', '')],
    ['one that points', () => tick('selected_time', '10:00')],
    ['one that is read the general way', () => tick('date', '2026-11-25', '&data%5Bother%5D=1')],
    [
      'a poll',
      () =>
        sendRaw(server.url, {
          method: 'GET',
          path: '/wp-json/appointease/v1/slots/poll?date=2026-11-25&employee_id=1',
        }),
    ],
  ])('%s is told so within a second, and when to ask again', async (_what, ask) => {
    const began = performance.now()
    const { status, headers, json } = await ask()
    expect([status, json.code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(headers['x-request-id']).toMatch(/./)
    expect(performance.now() - began).toBeLessThan(MOST_MILLISECONDS)
  })
})
