import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { openHouse } from '@appointease/testkit/openHouse.ts'
import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { sendRaw } from '@appointease/testkit/rawRequest.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const OTP = '/wp-json/appointease/v1/generate-otp'
const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }

let planted: PlantedServer
beforeAll(async () => {
  planted = await startPlantedServer()
})
afterAll(() => planted.stop())

/** Opens a connection, says what is given and hears everything until the other side hangs up. */
function converse(origin: string, ...said: readonly string[]): { socket: Socket; heard: Promise<string> } {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => {})
  for (const part of said) socket.write(part)
  return { socket, heard: once(socket, 'close').then(() => text) }
}

describe('connections', () => {
  it('have ten seconds for their headers, thirty for their request, and a cap beside that of streams', () => {
    const { server } = planted.app
    const [streams, others] = [10_000, 10_000]
    expect([server.headersTimeout, server.requestTimeout, server.maxConnections]).toEqual([
      10_000,
      30_000,
      streams + others,
    ])
  })

  it('that dawdle by the hundred are all hung up, while others are served', async () => {
    const house = await openHouse({
      connectionLimits: { headerTimeoutMs: 300, requestTimeoutMs: 600, checkEveryMs: 50 },
    })
    const origin = await house.app.listen({ host: '127.0.0.1', port: 0 })
    const head = `POST ${OTP} HTTP/1.1\r\nHost: x\r\n`
    const slow = Array.from({ length: 200 }, (_, index) =>
      index % 2 === 0
        ? converse(origin, `${head}X-Slow: `)
        : converse(origin, `${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"email`),
    )
    const served = await sendRaw(origin, { method: 'GET', path: '/livez' })
    const heard = await Promise.all(slow.map((one) => one.heard))
    await house.close()
    expect(served.status).toBe(200)
    expect(heard.filter((text) => !text.startsWith('HTTP/1.1 408'))).toEqual([])
    for (const text of heard) expect(JSON.parse(text.slice(text.indexOf('{'))).data.status).toBe(408)
  })

  it('that send a body without end are told 413 and hung up', async () => {
    const { socket, heard } = converse(
      planted.url,
      `POST ${OTP} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`
    for (let count = 0; count < 6; count += 1) socket.write(chunk)
    expect(await heard).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"rest_payload_too_large"/)
  })

  it('that announce gigabytes are told 413 before a byte of them is read', async () => {
    const { socket, heard } = converse(
      planted.url,
      `POST ${OTP} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4294967296\r\nConnection: close\r\n\r\n`,
    )
    const [first] = await once(socket, 'data')
    expect(String(first)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
    await heard
  })

  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked'],
    ['a length that is none', 'Content-Length: -1'],
    ['a header folded over lines', 'X-A: b\r\n c: d\r\nX B: c'],
    ['a header with a NUL', 'X-A: b\0c'],
  ])('with %s are broken, and end', async (_title, header) => {
    const { heard } = converse(
      planted.url,
      `POST ${OTP} HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n{}GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n`,
    )
    const text = await heard
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).not.toContain('process_cpu')
  })

  it('leave the server well', async () => {
    expect((await planted.send('GET', '/health')).body.status).toBe('ok')
  })
})

