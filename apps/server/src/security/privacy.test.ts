import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { addressesOf, ROUTE_LIST, type RouteDefinition, type RouteId } from '@appointease/contract'
import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { type RawReply, type RawRequest, sendRaw } from '@appointease/testkit/rawRequest.ts'
import { validRequests, wireRequest } from '@appointease/testkit/validRequests.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const table: readonly (RouteDefinition & { readonly id: RouteId })[] = ROUTE_LIST
let planted: PlantedServer
let strangerToken: string
beforeAll(async () => {
  planted = await startPlantedServer()
  strangerToken = await planted.signIn('stranger@customers.example')
})
afterAll(() => planted.stop())

/** What only the planted customer may read, in any spelling that a reply or a log could hold it in. */
function secretsOf({ token, lockToken, feedToken, codes, appointment }: PlantedServer): readonly string[] {
  const { name, email, phone, notes, clientId } = CANARY
  const said = [
    name,
    ...name.split(' '),
    email,
    email.split('@')[0] ?? '',
    phone,
    '900417',
    'Notescanary',
    notes,
    clientId,
  ]
  const kept = [token, lockToken, feedToken, ...codes, appointment.strongId]
  return [...said, ...kept].flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString('base64'),
  ])
}

/** Secrets that the text holds and that the asker did not send. */
function leaksIn(text: string, sent = ''): readonly string[] {
  return secretsOf(planted).filter((secret) => text.includes(secret) && !sent.includes(secret))
}

/** The same requests as of a stranger who knows no secret: others' names, others' ids, one's own address. */
function strangersRequests(): readonly RawRequest[] {
  const known = validRequests({ ...planted, lockToken: 'guessed', code: '000000', feedToken: 'guessed' })
  return table.flatMap((route) =>
    addressesOf(route).map((_, address) => {
      const { body, params, ...rest } = known[route.id]
      const own = {
        name: 'A Stranger',
        email: 'stranger@customers.example',
        phone: '',
        notes: '',
        client_id: 'stranger_client',
      }
      const stranger =
        body &&
        Object.fromEntries(
          Object.entries(body).map(([name, value]) => [
            name,
            Object.hasOwn(own, name) ? own[name as keyof typeof own] : value,
          ]),
        )
      const request = {
        ...rest,
        ...(stranger && { body: stranger }),
        ...(params && { params: { ...params, ...(params.email && { email: own.email }) } }),
      }
      return wireRequest(route, request, address)
    }),
  )
}

const elsewhere = [
  '/',
  '/manage',
  '/nowhere',
  '/wp-json/nowhere',
  '/wp-json/%',
  '/admin',
  '/favicon.ico',
  '/wp-json/appointease/v1/appointments/2',
  '/wp-json/appointease/v1/appointments/APT-2026-AAAAAAAAAA',
]

const NAMED: readonly (readonly [string, () => Record<string, string>])[] = [
  ['nobody', () => ({})],
  ['another customer', () => ({ authorization: `Bearer ${strangerToken}` })],
  [
    'somebody with forged headers',
    () => ({ 'x-forwarded-for': '127.0.0.1', referer: 'http://127.0.0.1/manage' }),
  ],
]

const everything = ({ text, headers }: RawReply) => `${JSON.stringify(headers)}\n${text}`

