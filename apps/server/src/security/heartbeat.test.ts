import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { type RawReply, sendRaw } from '@appointease/testkit/rawRequest.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let planted: PlantedServer
beforeAll(async () => {
  planted = await startPlantedServer()
})
afterAll(() => planted.stop())

const FORM = 'application/x-www-form-urlencoded; charset=UTF-8'
const POLL = `data[appointease_poll][date]=${PLANTED_DATE}&data[appointease_poll][employee_id]=1`
const CORE = 'interval=15&screen_id=front&has_focus=true&action=heartbeat'

const tick = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<RawReply> =>
  sendRaw(planted.url, {
    method: 'POST',
    path: '/wp-admin/admin-ajax.php',
    headers: { 'content-type': FORM, ...headers },
    body,
  })

describe("a heartbeat's reply", () => {
  it('has the headers that WordPress sends', async () => {
    const { status, headers } = await tick(`${CORE}&${POLL}`)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      expires: 'Wed, 11 Jan 1984 05:00:00 GMT',
      'cache-control': 'no-cache, must-revalidate, max-age=0, no-store, private',
    })
  })

  it.each([
    ['nothing', ''],
    ['the slots', `&${POLL}`],
    ['a bad poll', '&data[appointease_poll][date]=2026-02-30&data[appointease_poll][employee_id]=1'],
    ['a bad lock', '&data[appointease_select][date]=x'],
    ['a poll that is text', '&data[appointease_poll]=x'],
    ['a lock that is a list', '&data[appointease_select][]=x'],
    ["other plugins' entries", '&data[wp-refresh-post-lock][post_id]=7'],
    ['an empty list of entries', '&data='],
    ['a text for the entries', '&data=abc'],
    ['lists for what core sends as text', '&interval[]=1&screen_id[]=front&has_focus[a]=true&_nonce[]=1'],
    ['entries eleven deep', `&data[other]${'[a]'.repeat(10)}=1`],
    ['five hundred entries', Array.from({ length: 500 }, (_, index) => `&data[other][${index}]=1`).join('')],
  ])('to %s ends with wp-auth-check and an integer server_time', async (_what, data) => {
    const { json } = await tick(`${CORE}${data}`)
    expect(Object.keys(json).slice(-2)).toEqual(['wp-auth-check', 'server_time'])
    expect([json['wp-auth-check'], json.server_time]).toEqual([false, 1_795_420_800])
  })

  it('to the first sight of a day has every field of the contract and its types', async () => {
    const { json } = await tick(`${CORE}&${POLL}&data[appointease_poll][client_id]=${CANARY.clientId}`)
    const own = expect.stringMatching(/^v_[\w-]{10}$/)
    expect(json).toEqual({
      appointease_active_selections: [{ client_id: own, time: '13:00', timestamp: 1_795_420_800 }],
      appointease_booked_slots: ['10:00'],
      appointease_locked_slots: [],
      appointease_locks: [{ time: '12:00', client_id: json.appointease_you, expires_in: 600 }],
      appointease_version: expect.stringMatching(/^[\w-]{8,}$/),
      appointease_you: own,
      redis_status: 'disabled',
      storage_mode: 'sqlite',
      redis_ops: { get: 0, set: 0, publish: 0 },
      'wp-auth-check': false,
      server_time: 1_795_420_800,
    })
    const other = await tick(`${CORE}&${POLL}&data[appointease_poll][client_id]=somebody_else`)
    expect(other.json).toMatchObject({ appointease_locked_slots: ['12:00'] })
  })

  it('is the short one while nothing has changed', async () => {
    const { json: full } = await tick(`${CORE}&${POLL}`)
    const since = `&data[appointease_poll][since]=${full.appointease_version}`
    const { json } = await tick(`${CORE}&${POLL}${since}`)
    expect(json).toEqual({
      appointease_version: full.appointease_version,
      appointease_unchanged: true,
      redis_status: 'disabled',
      storage_mode: 'sqlite',
      'wp-auth-check': false,
      server_time: 1_795_420_800,
    })
    const pointing =
      '&data[appointease_poll][client_id]=a_new_client&data[appointease_poll][selected_time]=15:00'
    await tick(`${CORE}&${POLL}${pointing}`)
    expect((await tick(`${CORE}&${POLL}${since}`)).json).toHaveProperty('appointease_booked_slots')
  })
})

