import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { type Mariadb, startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD, OPENSSL } from '@appointease/testkit/engines/programs.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseUnusable, type Storage } from '../../ports/storage.ts'
import { parseAddress } from './address.ts'
import { Connection } from './connection.ts'
import { createMysqlStorage } from './index.ts'
import { whileOpening } from './usable.ts'

const soon = () => performance.now() + 10_000

async function encryptionOf(url: string): Promise<unknown> {
  const connection = await Connection.open(parseAddress(url), soon(), { autocommit: true }).catch(
    (error: unknown) => Promise.reject(whileOpening(error)),
  )
  try {
    const [row] = await connection.tuples("SHOW SESSION STATUS LIKE 'Ssl_version'", [])
    return row?.[1]
  } finally {
    connection.close()
  }
}

describe.skipIf(MARIADBD === undefined || OPENSSL === undefined)('an address with tls=required', () => {
  let server: Mariadb
  let byName: Mariadb
  let plain: Mariadb
  const opened: Storage[] = []

  beforeAll(async () => {
    server = await startMariadb({
      durable: false,
      tls: 'DNS:localhost,IP:127.0.0.1',
      args: ['--require-secure-transport=ON'],
    })
    byName = await startMariadb({ durable: false, tls: 'DNS:localhost' })
    plain = await startMariadb({ durable: false, args: ['--skip-ssl'] })
    for (const each of [server, byName, plain]) await each.createDatabase('shop')
  })
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close()
  })
  afterAll(() => Promise.all([server, byName, plain].map((each) => each.stop())))

  const required = (each: Mariadb, more = '') => `${each.url('shop')}?tls=required${more}`
  const trusted = (each: Mariadb) => required(each, `&tls_ca=${each.authority}`)
  const named = (url: string) => url.replace('127.0.0.1', 'localhost')

  it('is encrypted, with whom the authority vouches for by name or address, or with anybody where it is told so', async () => {
    expect(await encryptionOf(trusted(server))).toMatch(/^TLSv1\.[23]$/)
    expect(await encryptionOf(named(trusted(server)))).toMatch(/^TLSv1\.[23]$/)
    expect(await encryptionOf(named(trusted(byName)))).toMatch(/^TLSv1\.[23]$/)
    expect(await encryptionOf(required(server, '&tls_verify=off'))).toMatch(/^TLSv1\.[23]$/)
  })

  it.each<[string, () => string, string]>([
    ['nobody known vouches for the certificate', () => required(server), 'not trusted'],
    ['the certificate is of another name', () => trusted(byName), 'not trusted'],
    ['the server speaks no TLS', () => required(plain), 'does not speak TLS'],
    ['the authority is not there', () => required(server, '&tls_ca=/none.pem'), 'cannot be read'],
    [
      'the server wants TLS and the address has none',
      () => server.url('shop'),
      'only over an encrypted connection',
    ],
  ])('is refused in plain words where %s', async (_what, url, words) => {
    const opening = createMysqlStorage({ url: url(), tablePrefix: 'wp_', patienceMilliseconds: 10_000 })
    await expect(opening).rejects.toBeInstanceOf(DatabaseUnusable)
    await expect(opening).rejects.toMatchObject({ reason: expect.stringContaining(words) })
  })

  it('serves a storage, also after the server has ended its connections and after a restart', async () => {
    const { storage } = await createMysqlStorage({
      url: trusted(server),
      tablePrefix: 'wp_',
      patienceMilliseconds: 10_000,
    })
    opened.push(storage)
    await storage.ping()
    const others = await server.query(
      "SELECT id FROM information_schema.PROCESSLIST WHERE user = 'appointease'",
    )
    expect(others.length).toBeGreaterThan(0)
    for (const { id } of others) await server.query('KILL ?', [id])
    const isBack = () => storage.ping().then(() => true)
    await until(isBack, () => 'It is not back after its connections were ended.')
    await server.restart()
    await until(isBack, () => 'It is not back after the restart.')
  })
})

describe('a server that asks for the password itself', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const scramble = Buffer.from('12345678123456789012')
  let impostor: Server
  let read: string | undefined

  const packet = (number: number, ...parts: readonly (Buffer | string | readonly number[])[]) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)))
    return Buffer.concat([Buffer.from([body.length & 255, body.length >> 8, 0, number]), body])
  }
  const GREETING = packet(
    0,
    [10],
    '8.0.0\0',
    [1, 0, 0, 0],
    scramble.subarray(0, 8),
    // Everything but TLS.
    [0, 0xff, 0xf7, 45, 2, 0, 0xff, 0xff, 21],
    Buffer.alloc(10),
    scramble.subarray(8),
    '\0mysql_native_password\0',
  )
  const key = () => [[1], keys.publicKey.export({ type: 'spki', format: 'pem' })] as const

  /** Answers each packet with the next of these, and decrypts what comes after the last. */
  async function pose(
    answers: readonly (readonly (string | Buffer | readonly number[])[])[],
  ): Promise<number> {
    read = undefined
    impostor = createServer((socket: Socket) => {
      const left = [...answers]
      socket.on('error', () => {})
      socket.write(GREETING)
      socket.on('data', (data) => {
        const answer = left.shift()
        if (answer) return void socket.write(packet((data[3] ?? 0) + 1, ...answer))
        const bytes = privateDecrypt(
          { key: keys.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
          data.subarray(4),
        )
        read = String(bytes.map((byte, at) => byte ^ (scramble[at % scramble.length] ?? 0)))
        socket.destroy()
      })
    })
    await new Promise<void>((resolve) => impostor.listen(0, '0.0.0.0', resolve))
    return (impostor.address() as AddressInfo).port
  }
  const BY_SHA256 = () => [[[0xfe], 'sha256_password\0', scramble, [0]], key()] as const
  const BY_CACHING_SHA2 = () => [[[0xfe], 'caching_sha2_password\0', scramble, [0]], [[1, 4]], key()] as const

  afterEach(() => void impostor.close())

  it.each([
    ['sha256_password', BY_SHA256],
    ['caching_sha2_password', BY_CACHING_SHA2],
  ])('is not given it by %s where others may be between', async (_plugin, answers) => {
    const port = await pose(answers())
    const opening = encryptionOf(`mysql://shop:canary@0.0.0.0:${port}/shop`)
    await expect(opening).rejects.toMatchObject({
      name: 'DatabaseUnusable',
      reason: expect.stringContaining('could read it'),
    })
    expect(read).toBeUndefined()
  })

  it('is given it on this machine, where nobody is between', async () => {
    const port = await pose(BY_CACHING_SHA2())
    await expect(encryptionOf(`mysql://shop:canary@127.0.0.1:${port}/shop`)).rejects.toThrow()
    expect(read).toBe('canary\0')
  })
})
