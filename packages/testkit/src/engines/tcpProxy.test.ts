import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { dial } from './dial.ts'
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts'
import { until } from './until.ts'

async function startProxy(targetPort: number): Promise<TcpProxy> {
  const proxy = await startTcpProxy({ targetPort })
  onTestFinished(() => proxy.stop())
  return proxy
}

describe('a proxy before a server that says everything back', () => {
  let server: Server
  let heardByServer = ''
  const port = (of: Server) => (of.address() as AddressInfo).port

  async function startEcho(prefix = ''): Promise<Server> {
    const echo = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        heardByServer += bytes
        socket.write(prefix + bytes)
      })
      socket.on('end', () => socket.end(`${prefix}bye`))
    })
    echo.listen(0, '127.0.0.1')
    await once(echo, 'listening')
    return echo
  }
  beforeEach(async () => {
    heardByServer = ''
    server = await startEcho()
  })
  afterEach(() => void server.close())

  /** So long that whatever was on its way has arrived: other bytes went the whole way many times. */
  async function otherBytesHaveGoneRound(): Promise<void> {
    const other = await dial(port(server))
    for (let turn = 1; turn <= 20; turn += 1) {
      other.send('.')
      await other.hears('.'.repeat(turn))
    }
    heardByServer = heardByServer.replaceAll('.', '')
  }

  test('forwards both ways, and an end of one side as the end of that side alone', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    client.send('one')
    await client.hears('one')
    client.socket.end('two')
    await client.hears('onetwobye')
    expect(await client.failure).toBe(undefined)
  })

  test('loses and reorders nothing of much', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    const much = Array.from({ length: 200_000 }, (_, index) => `${index} `).join('')
    client.socket.write(much)
    await client.hears(much)
  })

  test('counts the clients that are connected', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    await dial(proxy.port)
    const counts = (count: number) =>
      until(
        async () => (proxy.connections() === count ? true : undefined),
        () => `${proxy.connections()} instead of ${count} clients are connected.`,
      )
    await counts(2)
    client.socket.destroy()
    await counts(1)
  })

  test('resets every connection when it is cut, refuses new ones, and takes them again once healed', async () => {
    const proxy = await startProxy(port(server))
    const present = await dial(proxy.port)
    present.send('one')
    await present.hears('one')
    proxy.cut()
    expect(await present.failure).toBe('ECONNRESET')
    expect(await (await dial(proxy.port)).failure).toBe('ECONNREFUSED')
    expect(proxy.connections()).toBe(0)

    await proxy.heal()
    const later = await dial(proxy.port)
    later.send('two')
    await later.hears('two')
  })

  test('forwards nothing while it is stalled, and all of it in order once healed', async () => {
    const proxy = await startProxy(port(server))
    const present = await dial(proxy.port)
    present.send('one ')
    await present.hears('one ')
    proxy.stall()
    present.send('two ')
    present.send('three')
    const later = await dial(proxy.port)
    later.send('four')
    await otherBytesHaveGoneRound()
    expect(heardByServer).toBe('one ')

    await proxy.heal()
    await present.hears('one two three')
    await later.hears('four')
  })

  test('makes everything late each way', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    proxy.delay(60)
    const sentAt = performance.now()
    client.send('one')
    await client.hears('one')
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(120)
  })

  test('lets go at once, when it is healed, of what was made late', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    proxy.delay(3_600_000)
    client.send('one')
    await otherBytesHaveGoneRound()
    expect(heardByServer).toBe('')
    await proxy.heal()
    await client.hears('one')
  })

  test('keeps, while it is stalled, what was late already', async () => {
    const proxy = await startProxy(port(server))
    const client = await dial(proxy.port)
    proxy.delay(3_600_000)
    client.send('one')
    await otherBytesHaveGoneRound()
    proxy.stall()
    proxy.delay(0)
    await otherBytesHaveGoneRound()
    expect(heardByServer).toBe('')
    await proxy.heal()
    await client.hears('one')
  })

  test('leads later connections to another target, and leaves present ones where they are', async () => {
    const proxy = await startProxy(port(server))
    const present = await dial(proxy.port)
    present.send('one')
    await present.hears('one')
    const other = await startEcho('other: ')
    proxy.setTarget(port(other))
    const later = await dial(proxy.port)
    later.send('two')
    await later.hears('other: two')
    present.send(' three')
    await present.hears('one three')
    other.close()
  })
})
