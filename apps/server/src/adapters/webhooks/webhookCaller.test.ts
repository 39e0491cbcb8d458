import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from '@appointease/testkit/engines/certificate.ts'
import {
  hang,
  startWebhookReceiver,
  status,
  type WebhookReceiver,
} from '@appointease/testkit/webhookReceiver.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { guardedLookup, type Resolve } from './resolving.ts'
import { createWebhookCaller, type WebhookCallerOptions } from './webhookCaller.ts'

let receiver: WebhookReceiver
beforeEach(async () => {
  receiver = await startWebhookReceiver()
})
afterEach(() => receiver.stop())

const BODY = '{"id":"ü"}'
const PRIVATE = 'its address is not a public one, and it is not allowed to be private'

const call = (url: string, options: Partial<WebhookCallerOptions> = {}, allowsPrivate = true) =>
  createWebhookCaller({ userAgent: 'AppointEase/test', ...options }).call({
    url,
    allowsPrivate,
    headers: { 'x-appointease-event': 'e1' },
    body: BODY,
  })

/** A name service that answers each question with the next of these, and counts them. */
function names(...answers: readonly string[][]): Resolve & { asked: number } {
  const resolve = async () => {
    const addresses = answers[Math.min(resolve.asked, answers.length - 1)] ?? []
    resolve.asked += 1
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  resolve.asked = 0
  return resolve
}

const at = (host: string, scheme = 'http') => `${scheme}://${host}:${receiver.port}/hook`

describe('a call', () => {
  it('arrives as it was made, and says what was answered', async () => {
    expect(await call(receiver.url)).toEqual({ httpStatus: 204, error: '' })
    expect(receiver.calls).toMatchObject([
      {
        method: 'POST',
        path: '/hook',
        body: BODY,
        headers: { 'x-appointease-event': 'e1', 'user-agent': 'AppointEase/test', 'content-length': '11' },
      },
    ])
  })

  it.each([400, 404, 410, 500, 503])('that is answered with %i has failed', async (code) => {
    receiver.answerWith(status(code))
    expect(await call(receiver.url)).toEqual({ httpStatus: code, error: `the receiver answered ${code}` })
  })

  it.each([301, 302, 307, 308])('follows no redirect: %i is a failure', async (code) => {
    const elsewhere = await startWebhookReceiver()
    onTestFinished(elsewhere.stop)
    receiver.answerWith(status(code, { location: elsewhere.url }))
    expect(await call(receiver.url)).toEqual({ httpStatus: code, error: `the receiver answered ${code}` })
    expect(elsewhere.calls).toEqual([])
  })

  it('waits for a slow receiver', async () => {
    receiver.answerWith((response) => setTimeout(() => response.writeHead(200).end('ok'), 300))
    expect(await call(receiver.url)).toEqual({ httpStatus: 200, error: '' })
  })

  it('ends in time where a receiver says nothing', async () => {
    receiver.answerWith(hang)
    const outcome = await call(receiver.url, { timeoutMilliseconds: 200 })
    expect(outcome).toEqual({ httpStatus: undefined, error: 'no answer in time' })
    await expect.poll(() => receiver.connections()).toBe(0)
  })

  it.each([
    ['nothing at all', ''],
    ['something that is no HTTP', '220 mail.example.com ESMTP\r\n'],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    ],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`],
  ])('fails where a receiver says %s and ends', async (_what, said) => {
    const odd = createServer((socket: Socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(said))
    })
    odd.listen(0, '127.0.0.1')
    await once(odd, 'listening')
    onTestFinished(() => void odd.close())
    const { port } = odd.address() as { port: number }
    const outcome = await call(`http://127.0.0.1:${port}/`, { timeoutMilliseconds: 5_000 })
    expect(outcome).toEqual({ httpStatus: undefined, error: expect.stringMatching(/cut|failed/) })
  })

  it('ends in time where a receiver sends its head byte by byte', async () => {
    const drip = createServer((socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX: ')
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('error', () => {}).on('close', () => clearInterval(timer))
    })
    drip.listen(0, '127.0.0.1')
    await once(drip, 'listening')
    onTestFinished(() => void drip.close())
    const { port } = drip.address() as { port: number }
    const outcome = await call(`http://127.0.0.1:${port}/`, { timeoutMilliseconds: 200 })
    expect(outcome).toEqual({ httpStatus: undefined, error: 'no answer in time' })
  })

  it('has been taken once that was said, also where the rest of the reply never ends', async () => {
    receiver.answerWith((response) => void response.writeHead(200).write('and'))
    expect(await call(receiver.url, { timeoutMilliseconds: 200 })).toEqual({ httpStatus: 200, error: '' })
    await expect.poll(() => receiver.connections()).toBe(0)
  })

  it('reads no more than a few kilobytes of a huge reply', async () => {
    let written = 0
    receiver.answerWith((response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384
      }
      response.on('drain', more)
      more()
    })
    expect(await call(receiver.url)).toEqual({ httpStatus: 200, error: '' })
    await expect.poll(() => receiver.connections()).toBe(0)
    expect(written).toBeLessThan(32_000_000)
  })

  it('says in words that nobody listens, or that the name is nobody’s', async () => {
    const error = 'the connection was refused'
    await receiver.stop()
    expect(await call(receiver.url)).toEqual({ httpStatus: undefined, error })
    const notFound = Object.assign(new Error('queryA ENOTFOUND nobody.example'), { code: 'ENOTFOUND' })
    const resolve = async () => Promise.reject(notFound)
    const unknown = await call('https://nobody.example/', { resolve }, false)
    expect(unknown).toEqual({ httpStatus: undefined, error: 'its name was not found' })
  })
})

