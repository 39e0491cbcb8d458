import { addressesOf, ROUTE_LIST, type RouteDefinition } from '@appointease/contract'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../ports/storage.ts'

const API = '/wp-json/appointease/v1'
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse({
    handlers: {
      getSession: async () => ({
        ok: true,
        data: { authenticated: false },
        headers: { 'x-said': 'yes' },
        cookies: [{ name: 'appointease_session', value: 'tok', maxAgeSeconds: 60 }],
      }),
      generateOtp: async () => ({ ok: false, refusal: { kind: 'rate_limited', retryAfterSeconds: 9 } }),
      verifyOtp: async () => {
        throw new Error('canary of a fault')
      },
      checkSlot: async () => {
        throw new StorageUnavailable('canary of a database')
      },
      getAppointmentCalendar: async () => ({ ok: true, data: 'BEGIN:VCALENDAR' }),
    },
  })
})
afterAll(() => house.close())

const get = (url: string, headers: Record<string, string> = {}) => house.app.inject({ url, headers })
const post = (url: string, payload: object) => house.app.inject({ method: 'POST', url, payload })
const EMAIL = { email: 'jo@example.com' }

describe('every reply', () => {
  it('names its request, by the given name where that is safe', async () => {
    const named = await get(`${API}/services`, { 'x-request-id': 'abc-12345' })
    expect(named.headers['x-request-id']).toBe('abc-12345')
    for (const given of ['short', 'has spaces in it', 'x'.repeat(65), '<script>alert(1)</script>']) {
      const made = (await get(`${API}/nowhere`, { 'x-request-id': given })).headers['x-request-id']
      expect(made).toMatch(/^[A-Za-z0-9-]{8,64}$/)
      expect(made).not.toBe(given)
    }
  })

  it.each(['/', '/docs', '/nowhere', `${API}/services`, `${API}/nowhere`, '/assets/none.js'])(
    '%s carries security headers and allows nothing inline',
    async (url) => {
      const { headers } = await get(url, { accept: 'text/html' })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).not.toContain('unsafe')
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
      expect(headers['strict-transport-security']).toContain('max-age')
    },
  )

  it('of the API is kept by nobody', async () => {
    for (const url of [`${API}/services`, `${API}/nowhere`, '/livez']) {
      expect((await get(url)).headers['cache-control']).toContain('no-store')
    }
  })
})

describe('addresses', () => {
  const table: readonly RouteDefinition[] = ROUTE_LIST
  const readable = table.filter(
    ({ method, auth, params, query }) => method === 'GET' && auth === 'public' && !params && !query?.required,
  )

  it.each(readable.flatMap((route) => addressesOf(route).map(({ path }) => path)))(
    '%s answers with and without a slash at its end, and to HEAD without a body',
    async (path) => {
      const bare = path.replace(/\/$/, '')
      for (const url of [bare, `${bare}/`]) {
        const reply = await get(url)
        expect(reply.statusCode).toBe(200)
        const head = await house.app.inject({ method: 'HEAD', url })
        expect([head.statusCode, head.body]).toEqual([200, ''])
      }
    },
  )

  it('of the API answer in the plain-permalink form', async () => {
    for (const { restRoute, path } of readable.flatMap(addressesOf)) {
      if (restRoute === undefined) continue
      const plain = await get(`/?rest_route=${encodeURIComponent(restRoute)}`)
      expect([path, plain.statusCode]).toEqual([path, 200])
    }
    const reply = await get('/index.php?rest_route=/appointease/v1/services&per_page=0')
    expect(reply.json().data.params).toHaveProperty('per_page')
    expect((await get('/?rest_route=/nowhere')).json().code).toBe('rest_no_route')
  })

  it('that nobody knows, and methods that they do not have, are no route', async () => {
    for (const [method, url] of [
      ['GET', `${API}/nowhere`],
      ['PATCH', `${API}/services`],
      ['POST', `${API}/services`],
      ['OPTIONS', `${API}/nowhere`],
    ] as const) {
      const reply = await house.app.inject({ method, url })
      expect(reply.json()).toMatchObject({ code: 'rest_no_route', data: { status: 404 } })
      expect(reply.statusCode).toBe(404)
    }
  })

  it('that cannot be decoded are no route either', async () => {
    const reply = await get(`${API}/check-customer/%E0%A4%A`)
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'rest_no_route'])
    expect(reply.headers['x-request-id']).toBeDefined()
  })

  it('tell their methods when asked for their options', async () => {
    const reply = await house.app.inject({ method: 'OPTIONS', url: `${API}/session` })
    expect(reply.headers.allow?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST'])
    expect(reply.json()).toMatchObject({
      namespace: 'appointease/v1',
      methods: expect.arrayContaining(['GET', 'POST', 'DELETE']),
    })
  })

  it('that are missing show people a page', async () => {
    const reply = await get('/nowhere', { accept: 'text/html,*/*' })
    expect(reply.statusCode).toBe(404)
    expect(reply.headers['content-type']).toContain('text/html')
    expect(reply.body).toContain('<h1>')
  })
})