describe("one customer's data", () => {
  it.each(NAMED)('are in no reply to %s on any route', async (_who, headers) => {
    const pages: RawRequest[] = elsewhere.map((path) => ({
      method: 'GET',
      path,
      headers: { accept: 'text/html' },
    }))
    const requests = [...strangersRequests(), ...pages]
    expect(requests.length).toBeGreaterThan(45)
    for (const request of requests) {
      for (const method of new Set([request.method, 'OPTIONS', 'PATCH'])) {
        const reply = await sendRaw(planted.url, {
          ...request,
          method,
          headers: { ...request.headers, ...headers() },
        })
        expect([method, request.path, leaksIn(everything(reply), `${request.path}${request.body}`)]).toEqual([
          method,
          request.path,
          [],
        ])
      }
    }
  })

  it('are in the replies to that customer, so that the search above can find them', async () => {
    const own = { authorization: `Bearer ${planted.token}` }
    const reply = await planted.send('GET', `/appointments/${planted.appointment.id}`, undefined, own)
    expect(leaksIn(JSON.stringify(reply.body)).length).toBeGreaterThan(6)
  })

  it('are in no line of the log, whatever was asked and however it went', async () => {
    const own = { authorization: `Bearer ${planted.token}`, cookie: `appointease_session=${planted.token}` }
    for (const route of table.filter(({ id }) => id !== 'endSession' && id !== 'createSession')) {
      const request = wireRequest(route, validRequests(planted)[route.id])
      for (const broken of [
        request,
        { ...request, body: `${request.body}}` },
        { ...request, path: `${request.path}&%` },
      ])
        await sendRaw(planted.url, {
          ...broken,
          headers: {
            ...request.headers,
            ...own,
            'user-agent': CANARY.notes,
            referer: `http://x/${CANARY.email}`,
          },
        })
    }
    const { strongId } = planted.appointment
    for (const path of [
      `/wp-json/appointease/v1/slots/poll?date=${PLANTED_DATE}&employee_id=1&client_id=${CANARY.clientId}`,
      `/wp-json/appointease/v1/appointments/${strongId}/calendar.ics`,
      `/wp-json/appointease/v1/appointments/${strongId}?token=${planted.token}`,
      `/manage?token=${planted.token}`,
      `/nowhere/${encodeURIComponent(CANARY.name)}?phone=${encodeURIComponent(CANARY.phone)}`,
      `/wp-json/${strongId}/%zz`,
    ])
      await sendRaw(planted.url, { method: 'GET', path, headers: own })
    expect(planted.log.length).toBeGreaterThan(40)
    expect(leaksIn(planted.log.join(''))).toEqual([])
  })

  it('are in no error, in no log and in no reply, when the database fails under the request', async () => {
    const broken = await startPlantedServer()
    const sql = new DatabaseSync(broken.databasePath, { timeout: 5_000 })
    sql.exec(
      'ALTER TABLE wp_appointease_history RENAME TO away; ALTER TABLE wp_appointease_customers RENAME TO gone',
    )
    const own = { authorization: `Bearer ${broken.token}` }
    const answers = []
    for (const id of [
      'bookAppointment',
      'checkCustomer',
      'getAppointment',
      'cancelAppointment',
      'verifyOtp',
    ] as const) {
      const request = wireRequest(
        table.find((route) => route.id === id) as RouteDefinition,
        validRequests(broken)[id],
      )
      const reply = await sendRaw(broken.url, { ...request, headers: { ...request.headers, ...own } })
      answers.push([
        reply.status,
        reply.json.code,
        secretsOf(broken).filter((secret) => reply.text.includes(secret)),
      ])
    }
    const log = broken.log.join('')
    sql.close()
    const leaks = secretsOf(broken).filter((secret) => log.includes(secret))
    await broken.stop()
    expect(answers).toEqual(answers.map(() => [500, 'internal_server_error', []]))
    expect(log).toContain('no such table')
    expect(leaks).toEqual([])
  })
})

