import { PLANTED_DATE, type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { type RawReply, sendRaw } from '@appointease/testkit/rawRequest.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readPlainPoll } from './heartbeatForm.ts'

const CORE = 'interval=15&_nonce=&action=heartbeat&screen_id=front&has_focus=true'
const poll = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([name, value]) => `data%5Bappointease_poll%5D%5B${name}%5D=${encodeURIComponent(value)}`)
    .join('&')
const DAY = { date: PLANTED_DATE, employee_id: '1' }
const usual = (differing: Readonly<Record<string, string>> = {}) =>
  `${poll({ ...DAY, ...differing })}&${CORE}`

describe('the usual form', () => {
  it('is read with what it asks for', () => {
    const asked = { service_id: '2', client_id: 'visitor_1', since: 'kJ3-_a', selected_time: '' }
    expect(readPlainPoll(usual(asked))).toEqual({
      date: PLANTED_DATE,
      employeeId: 1,
      serviceId: 2,
      clientId: 'visitor_1',
      since: 'kJ3-_a',
      endsPointing: true,
    })
    expect(readPlainPoll(usual({ service_id: '', client_id: '', since: '' }))).toMatchObject({
      serviceId: undefined,
      clientId: undefined,
      since: undefined,
      endsPointing: false,
    })
  })

  it.each([
    ['a date that is none', usual({ date: '2026-02-30' })],
    ['a date in other letters', usual({ date: '2026-11-２4' })],
    ['no employee', `${poll({ date: PLANTED_DATE })}&${CORE}`],
    ['an employee of sixteen digits', usual({ employee_id: '1'.repeat(16) })],
    ['a client id that is too short', usual({ client_id: 'short' })],
    ['a client id with a space', usual({ client_id: 'with space' })],
    ['a time that is pointed at', usual({ selected_time: '10:00' })],
    ['a slot to be held', `${usual()}&data%5Bappointease_select%5D%5Bdate%5D=${PLANTED_DATE}`],
    ["another plugin's entry", `${usual()}&data%5Bwp-refresh-post-lock%5D%5Bpost_id%5D=7`],
    ['brackets that are not encoded', usual().replaceAll('%5B', '[')],
    ['another action', usual().replace('action=heartbeat', 'action=other')],
    ['no action', usual().replace('&action=heartbeat', '')],
    ['nothing', ''],
  ])('with %s is left to the general way', (_what, form) => {
    expect(readPlainPoll(form)).toBeUndefined()
  })
})

describe('a heartbeat that is answered at the door', () => {
  let planted: PlantedServer
  beforeAll(async () => {
    planted = await startPlantedServer()
  })
  afterAll(() => planted.stop())

  const tick = (body: string, headers: Record<string, string> = {}): Promise<RawReply> =>
    sendRaw(planted.url, {
      method: 'POST',
      path: '/wp-admin/admin-ajax.php',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', ...headers },
      body,
    })
  /** Somebody who names themselves in a way that proves nothing is a guest, but not one of the usual. */
  const inside = (body: string) => tick(body, { authorization: 'Basic eA==' })

  const told = ({ status, headers, text }: RawReply) => {
    const { date, 'x-request-id': id, ...others } = headers
    expect(id).toMatch(/^[A-Za-z0-9-]{8,64}$/)
    return { status, headers: others, text }
  }

  it('has the same status, headers and text as the general way gives it', async () => {
    const version = (await inside(usual())).json.appointease_version
    const field = <Values extends readonly string[]>(...values: Values) =>
      fc.option(fc.constantFrom(...values), { nil: undefined })
    const forms = fc.record({
      date: fc.constantFrom(PLANTED_DATE, '2026-11-23', '2026-02-30', ''),
      employee_id: fc.constantFrom('1', '2', '9', '0', ''),
      service_id: field('', '1', '2', '9', 'x'),
      client_id: field('', 'clientcanary_7f3a9b', 'somebody_else', 'x'),
      since: field('', version, 'older', 'a b'),
      selected_time: field(''),
    })
    await fc.assert(
      fc.asyncProperty(forms, fc.boolean(), async (fields, hasOther) => {
        const sent = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
        const other = hasOther ? '&data%5Bother%5D=1' : ''
        const form = `${poll(Object.fromEntries(sent))}&${CORE}${other}`
        expect(told(await tick(form))).toEqual(told(await inside(form)))
      }),
      { numRuns: 200 },
    )
  })

  it('counts down by the second, and by the second in which a lock was taken', async () => {
    for (const milliseconds of [0, 1, 499, 500, 999]) {
      planted.clock.advance(milliseconds / 1_000)
      expect((await tick(usual())).text).toBe((await inside(usual())).text)
    }
  })

  it('shows at once what has happened since, and ends a pointing', async () => {
    const place = { date: PLANTED_DATE, employee_id: 1, client_id: 'pointing_1' }
    await planted.send('POST', '/slots/active', { ...place, time: '15:00' })
    const pointing = await tick(usual())
    expect(JSON.stringify(pointing.json.appointease_active_selections)).toContain('15:00')
    await tick(usual({ client_id: 'pointing_1', selected_time: '' }))
    expect(JSON.stringify((await tick(usual())).json.appointease_active_selections)).not.toContain('15:00')
  })

  it('lets a client name the request, and no other site ask', async () => {
    expect((await tick(usual(), { 'x-request-id': 'named-by-a-client' })).headers['x-request-id']).toBe(
      'named-by-a-client',
    )
    const { host } = new URL(planted.url)
    expect((await tick(usual(), { origin: `http://${host}` })).status).toBe(200)
    expect((await tick(usual(), { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})

it('ends a pointing on another day that another process was told of', async () => {
  const one = await startTestServer()
  onTestFinished(() => one.stop())
  const other = await startTestServer({ dataDir: one.dataDir })
  onTestFinished(() => other.stop())
  const [today, tomorrow] = [1, 2].map((days) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
  ) as [string, string]
  const tick = (server: TestServer, date: string, fields: Readonly<Record<string, string>>) =>
    sendRaw(server.url, {
      method: 'POST',
      path: '/wp-admin/admin-ajax.php',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: usual({ date, client_id: 'pointing_1', ...fields }),
    })
  const pointedAt = async () =>
    (await tick(one, today, { client_id: '' })).json.appointease_active_selections as unknown[]
  await tick(other, tomorrow, {})
  await tick(one, today, { selected_time: '15:00' })
  expect(await pointedAt()).toHaveLength(1)
  await tick(other, tomorrow, { selected_time: '' })
  expect(await pointedAt()).toEqual([])
})