describe('a heartbeat in the name of a cookie', () => {
  const cookie = () => ({ cookie: `appointease_session=${planted.token}` })
  const select = `&data[appointease_select][date]=${PLANTED_DATE}&data[appointease_select][time]=16:00&data[appointease_select][employee_id]=1&data[appointease_select][client_id]=cookie_client`

  it('without a nonce is refused, and does nothing', async () => {
    const before = planted.database.digest()
    for (const nonce of ['', '&_nonce=']) {
      expect((await tick(`${CORE}${nonce}${select}`, cookie())).json).toEqual({ success: false })
    }
    expect(planted.database.digest()).toBe(before)
  })

  it.each(['0000000000', 'x', "' OR 1=1", 'ä'.repeat(5)])(
    'with the nonce %s gets new ones, and does nothing',
    async (nonce) => {
      const before = planted.database.digest()
      const { status, json } = await tick(`${CORE}&_nonce=${encodeURIComponent(nonce)}${select}`, cookie())
      expect([status, Object.keys(json)]).toEqual([200, ['rest_nonce', 'heartbeat_nonce', 'nonces_expired']])
      expect(planted.database.digest()).toBe(before)
    },
  )

  it('with the nonce that it was given is answered, and told that somebody is signed in', async () => {
    const stale = await tick(`${CORE}&_nonce=stale`, cookie())
    const { json } = await tick(`${CORE}&_nonce=${stale.json.heartbeat_nonce}&${POLL}`, cookie())
    expect(json).toMatchObject({ 'wp-auth-check': true, appointease_booked_slots: ['10:00'] })
    const session = await planted.send('GET', '/session', undefined, cookie())
    expect(stale.json.rest_nonce).toBe(session.body.nonce)
  })

  it('with a nonce of the half-day before is answered, and given new ones before it is stale', async () => {
    const { heartbeat_nonce } = (await tick(`${CORE}&_nonce=stale`, cookie())).json
    planted.clock.advance(12 * 3_600)
    const { json } = await tick(`${CORE}&_nonce=${heartbeat_nonce}`, cookie())
    expect(json).toMatchObject({
      'wp-auth-check': true,
      heartbeat_nonce: expect.any(String),
      rest_nonce: expect.any(String),
    })
    expect(json.heartbeat_nonce).not.toBe(heartbeat_nonce)
    expect(json).not.toHaveProperty('nonces_expired')
    planted.clock.advance(-12 * 3_600)
  })

  it('with a nonce that is no text gets new ones, and does nothing', async () => {
    const before = planted.database.digest()
    const { json } = await tick(`${CORE}&_nonce[]=1${select}`, cookie())
    expect(json).toHaveProperty('nonces_expired', true)
    expect(planted.database.digest()).toBe(before)
  })

  it.each(['', 'stale', '0000000000'])('of nobody needs no nonce, and %j means nothing', async (nonce) => {
    for (const headers of [{}, { cookie: 'appointease_session=garbage' }]) {
      const { json } = await tick(`${CORE}&_nonce=${nonce}&${POLL}`, headers)
      expect(json).toMatchObject({ 'wp-auth-check': false, appointease_booked_slots: ['10:00'] })
    }
  })
})

