import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'qs'
import { afterEach, describe, expect, it } from 'vitest'
import { ADDRESSES } from './client/addresses.ts'
import { type ClientOptions, createClient } from './client.ts'
import { appointment, booking } from './examples/appointments.ts'
import { slotFields } from './examples/slots.ts'
import { ROUTE_LIST } from './routes.ts'

interface Heard {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Answer = (heard: Heard, response: ServerResponse) => void

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

const listen = async (answer: Answer) => {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    const one = { method, url, headers, body: Buffer.concat(chunks).toString() }
    heard.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  closers.push(close)
  return {
    origin,
    heard,
    close,
    client: (options: Partial<ClientOptions> = {}) =>
      createClient({ baseUrl: `${origin}/wp-json/`, ...options }),
  }
}

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8', ...headers })
    response.end(JSON.stringify(value))
  }

const text =
  (status: number, body: string, type = 'text/html'): Answer =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': type })
    response.end(body)
  }

const silent: Answer = () => undefined

const refusal = {
  code: 'SLOT_TAKEN',
  message: 'That time was just taken.',
  data: {
    status: 409,
    alternatives: [{ date: '2026-03-02', time: '10:30', employee_id: 1, start_utc: '2026-03-02T15:30:00Z' }],
  },
}

describe('the client', () => {
  it('has one method for every REST route but the stream, by the route’s id', () => {
    const ids = ROUTE_LIST.filter((route) => route.namespaces.length > 0).map((route) => route.id)
    expect(Object.keys(ADDRESSES).sort()).toEqual([...ids].sort())
    const methods = ids.filter((id) => id !== 'streamSlots')
    expect(Object.keys(createClient({ baseUrl: '/' })).sort()).toEqual([...methods, 'heartbeat'].sort())
  })

  it('repeats the addresses of the route table', () => {
    const table = ROUTE_LIST.filter((route) => route.namespaces.length > 0)
    expect(ADDRESSES).toEqual(
      Object.fromEntries(table.map((route) => [route.id, `${route.method} ${route.path}`])),
    )
  })

  it('sends a booking as JSON with its idempotency key, the nonce and the token', async () => {
    const server = await listen(
      json(201, {
        success: true,
        appointment_id: 7,
        strong_id: 'APT-2026-K7Q2M9XA',
        message: '',
        appointment,
      }),
    )
    const client = server.client({ getNonce: () => 'n1', getToken: () => 't1', locale: 'de-AT' })
    const result = await client.bookAppointment({ body: booking, idempotencyKey: 'key-00000001' })
    expect(result).toMatchObject({ ok: true, status: 201, data: { appointment_id: 7 } })
    const [heard] = server.heard
    expect(heard).toMatchObject({ method: 'POST', url: '/wp-json/appointease/v1/appointments' })
    expect(heard?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'key-00000001',
      'x-wp-nonce': 'n1',
      'accept-language': 'de-AT',
      authorization: 'Bearer t1',
    })
    expect(JSON.parse(heard?.body ?? '')).toEqual(booking)
  })

  it('sends neither nonce nor token nor content type where there is none', async () => {
    const server = await listen(json(200, []))
    await server.client({ getNonce: () => undefined }).listServices()
    expect(server.heard[0]?.headers).not.toHaveProperty('x-wp-nonce')
    expect(server.heard[0]?.headers).not.toHaveProperty('authorization')
    expect(server.heard[0]?.headers).not.toHaveProperty('content-type')
  })

  it('fills paths and queries, also without permalinks', async () => {
    const server = await listen(json(200, {}))
    for (const client of [server.client(), server.client({ baseUrl: `${server.origin}/?rest_route=/` })]) {
      await client.getAppointment({ params: { id: 'APT-2026-K7Q2M9XA' } })
      await client.listUserAppointments({ query: { status: 'past' } })
    }
    expect(server.heard.map(({ url }) => url)).toEqual([
      '/wp-json/appointease/v1/appointments/APT-2026-K7Q2M9XA',
      '/wp-json/appointease/v1/user-appointments?status=past',
      '/?rest_route=/appointease/v1/appointments/APT-2026-K7Q2M9XA',
      '/?rest_route=/appointease/v1/user-appointments&status=past',
    ])
  })

  it('returns a refusal as a value, with what the server says about it', async () => {
    const server = await listen(json(409, refusal))
    const result = await server.client().bookAppointment({ body: booking })
    expect(result).toEqual({
      ok: false,
      error: { code: 'SLOT_TAKEN', message: refusal.message, status: 409, data: refusal.data },
    })
  })

  it.each([
    ['7', 7],
    [new Date(Date.now() + 30_000).toUTCString(), expect.closeTo(30, -1)],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (value, seconds) => {
    const limited = { code: 'RATE_LIMITED', message: '', data: { status: 429 } }
    const server = await listen(json(429, limited, { 'Retry-After': value }))
    const result = await server.client().generateOtp({ body: { email: 'ann@example.com' } })
    expect(result).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', status: 429 } })
    expect(result.ok ? undefined : result.error.retryAfterSeconds).toEqual(seconds)
  })

  it.each([
    ['a page where JSON should be', text(200, '<html>'), 200],
    ['a proxy’s error page', text(502, '<html>Bad gateway</html>'), 502],
    ['a success that is empty', text(201, ''), 201],
    ['an error without a code', json(500, { error: 'x' }), 500],
    ['an error that is no object', json(400, 0), 400],
  ])('calls %s a bad reply', async (_, answer, status) => {
    const server = await listen(answer)
    expect(await server.client().getSettings()).toMatchObject({
      ok: false,
      error: { code: 'bad_reply', status },
    })
  })

  it('returns a calendar file as text', async () => {
    const server = await listen(text(200, 'BEGIN:VCALENDAR\r\n', 'text/calendar'))
    const result = await server.client().getAppointmentCalendar({ params: { id: 7 } })
    expect(result).toMatchObject({ ok: true, data: 'BEGIN:VCALENDAR\r\n' })
  })

  it('returns a refused calendar file as a refusal', async () => {
    const server = await listen(json(404, { code: 'NOT_FOUND', message: '', data: { status: 404 } }))
    const result = await server.client().getAppointmentCalendar({ params: { id: 7 } })
    expect(result).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  it('says that nobody answers', async () => {
    const server = await listen(silent)
    await server.close()
    expect(await server.client().getSettings()).toMatchObject({
      ok: false,
      error: { code: 'network_error', status: 0 },
    })
  })

  it('says that the connection broke before the reply was whole', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{', () => response.destroy())
    })
    expect(await server.client().getSettings()).toMatchObject({ ok: false, error: { code: 'network_error' } })
  })

  it('gives up in time when no reply comes', async () => {
    const server = await listen(silent)
    const result = await server.client({ timeoutMs: 30 }).getSettings()
    expect(result).toMatchObject({ ok: false, error: { code: 'timeout', status: 0 } })
  })

  it('gives up in time when a reply begins and does not end', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200)
      response.write('{')
    })
    expect(await server.client().getSettings({ timeoutMs: 50 })).toMatchObject({
      ok: false,
      error: { code: 'timeout' },
    })
  })

  it('tells the caller’s own change of mind from a time-out, before and while waiting', async () => {
    const abort = new AbortController()
    const server = await listen(() => abort.abort())
    const aborted = { ok: false, error: { code: 'aborted', status: 0 } }
    expect(await server.client().getSettings({ signal: abort.signal })).toMatchObject(aborted)
    expect(await server.client().getSettings({ signal: abort.signal })).toMatchObject(aborted)
    expect(server.heard).toHaveLength(1)
  })

  it('does not hold on to the caller’s signal once it is done', async () => {
    const server = await listen(json(200, {}))
    const { signal } = new AbortController()
    const listeners: string[] = []
    const watched = Object.assign(signal, {
      addEventListener: (name: string) => listeners.push(`+${name}`),
      removeEventListener: (name: string) => listeners.push(`-${name}`),
    })
    await server.client().getSettings({ signal: watched })
    expect(listeners).toEqual(['+abort', '-abort'])
  })

  it('hands on every newer nonce, from a header or from the reply', async () => {
    const nonces: string[] = []
    const kept = { getNonce: () => nonces.at(-1), onNonce: (nonce: string) => nonces.push(nonce) }
    const session = await listen(json(200, { authenticated: false, nonce: 'n1' }))
    await session.client(kept).getSession()
    await session.client(kept).getSession()
    const renewed = await listen(json(200, [], { 'X-WP-Nonce': 'n2' }))
    await renewed.client(kept).listServices()
    expect(nonces).toEqual(['n1', 'n2'])
  })
})

