import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SERVICES = '/wp-json/appointease/v1/services'
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse({
    settings: { allowedOrigins: ['https://shop.example', 'https://shop.example:8443/'] },
  })
})
afterAll(() => house.close())

const ask = (origin: string | undefined, method = 'GET', url = SERVICES, headers = {}) =>
  house.app.inject({
    method: method as 'GET',
    url,
    headers: { host: 'inside.example:8080', ...(origin === undefined ? {} : { origin }), ...headers },
  })

describe('origins', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'refuse a foreign site, by %s too',
    async (method) => {
      const reply = await ask('https://evil.example', method)
      expect(reply.statusCode).toBe(403)
      expect(reply.headers['access-control-allow-origin']).toBeUndefined()
      if (method !== 'HEAD') expect(reply.json().code).toBe('ORIGIN_NOT_ALLOWED')
    },
  )

  it.each([
    'null',
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:444',
    'nonsense',
    'https://evil-inside.example:8080',
  ])('take %s for a foreign site', async (origin) => {
    expect((await ask(origin)).statusCode).toBe(403)
  })

  it.each([undefined, 'https://book.example', 'http://inside.example:8080', 'https://inside.example:8080'])(
    'take %s for the site itself',
    async (origin) => {
      const reply = await ask(origin)
      expect(reply.statusCode).toBe(200)
      expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    },
  )

  it('let a listed site read replies, refusals too', async () => {
    for (const url of [SERVICES, '/wp-json/appointease/v1/user-appointments', '/wp-json/nowhere']) {
      const reply = await ask('https://shop.example', 'GET', url)
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      })
    }
    expect((await ask('https://shop.example:8443')).statusCode).toBe(200)
  })

  it('answer the preflight of a listed site, and of no other', async () => {
    const asking = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const listed = await ask(
      'https://shop.example',
      'OPTIONS',
      '/wp-json/appointease/v1/appointments',
      asking,
    )
    expect(listed.statusCode).toBe(204)
    expect(listed.headers['access-control-allow-methods']).toContain('PUT')
    expect(listed.headers['access-control-allow-headers']).toContain('Idempotency-Key')
    expect((await ask('https://evil.example', 'OPTIONS', SERVICES, asking)).statusCode).toBe(403)
  })
})
