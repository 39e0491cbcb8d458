import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { dial } from './dial.ts'
import { startMariadb } from './mariadb.ts'
import { MARIADBD } from './programs.ts'
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts'
import { until } from './until.ts'

async function startProxy(targetPort: number): Promise<TcpProxy> {
  const proxy = await startTcpProxy({ targetPort })
  onTestFinished(() => proxy.stop())
  return proxy
}

describe('a proxy before a server that answers when the test wants it', () => {
  const accepted: Socket[] = []
  let heardByServer = ''
  let server: Server

  beforeEach(async () => {
    heardByServer = ''
    server = createServer((socket) => {
      accepted.push(socket)
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        heardByServer += bytes
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => {
    for (const socket of accepted.splice(0)) socket.destroy()
    server.close()
  })
  const start = () => startProxy((server.address() as AddressInfo).port)
  const answer = (text: string) => accepted.at(-1)?.write(text)
  const serverHears = (text: string) =>
    until(
      async () => (heardByServer === text ? true : undefined),
      () => `The server heard "${heardByServer}" instead of "${text}".`,
      5_000,
    )

  test('forwards no answer while it is stalled', async () => {
    const proxy = await start()
    const client = await dial(proxy.port)
    client.send('question')
    await serverHears('question')
    proxy.stall()
    answer('answer')
    const other = await dial((server.address() as AddressInfo).port)
    other.send(', and another')
    await serverHears('question, and another')
    expect(client.heard()).toBe('')
    await proxy.heal()
    await client.hears('answer')
  })

  test('forwards what fits, and loses its answer once', async () => {
    const proxy = await start()
    const lost = proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
    const client = await dial(proxy.port)
    client.send('INSERT;')
    await serverHears('INSERT;')
    answer('inserted')
    await client.hears('inserted')
    client.send('COMMIT;')
    await serverHears('INSERT;COMMIT;')
    answer('committed')
    await lost
    expect(await client.failure).toBe('ECONNRESET')
    expect(client.heard()).toBe('inserted')

    const later = await dial(proxy.port)
    later.send('COMMIT;')
    await serverHears('INSERT;COMMIT;COMMIT;')
    answer('committed')
    await later.hears('committed')
  })

  test('leaves other connections alone while an answer is lost', async () => {
    const proxy = await start()
    const lost = proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
    const client = await dial(proxy.port)
    client.send('COMMIT;')
    await serverHears('COMMIT;')
    const bystander = await dial(proxy.port)
    bystander.send('COMMIT;')
    await serverHears('COMMIT;COMMIT;')
    answer('committed')
    await bystander.hears('committed')
    accepted[0]?.write('committed')
    await lost
    expect(client.heard()).toBe('')
    bystander.send('SELECT;')
    await serverHears('COMMIT;COMMIT;SELECT;')
  })

  test('sees in two pieces what is to lose its answer, and forwards nothing that comes after it', async () => {
    const proxy = await start()
    const lost = proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
    const client = await dial(proxy.port)
    client.send('COM')
    await serverHears('COM')
    client.send('MIT;')
    await serverHears('COMMIT;')
    client.send('SELECT;')
    answer('committed')
    await lost
    expect(await client.failure).toBe('ECONNRESET')
    expect(client.heard()).toBe('')
    expect(heardByServer).toBe('COMMIT;')
  })

  test('asks only about what was sent since the last answer', async () => {
    const proxy = await start()
    void proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
    const client = await dial(proxy.port)
    client.send('COM')
    await serverHears('COM')
    answer('what?')
    await client.hears('what?')
    client.send('MIT')
    await serverHears('COMMIT')
    answer(' how?')
    await client.hears('what? how?')
  })

  test('forgets, when it is healed, a loss that has not come about', async () => {
    const proxy = await start()
    void proxy.dropAfter(() => true)
    await proxy.heal()
    const client = await dial(proxy.port)
    client.send('COMMIT')
    await serverHears('COMMIT')
    answer('committed')
    await client.hears('committed')
  })

  test('resets a client whose answer is to be lost when the server ends without one', async () => {
    const proxy = await start()
    const lost = proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
    const client = await dial(proxy.port)
    client.send('COMMIT')
    await serverHears('COMMIT')
    accepted.at(-1)?.end()
    await lost
    expect(await client.failure).toBe('ECONNRESET')
  })
})

test.skipIf(MARIADBD === undefined)('a transaction whose COMMIT has its answer lost is there', async () => {
  const mariadb = await startMariadb({ durable: false })
  onTestFinished(() => mariadb.stop())
  const proxy = await startProxy(mariadb.port)
  const { url, name } = await mariadb.createDatabase()
  const connection = await createConnection(url.replace(`:${mariadb.port}`, `:${proxy.port}`))
  await connection.query('CREATE TABLE t (a INT PRIMARY KEY) ENGINE=InnoDB')
  await connection.beginTransaction()
  await connection.query('INSERT INTO t VALUES (1)')
  const lost = proxy.dropAfter((bytes) => bytes.includes('COMMIT'))
  await expect(connection.commit()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await lost
  expect(await mariadb.query(`SELECT a FROM ${name}.t`)).toEqual([{ a: 1 }])
})
