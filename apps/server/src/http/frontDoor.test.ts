import type { AddressInfo } from 'node:net'
import { someSettings } from '@appointease/testkit/builders.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFrontDoor } from './frontDoor.ts'
import { createOrigins } from './origins.ts'

const ALWAYS = { waitingMilliseconds: 0, underWay: 0 }
const SHOP = 'https://shop.example'

describe('who is refused at the door because too much comes at once', () => {
  const settings = { ...someSettings(), allowedOrigins: [SHOP] }
  const getCatalog = async () => ({ settings }) as never
  const origins = createOrigins(new URL('https://book.example/'), { getCatalog })
  const door = createFrontDoor({
    answerHeartbeat: () => undefined,
    streamDoor: { isUsual: () => false, take: async () => false },
    origins,
    requestIds: ({ headers }) => String(headers['x-request-id'] ?? 'one-of-our-own'),
    metrics: { observeHeartbeat: () => {}, observeRequest: () => {}, countRefused: () => {} },
    pressureLimits: { look: ALWAYS, read: ALWAYS, change: ALWAYS },
  })
  const server = door.serverFactory(() => {}, {})
  const ask = async (headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo
    return fetch(`http://127.0.0.1:${port}/wp-json/appointease/v1/slots/poll`, { headers })
  }

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => server.close())

  it('is told when to come back and under which id the request is known, as with every reply', async () => {
    const reply = await ask()
    expect(reply.status).toBe(503)
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(reply.headers.get('x-request-id')).toBe('one-of-our-own')
    expect((await ask({ 'x-request-id': 'named-by-a-client' })).headers.get('x-request-id')).toBe(
      'named-by-a-client',
    )
  })

  it('may read so where the page is of a site that is listed, and no other site may', async () => {
    await origins.isListed(SHOP)
    const listed = await ask({ origin: SHOP })
    expect(listed.headers.get('access-control-allow-origin')).toBe(SHOP)
    expect(listed.headers.get('access-control-expose-headers')).toContain('Retry-After')
    expect(listed.headers.get('vary')).toBe('Origin')
    const foreign = await ask({ origin: 'https://evil.example' })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })
})
