import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { connectionsFor } from './connections.ts'
import type { Reply } from './handler.ts'

const houses: OpenHouse[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close()
})

async function listening(options: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(options)
  houses.push(house)
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  return { house, port: (house.app.server.address() as AddressInfo).port }
}

/** Everything that the server says to what is written, until it hangs up. */
async function conversation(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return heard
}

const quick = { headerTimeoutMs: 200, requestTimeoutMs: 400, checkEveryMs: 50 }

describe('connections', () => {
  it('that never finish their headers are hung up', async () => {
    const { port } = await listening({ connectionLimits: quick })
    const heard = await conversation(port, 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    expect(heard).toContain('408')
  })

  it('that never finish their body are hung up', async () => {
    const { port } = await listening({ connectionLimits: quick })
    const heard = await conversation(
      port,
      'POST /wp-json/appointease/v1/generate-otp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
    )
    expect(heard).toContain('408')
  })

  it('that do not speak HTTP get an answer in the shape of all answers', async () => {
    const { port } = await listening({})
    const heard = await conversation(port, 'nonsense\r\n\r\n')
    expect(heard).toContain('HTTP/1.1 400')
    expect(heard).toMatch(/\r\nX-Request-Id: [A-Za-z0-9-]{8,64}\r\n/)
    expect(JSON.parse(heard.slice(heard.indexOf('{')))).toHaveProperty('data.status')
  })

  it('whose headers are too large are told so', async () => {
    const { port } = await listening({})
    expect(
      await conversation(port, `GET /livez HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(40_000)}\r\n\r\n`),
    ).toContain('431')
  })

  it('beyond the cap are refused while the others go on', async () => {
    const { port, house } = await listening({ connectionLimits: { connections: 1 } })
    const first = connect(port, '127.0.0.1')
    await once(house.app.server, 'connection')
    expect(await conversation(port, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('')
    first.write('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    const [chunk] = await once(first, 'data')
    expect(String(chunk)).toContain('200 OK')
  })

  it('are left for others when everybody has a stream', () => {
    for (const streams of [0, 10_000, 1_000_000])
      expect(connectionsFor(streams).connections).toBeGreaterThanOrEqual(streams + 10_000)
  })

  it('pipelining a second request inside a body gain nothing', async () => {
    const { port } = await listening({})
    const heard = await conversation(
      port,
      'POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
    )
    expect(heard).toContain('400')
    expect(heard).not.toContain('process_cpu')
  })
})

describe('stopping', () => {
  it('takes no more, finishes what is under way, then closes', async () => {
    const reached = Promise.withResolvers<void>()
    const release = Promise.withResolvers<Reply<unknown>>()
    const { house, port } = await listening({
      handlers: {
        getSession: () => {
          reached.resolve()
          return release.promise
        },
      },
    })
    const replied = fetch(`http://127.0.0.1:${port}/wp-json/appointease/v1/session`)
    await reached.promise
    const stopped = house.app.close()
    while (house.app.server.listening) await new Promise(setImmediate)
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow()
    release.resolve({ ok: true, data: { finished: true } })
    expect(await (await replied).json()).toEqual({ finished: true })
    const replyAt = performance.now()
    await stopped
    expect(performance.now() - replyAt).toBeLessThan(1_000)
  })

  it('cuts what has not finished in time', async () => {
    const reached = Promise.withResolvers<void>()
    const { house, port } = await listening({
      connectionLimits: { finishMs: 100 },
      handlers: {
        getSession: () => {
          reached.resolve()
          return new Promise<never>(() => {})
        },
      },
    })
    const hanging = request({ port, path: '/wp-json/appointease/v1/session' }).end()
    const cut = once(hanging, 'error')
    await reached.promise
    await house.app.close()
    expect((await cut)[0]).toHaveProperty('code', 'ECONNRESET')
  })
})