describe('a receiver that may not be private', () => {
  it.each([
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '10.0.0.1',
    '169.254.169.254',
    '[fe80::1]',
  ])('is not called at %s', async (host) => {
    const outcome = await call(at(host, 'https'), {}, false)
    expect(outcome).toEqual({ httpStatus: undefined, error: PRIVATE })
    expect(receiver.calls).toEqual([])
  })

  it.each([
    ['loopback', ['127.0.0.1']],
    ['loopback by IPv6', ['::1']],
    ['a private network', ['192.168.1.7']],
    ['a unique local address', ['fd00::7']],
    ['an IPv4 address in an IPv6 one', ['::ffff:127.0.0.1']],
    ['a public address and a private one', ['1.1.1.1', '127.0.0.1']],
  ])('is not called where its name leads to %s', async (_what, addresses) => {
    const resolve = names(addresses)
    const outcome = await call(at('hooks.example.com', 'https'), { resolve }, false)
    expect(outcome).toEqual({ httpStatus: undefined, error: PRIVATE })
    expect(receiver.calls).toEqual([])
  })

  it('is not called as localhost, as this machine finds it', async () => {
    const { error } = await call(at('localhost', 'https'), { timeoutMilliseconds: 9_000 }, false)
    expect(error).not.toBe('')
    expect(receiver.calls).toEqual([])
  })

  it('is looked up once, by the socket, so that it cannot have another address when it is connected to', async () => {
    const resolve = names(['127.0.0.1'], ['1.1.1.1'])
    const outcome = await call(at('rebinding.example.com', 'https'), { resolve }, false)
    expect(outcome).toEqual({ httpStatus: undefined, error: PRIVATE })

    const lookedAt = names(['1.1.1.1', '2606:4700:4700::1111'], ['127.0.0.1'])
    const connectedTo = await new Promise((done) =>
      guardedLookup(lookedAt, false)('rebinding.example.com', { all: true }, (_error, found) => done(found)),
    )
    expect(connectedTo).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ])
    expect([resolve.asked, lookedAt.asked]).toEqual([1, 1])
  })

  it('is not called without encryption', async () => {
    const resolve = names(['1.1.1.1'])
    expect(await call('http://hooks.example.com/', { resolve }, false)).toMatchObject({ error: PRIVATE })
    expect(resolve.asked).toBe(0)
  })

  it('is called where the owner allows it', async () => {
    const resolve = names(['127.0.0.1'])
    expect(await call(at('hooks.internal'), { resolve })).toEqual({ httpStatus: 204, error: '' })
  })
})

describe('encryption', () => {
  async function withTls(certificateNames?: string) {
    const folder = await mkdtemp(join(tmpdir(), 'appointease-'))
    const made = await makeCertificate(folder, certificateNames)
    const [key, cert] = await Promise.all([readFile(made.keyFile), readFile(made.certificateFile)])
    const tls = await startWebhookReceiver({ key, cert })
    onTestFinished(async () => {
      await tls.stop()
      await rm(folder, { recursive: true })
    })
    return { tls, authority: made.authority }
  }

  it('is by a certificate that is trusted and names the receiver', async () => {
    const { tls, authority } = await withTls()
    expect(await call(tls.url, { authority })).toEqual({ httpStatus: 204, error: '' })
    expect(tls.calls).toHaveLength(1)
  })

  it('with a certificate that nobody vouches for sends nothing', async () => {
    const { tls } = await withTls()
    const { error } = await call(tls.url)
    expect(error).toMatch(/^its certificate or encryption is not accepted \(\w+\)$/)
    expect(tls.calls).toEqual([])
  })

  it('with a certificate of somebody else sends nothing', async () => {
    const { tls, authority } = await withTls('DNS:other.example')
    const { error } = await call(tls.url, { authority })
    expect(error).toBe('its certificate or encryption is not accepted (ERR_TLS_CERT_ALTNAME_INVALID)')
    expect(tls.calls).toEqual([])
  })

  it('with a receiver that speaks none fails', async () => {
    const { error } = await call(receiver.url.replace('http:', 'https:'))
    expect(error).toBe('its certificate or encryption is not accepted (EPROTO)')
    expect(receiver.calls).toEqual([])
  })
})