describe('what handlers reply', () => {
  it('is sent with its headers and with cookies that scripts cannot read', async () => {
    const reply = await get(`${API}/session`)
    expect(reply.headers).toMatchObject({
      'x-said': 'yes',
      'content-type': 'application/json; charset=UTF-8',
    })
    const cookie = String(reply.headers['set-cookie'])
    for (const part of [
      'appointease_session=tok',
      'Max-Age=60',
      'Path=/',
      'HttpOnly',
      'Secure',
      'SameSite=Lax',
    ]) {
      expect(cookie).toContain(part)
    }
  })

  it('is sent as the type that the route names', async () => {
    const token = await house.signIn('jo@example.com')
    const reply = await get(`${API}/appointments/7/calendar.ics`, { authorization: `Bearer ${token}` })
    expect([reply.headers['content-type'], reply.body]).toEqual([
      'text/calendar; charset=utf-8',
      'BEGIN:VCALENDAR',
    ])
  })

  it('is refused with the time to wait', async () => {
    const reply = await post(`${API}/generate-otp`, EMAIL)
    expect([reply.statusCode, reply.headers['retry-after'], reply.json().code]).toEqual([
      429,
      '9',
      'RATE_LIMITED',
    ])
  })
})

describe('faults', () => {
  it('are masked, and logged once with the id of the request', async () => {
    const before = house.log.length
    const reply = await post(`${API}/verify-otp`, { ...EMAIL, otp: '123456' })
    expect([reply.statusCode, reply.json().code]).toEqual([500, 'internal_server_error'])
    expect(reply.body).not.toContain('canary')
    const told = house.log.slice(before).filter((line) => line.includes('canary of a fault'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(String(reply.headers['x-request-id']))
  })

  it('of the storage say when to try again', async () => {
    const wanted = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
    const reply = await post(`${API}/check-slot`, wanted)
    expect([reply.statusCode, reply.json().code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
    expect(reply.body).not.toContain('canary')
  })
})

describe('the log', () => {
  it('holds no address, query, body, token or cookie of anybody', async () => {
    const token = await house.signIn('canary.signed@example.com')
    const headers = {
      authorization: `Bearer ${token}`,
      cookie: 'appointease_session=canarycookie',
      'user-agent': 'canaryagent',
    }
    await get(`${API}/check-customer/canary.path@example.com?canary=query`, headers)
    await get('/canary-page?canary=query', headers)
    await post(`${API}/generate-otp`, { email: 'canary.body@example.com', name: 'canary' })
    await post(`${API}/verify-otp`, { email: 'canary.body@example.com', otp: '987654' })
    const log = house.log.join('').replaceAll('canary of a', '')
    expect(log).toContain('/check-customer/:email')
    expect(log).not.toMatch(/canary|987654/)
    expect(log).not.toContain(token)
  })
})

describe('behind a proxy', () => {
  it('believes forwarding headers only where the proxy is trusted', async () => {
    const ask = async (trustProxy: readonly string[] | boolean) => {
      const other = await openHouse({
        config: { trustProxy, publicUrl: new URL('http://book.example/') },
        handlers: {
          getSession: async ({ context }) => ({
            ok: true,
            data: { address: context.address },
            cookies: [{ name: 'c', value: 'v', maxAgeSeconds: 1 }],
          }),
        },
      })
      const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }
      const seen = []
      for (const headers of [{}, forwarded]) {
        const reply = await other.app.inject({ url: `${API}/session`, headers })
        seen.push({
          address: reply.json().address,
          secure: String(reply.headers['set-cookie']).includes('Secure'),
        })
      }
      await other.close()
      return seen
    }
    const [near, forged] = await ask(false)
    expect(forged).toEqual(near)
    const [direct, forwarded] = await ask(['127.0.0.1'])
    expect(forwarded?.address).not.toBe(direct?.address)
    expect([direct?.secure, forwarded?.secure]).toEqual([false, true])
  })
})