describe('a heartbeat that is none', () => {
  const parameters = Array.from({ length: 10_000 }, (_, index) => `${index.toString(36)}=`).join('&')
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

  it.each([
    ['nothing', '', FORM],
    ['another action', 'action=query-attachments', FORM],
    ['two levels of action', 'action[]=heartbeat', FORM],
    ['action in other letters', 'action=Heartbeat', FORM],
    ['JSON', '{"action":"heartbeat"}', 'application/json'],
    ['JSON that is broken', '{', 'application/json'],
    ['text', CORE, 'text/plain'],
    ['brackets 1,000 deep', `${CORE}&data${'[a]'.repeat(1_000)}=1`, FORM],
    ['10,000 parameters', parameters, FORM],
    ['10,000 parameters after the action', `${CORE}&${parameters.slice(0, 60_000)}`, FORM],
    ['multipart without an end', part('action', 'heartbeat'), 'multipart/form-data; boundary=b'],
    ['multipart without parts', '--b--\r\n', 'multipart/form-data; boundary=b'],
    [
      'multipart with a broken head',
      '--b\r\nContent-Disposition\r\n\r\nx\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
    ['multipart without a boundary', `${part('action', 'heartbeat')}--b--`, 'multipart/form-data'],
    [
      'multipart whose action is a file',
      '--b\r\nContent-Disposition: form-data; name="action"; filename="x"\r\n\r\nheartbeat\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
  ])('%s is answered with 400 and 0, and changes nothing', async (_what, body, type) => {
    const before = planted.database.digest()
    const reply = await tick(body, { 'content-type': type })
    expect([reply.status, reply.text]).toEqual([400, '0'])
    expect(planted.database.digest()).toBe(before)
  })

  it('is 413 over 64 KiB, whatever it is made of', async () => {
    for (const type of [FORM, 'multipart/form-data; boundary=b'])
      expect((await tick(`${CORE}&a=${'x'.repeat(70_000)}`, { 'content-type': type })).status).toBe(413)
  })

  it('reaches no prototype', async () => {
    await tick(
      `${CORE}&__proto__[polluted]=1&data[__proto__][polluted]=1&data[constructor][prototype][polluted]=1`,
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('but something else in its entries is answered in its own place, with a code, and changes nothing', async () => {
    const entry = fc.constantFrom('appointease_poll', 'appointease_select', 'appointease_deselect')
    const field = fc.constantFrom(
      'date',
      'time',
      'employee_id',
      'service_id',
      'client_id',
      'lock_token',
      'since',
      'selected_time',
      '',
      'a',
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(PLANTED_DATE, '2026-02-30', '10:00', '1', '0', '', 'somebody_1', "' OR 1=1"),
    )
    const pairs = fc.array(fc.tuple(entry, field, value), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(pairs, async (all) => {
        const data = all.map(
          ([name, key, text]) => `data[${name}][${key}]=${encodeURIComponent(text.toWellFormed())}`,
        )
        const before = planted.database.digest()
        const { status, json } = await tick(`${CORE}&${data.join('&')}`)
        expect([status, json.server_time]).toEqual([200, 1_795_420_800])
        if (json.appointease_select?.success || json.appointease_version) return
        expect(planted.database.digest()).toBe(before)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the full reply of an ordinary day', () => {
  it('stays under 2 KB: half of it booked, three who hold and three who look', async () => {
    const busy = await startPlantedServer({ rateLimitScale: 1_000 })
    const headers = { authorization: `Bearer ${busy.token}` }
    const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
    for (const time of ['09:00', '09:30', '10:30', '11:00', '14:00', '14:30', '15:00'])
      await busy.send('POST', '/appointments', { ...place, time, name: 'Jo', email: CANARY.email }, headers)
    for (const [index, time] of ['11:30', '16:00', '16:30'].entries()) {
      await busy.send('POST', '/slots/select', { ...place, time, client_id: `holding_${index}` })
      await busy.send('POST', '/slots/active', { ...place, time, client_id: `looking_${index}` })
    }
    const reply = await sendRaw(busy.url, {
      method: 'POST',
      path: '/wp-admin/admin-ajax.php',
      headers: { 'content-type': FORM },
      body: `${CORE}&${POLL}&data[appointease_poll][client_id]=watching_1`,
    })
    await busy.stop()
    expect(reply.json.appointease_booked_slots).toHaveLength(8)
    expect(reply.json.appointease_locks).toHaveLength(4)
    expect(reply.json.appointease_active_selections).toHaveLength(4)
    expect(reply.text.length).toBeLessThan(2_048)
  })
})