describe('a tick of the client', () => {
  it('is posted as heartbeat.js posts it', async () => {
    const server = await listen(json(200, slotFields))
    const result = await server.client().heartbeat(
      {
        appointease_poll: {
          date: '2026-03-02',
          employee_id: 1,
          client_id: 'visitor_1',
          selected_time: '10:00',
        },
      },
      { url: `${server.origin}/wp-admin/admin-ajax.php`, interval: 15, nonce: 'h1' },
    )
    expect(result).toMatchObject({ ok: true, data: slotFields })
    const [heard] = server.heard
    expect(heard).toMatchObject({ method: 'POST', url: '/wp-admin/admin-ajax.php' })
    expect(heard?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8')
    expect(parse(heard?.body ?? '')).toEqual({
      action: 'heartbeat',
      _nonce: 'h1',
      interval: '15',
      screen_id: 'front',
      has_focus: 'true',
      data: {
        appointease_poll: {
          date: '2026-03-02',
          employee_id: '1',
          client_id: 'visitor_1',
          selected_time: '10:00',
        },
      },
    })
  })

  it('hands on the nonce that comes with nonces_expired', async () => {
    const nonces: string[] = []
    const server = await listen(json(200, { rest_nonce: 'r2', heartbeat_nonce: 'h2', nonces_expired: true }))
    const client = server.client({ onNonce: (nonce) => nonces.push(nonce) })
    await client.heartbeat({}, { url: `${server.origin}/wp-admin/admin-ajax.php` })
    expect(nonces).toEqual(['r2'])
  })

  it('calls WordPress’s answer to an unknown action a bad reply', async () => {
    const server = await listen(text(400, '0'))
    const result = await server.client().heartbeat({}, { url: `${server.origin}/` })
    expect(result).toMatchObject({ ok: false, error: { code: 'bad_reply', status: 400 } })
  })
})