describe('limits per caller', () => {
  const start = () => startTestServer({ clock: fixedClock(MONDAY), rateLimitScale: 1 })

  it('are ten bookings a minute, and the next minute begins anew', async () => {
    const clock = fixedClock(MONDAY)
    const server = await startTestServer({ clock, rateLimitScale: 1 })
    const headers = { authorization: `Bearer ${await server.signIn(CANARY.email)}` }
    const book = () =>
      server.send(
        'POST',
        '/appointments',
        { ...place, time: '03:00', name: 'Jo', email: CANARY.email },
        headers,
      )
    const codes = []
    for (let count = 0; count < 11; count += 1) codes.push((await book()).body.code)
    const limited = await book()
    clock.advance(60)
    const later = await book()
    await server.stop()
    expect(codes).toEqual([...Array(10).fill('OUTSIDE_HOURS'), 'RATE_LIMITED'])
    expect([limited.status, limited.headers.get('retry-after'), limited.body.data]).toEqual([
      429,
      '60',
      { status: 429, retry_after: 60 },
    ])
    expect(later.body.code).toBe('OUTSIDE_HOURS')
  })

  it('are sixty selections a minute, by REST and by heartbeat together', async () => {
    const server = await start()
    const entry = { ...place, time: '09:00', client_id: 'one_client' }
    const form = new URLSearchParams({ action: 'heartbeat' })
    for (const [name, value] of Object.entries(entry))
      form.set(`data[appointease_select][${name}]`, String(value))
    const tick = () =>
      sendRaw(server.url, {
        method: 'POST',
        path: '/wp-admin/admin-ajax.php',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      })
    let granted = 0
    for (let count = 0; count < 30; count += 1) {
      if ((await server.send('POST', '/slots/select', entry)).status === 200) granted += 1
      if ((await tick()).json.appointease_select.success) granted += 1
    }
    const rest = await server.send('POST', '/slots/select', entry)
    const beat = await tick()
    await server.stop()
    expect(granted).toBe(60)
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([429, '60'])
    expect([beat.status, beat.json.appointease_select.code]).toEqual([200, 'RATE_LIMITED'])
  })

  it('are five locks at once, and one that is given back makes room', async () => {
    const server = await start()
    const lock = (index: number) =>
      server.send('POST', '/slots/select', {
        ...place,
        time: `${String(9 + index).padStart(2, '0')}:00`,
        client_id: `client_${index}`,
      })
    const locks = []
    for (let index = 0; index < 6; index += 1) locks.push(await lock(index))
    const sixth = locks[5]
    const { token } = locks[0]?.body.lock ?? {}
    await server.send('POST', '/slots/deselect', {
      ...place,
      time: '09:00',
      client_id: 'client_0',
      lock_token: token,
    })
    const again = await lock(5)
    await server.stop()
    expect(locks.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect([sixth?.body.code, Number(sixth?.headers.get('retry-after')) > 0]).toEqual(['RATE_LIMITED', true])
    expect(again.status).toBe(200)
  })

  it('are twenty codes an hour, for whatever addresses', async () => {
    const server = await start()
    const statuses = []
    for (let index = 0; index < 21; index += 1)
      statuses.push(await server.send('POST', '/generate-otp', { email: `person${index}@customers.example` }))
    await server.stop()
    expect(statuses.map(({ status }) => status)).toEqual([...Array(20).fill(200), 429])
    expect(statuses.at(-1)?.headers.get('retry-after')).toBe('3600')
  })

  it('do not count what never was a request for the thing: bad input takes nothing from anybody', async () => {
    const server = await start()
    for (let count = 0; count < 70; count += 1)
      await server.send('POST', '/slots/select', { ...place, time: '25:00', client_id: 'one_client' })
    const reply = await server.send('POST', '/slots/select', {
      ...place,
      time: '09:00',
      client_id: 'one_client',
    })
    await server.stop()
    expect(reply.status).toBe(200)
  })
})

describe('security headers', () => {
  it.each([
    ['GET', '/', 'text/html'],
    ['GET', '/manage', 'text/html'],
    ['GET', '/docs', 'text/html'],
    ['GET', '/nowhere', 'text/html'],
    ['GET', '/wp-json/appointease/v1/services', '*/*'],
    ['GET', '/wp-json/appointease/v1/appointments/1', '*/*'],
    ['POST', '/wp-json/appointease/v1/generate-otp', '*/*'],
    ['POST', '/wp-admin/admin-ajax.php', '*/*'],
    ['OPTIONS', '/wp-json/appointease/v1/session', '*/*'],
    ['GET', '/metrics', '*/*'],
    ['GET', '/livez', '*/*'],
  ])('stand on every reply: %s %s as %s', async (method, path, accept) => {
    const { headers } = await sendRaw(planted.url, { method, path, headers: { accept } })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toMatch(/unsafe-|script-src[^;]*(?:\*|https:|data:)/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      // An address of that page may be a link that opens an appointment.
      'referrer-policy': path === '/manage' ? 'no-referrer' : 'same-origin',
      'x-request-id': expect.any(String),
    })
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('ask for https only where the site has it', async () => {
    const strict = async (publicUrl: string) => {
      const server = await startTestServer({ publicUrl })
      const reply = await server.send('GET', '/services')
      await server.stop()
      return reply.headers.get('strict-transport-security')
    }
    expect(await strict('http://127.0.0.1/')).toBeNull()
    expect(await strict('https://book.example/')).toBe('max-age=15552000')
  })

  it('let no page of a site that is not listed read anything, and a listed one all', async () => {
    const server = await startTestServer()
    const { settings } = await server.storage.catalog.getCatalog()
    await server.storage.catalog.saveSettings({ ...settings, allowedOrigins: ['https://shop.example'] })
    const ask = async (origin: string) => {
      const { status, headers } = await server.send('GET', '/services', undefined, { origin })
      return [status, headers.get('access-control-allow-origin')]
    }
    const answers = []
    for (const origin of [
      'https://shop.example',
      'https://shop.example.evil.example',
      'https://evil.example/?https://shop.example',
      'http://shop.example',
      'https://shop.example:8443',
      'https://SHOP.example@evil.example',
      'null',
      '*',
    ])
      answers.push(await ask(origin))
    await server.stop()
    expect(answers).toEqual([[200, 'https://shop.example'], ...Array(7).fill([403, null])])
  })
})
