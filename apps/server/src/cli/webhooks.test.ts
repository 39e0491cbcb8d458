import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MONDAY } from '@appointease/testkit/builders.ts'
import type { CommandLineEnd } from '@appointease/testkit/commandLine.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, TEST_SECRET } from '@appointease/testkit/testServer.ts'
import { startWebhookReceiver, status, type WebhookReceiver } from '@appointease/testkit/webhookReceiver.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../config/loadConfig.ts'
import { systemClock } from '../systemClock.ts'
import { runCommandLine } from './runCommandLine.ts'

let folder: string
let receiver: WebhookReceiver
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  receiver = await startWebhookReceiver()
})
afterEach(async () => {
  await receiver.stop()
  await rm(folder, { recursive: true })
})

async function run(words: string, input = '', secret = TEST_SECRET): Promise<CommandLineEnd> {
  const [out, err]: [string[], string[]] = [[], []]
  const variables = {
    DATA_DIR: folder,
    APPOINTEASE_SECRET: secret,
    PUBLIC_URL: 'https://book.example.com/shop/',
  }
  const code = await runCommandLine(words.split(' '), {
    cwd: folder,
    clock: systemClock,
    loadConfig: () => loadConfig(variables, { cwd: folder }),
    readInput: async () => input,
    say: (line) => out.push(...line.split('\n')),
    complain: (line) => err.push(line),
  })
  return { code, out, err }
}

const start = async () => {
  const server = await startTestServer({ dataDir: folder, clock: fixedClock(MONDAY) })
  onTestFinished(server.stop)
  return server
}