describe('an alias', () => {
  let calm: PlantedServer
  beforeAll(async () => {
    calm = await startPlantedServer()
  })
  afterAll(() => calm.stop())
  const poll = async (clientId: string) =>
    (await calm.send('GET', `/slots/poll?date=${PLANTED_DATE}&employee_id=1&client_id=${clientId}`)).body

  it('is the same for the same client, another for every other, and never the client_id', async () => {
    const [lock] = (await poll('watching_1')).appointease_locks
    expect((await poll(CANARY.clientId)).appointease_you).toBe(lock.client_id)
    const ids = Array.from({ length: 200 }, (_, index) => `client_${index}`)
    const aliases = await Promise.all(ids.map(async (id) => (await poll(id)).appointease_you as string))
    expect(new Set(aliases).size).toBe(ids.length)
    expect(aliases.filter((alias, index) => alias.includes(ids[index] ?? ''))).toEqual([])
  })

  it('is no plain digest or encoding of the client_id', async () => {
    const alias: string = (await poll(CANARY.clientId)).appointease_you.slice(2)
    const plain = ['base64', 'base64url', 'hex'].flatMap((encoding) => [
      Buffer.from(CANARY.clientId).toString(encoding as 'hex'),
      ...['md5', 'sha1', 'sha256', 'sha512'].map((digest) =>
        createHash(digest)
          .update(CANARY.clientId)
          .digest(encoding as 'hex'),
      ),
    ])
    expect(plain.filter((text) => text.includes(alias))).toEqual([])
  })

  it('owns nothing: who sends it as a client_id is somebody else', async () => {
    const alias: string = (await poll(CANARY.clientId)).appointease_you
    const place = { date: PLANTED_DATE, time: '12:00', employee_id: 1, client_id: alias }
    const released = await calm.send('POST', '/slots/deselect', { ...place, lock_token: 'guessed' })
    expect([released.status, released.body.code]).toEqual([403, 'LOCK_NOT_OWNED'])
    expect((await poll(alias)).appointease_you).not.toBe(alias)
  })
})

describe('operations', () => {
  it('tell nothing of persons: health and metrics name routes and counts', async () => {
    const health = (await planted.send('GET', '/health')).body
    expect(Object.keys(health).sort()).toEqual([
      'database',
      'outbox',
      'redis_status',
      'server_time',
      'status',
      'storage_mode',
      'uptime_seconds',
      'version',
    ])
    expect(Object.values(health.outbox as object).every(Number.isInteger)).toBe(true)
    const metrics: string = (await planted.send('GET', '//metrics')).body
    expect(metrics).toContain('route="checkCustomer"')
    expect(metrics).not.toMatch(/@|%40|APT-/)
  })

  it.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', '::1'],
    ['x-forwarded-for', '203.0.113.9, 127.0.0.1'],
    ['x-forwarded-for', ''],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('keep metrics from whoever a proxy speaks for, trusted or not: %s: %s', async (name, value) => {
    for (const trustProxy of [[], ['127.0.0.1'], ['127.0.0.0/8', '::1']]) {
      const server = await startPlantedServer({ trustProxy })
      const open = await sendRaw(server.url, { method: 'GET', path: '/metrics' })
      const forwarded = await sendRaw(server.url, {
        method: 'GET',
        path: '/metrics',
        headers: { [name]: value },
      })
      await server.stop()
      expect([open.status, forwarded.status, forwarded.json?.code]).toEqual([200, 404, 'rest_no_route'])
    }
  })

  it.each([
    ["nginx's bare proxy_pass", 'HTTP/1.0', '127.0.0.1:8080', 404],
    ['a proxy that passes on the Host', 'HTTP/1.1', 'book.example.com', 404],
    ['a name that begins like an address of this machine', 'HTTP/1.1', '127.0.0.1.example.com', 404],
    ['curl by address', 'HTTP/1.1', '127.0.0.1:8080', 200],
    ['curl by name', 'HTTP/1.1', 'LOCALHOST', 200],
    ['curl by IPv6', 'HTTP/1.1', '[::1]:8080', 200],
  ])('answer %s (%s, Host: %s) about metrics with %i', async (_who, version, host, status) => {
    const socket = connect(Number(new URL(planted.url).port), '127.0.0.1')
    socket.end(`GET /metrics ${version}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    const reply = await text(socket)
    expect(reply.split(' ', 2)[1]).toBe(String(status))
    expect(reply.includes('appointease_http_request_duration_seconds')).toBe(status === 200)
  })
})