describe('webhooks', () => {
  it.each([
    ['no word', 'webhooks', 'It takes one of add, list'],
    ['an unknown word', 'webhooks fly', 'It takes one of add, list'],
    ['a word too many', 'webhooks remove 1 2', 'It takes one of add, list'],
    ['no address', 'webhooks add', 'It takes an address'],
    ['an address that is none', 'webhooks add example.com', 'The address is none'],
    ['no encryption', 'webhooks add http://example.com/', 'must begin with https://'],
    ['a password', 'webhooks add https://a:canary@example.com/', 'no user and no password'],
    ['a private address', 'webhooks add https://192.168.1.7/', 'not a public one'],
    ['a number that is none', 'webhooks remove one', 'none of this number'],
    ['a number that nothing has', 'webhooks repeat 7', 'none of this number'],
    ['an endpoint that is not there', 'webhooks test 7', 'none of this number'],
  ])('says in one line what is wrong with %s', async (_what, words, reason) => {
    expect(await run(words)).toEqual({ code: 1, out: [], err: [expect.stringContaining(reason)] })
  })

  it('says which events there are where a word is none', async () => {
    const end = await run('webhooks add https://example.com/ --events appointment.made')
    expect(end).toMatchObject({ code: 78, err: [expect.stringContaining('appointment.created')] })
  })

  it('adds, lists and removes endpoints, and shows a secret once', async () => {
    const added = await run('webhooks add https://example.com/a?key=1')
    expect(added).toMatchObject({ code: 0, err: [] })
    expect(added.out[1]).toMatch(/^Its secret, shown this once: whsec_[\w-]{43}$/)
    const other = await run('webhooks add - --events appointment.created', 'https://example.com/b\n')
    expect(other.out[0]).toBe('Endpoint 2 is told of appointment.created.')
    const listed = await run('webhooks list')
    expect(listed.out).toEqual([
      expect.stringMatching(/^ {7}1 {2}https:\/\/example\.com\/a\?key=1 {2}appointment\.created,.*no_show$/),
      '       2  https://example.com/b  appointment.created',
      '2 in all.',
    ])
    expect((await run('webhooks remove 1')).out).toEqual(['Endpoint 1 is told nothing any more.'])
    expect((await run('webhooks list')).out.at(-1)).toBe('1 in all.')
  })

  it('tests an endpoint at once', async () => {
    await run(`webhooks add ${receiver.url} --allow-private`)
    expect((await run('webhooks test 1')).out).toEqual([
      expect.stringMatching(/^It answered 204 in \d+ ms\.$/),
    ])
    expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' })
    receiver.answerWith(status(302, { location: '/' }))
    const reason = 'It did not arrive: the receiver answered 302.'
    expect(await run('webhooks test 1')).toEqual({ code: 1, out: [], err: [reason] })
  })

  it('shows deliveries with their attempts, and has one sent again', async () => {
    const server = await start()
    await run(`webhooks add ${receiver.url} --allow-private`)
    receiver.answerWith(status(500))
    const token = await server.signIn('ada@example.com')
    const wish = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
    const person = { name: 'Ada', email: 'ada@example.com' }
    await server.send('POST', '/appointments', { ...wish, ...person }, { authorization: `Bearer ${token}` })
    await server.callDueWebhooks()
    const failed = await run('webhooks deliveries --endpoint 1')
    expect(failed.out).toEqual([
      expect.stringMatching(
        /^ {7}1 {2}2026-11-23T08:00:00Z {2}appointment\.created {2}endpoint 1 {2}APT-2026-\w+-v1-created {2}waiting until 2026-11-23T08:00:\d\dZ$/,
      ),
      expect.stringMatching(/^ {10}2026-11-23T08:00:00Z {2}500 {2}\d+ ms {2}the receiver answered 500$/),
      '1 in all.',
    ])
    expect((await run('webhooks deliveries --failed')).out).toEqual(['0 in all.'])
    receiver.answerWith(status(200))
    await server.storage.webhooks.repeatDelivery(1, MONDAY)
    await server.callDueWebhooks()
    expect((await run('webhooks deliveries')).out[0]).toMatch(/ delivered$/)
    expect((await run('webhooks repeat 1')).code).toBe(0)
    expect((await run('webhooks deliveries')).out[0]).toMatch(/ waiting until /)
  })

  it('seals nothing with another secret than that of the servers', async () => {
    await start()
    const end = await run('webhooks add https://example.com/', '', 'one that somebody has in a shell, say')
    expect(end).toMatchObject({ code: 1, err: [expect.stringContaining('another APPOINTEASE_SECRET')] })
    expect((await run('webhooks list')).out).toEqual(['0 in all.'])
  })
})

describe('feeds', () => {
  it.each(['feeds', 'feeds add 1', 'feeds list all', 'feeds fly'])(
    'says what it takes: %s',
    async (words) => {
      expect(await run(words)).toMatchObject({
        code: 1,
        err: [expect.stringContaining('It takes one of add')],
      })
    },
  )

  it('makes a calendar that a running server shows, and revokes it', async () => {
    const { url } = await start()
    expect(await run('feeds add --employee 99')).toMatchObject({ code: 1, err: [expect.any(String)] })
    await run('feeds add')
    const { out } = await run('feeds add --employee 1')
    expect(out[0]).toBe('Feed 2. Its address, shown this once:')
    expect(out[1]).toMatch(/^https:\/\/book\.example\.com\/shop\/calendar\/[\w-]{43}\.ics$/)
    const listed = await run('feeds list')
    expect(listed.out).toEqual([
      expect.stringMatching(/^ {7}1 {2}\S+Z {2}the whole business$/),
      expect.stringMatching(/^ {7}2 {2}\S+Z {2}\w+/),
      '2 in all.',
    ])
    const address = (out[1] ?? '').replace('https://book.example.com/shop', url)
    expect((await fetch(address)).status).toBe(200)
    expect((await run('feeds revoke 2')).out).toEqual(['Feed 2 is revoked.'])
    expect((await fetch(address)).status).toBe(404)
    expect((await run('feeds revoke 2')).err).toEqual(['There is no feed of this number.'])
  })
})
