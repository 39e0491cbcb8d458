import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** Not part of any instant that the fixed clock yields. */
const CODE = '739164'
const ADA = 'ada@example.com'
const CLIENT_ID = 'client-id-that-is-secret'

let dataDir: string
let clock: FixedClock
let sink: SmtpSink
let server: TestServer
let replies: string[]

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  clock = fixedClock(MONDAY)
  sink = await startSmtpSink()
  server = await start(sink.url)
  replies = []
})
afterEach(async () => {
  await server.stop()
  await sink.stop()
  await rm(dataDir, { recursive: true })
})

const start = (smtpUrl?: string) =>
  startTestServer({
    dataDir,
    clock,
    randomness: { ...createRandomness(), digits: () => CODE },
    ...(smtpUrl !== undefined && { smtpUrl }),
  })

async function send(path: string, body: object, headers: Record<string, string> = {}) {
  const reply = await server.send('POST', path, body, headers)
  replies.push(`${reply.text}\n${[...reply.headers].join('\n')}`)
  return reply
}

/** Where in the folder of data a secret can be read: as text in any file's bytes, or as any value of any table. */
async function placesOf(secret: string): Promise<string[]> {
  const found: string[] = []
  const digests = ['md5', 'sha1', 'sha256', 'sha512'].map((name) => createHash(name).update(secret))
  const forms = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]
  forms.push(...digests.map((digest) => digest.digest('hex')))
  const files = await readdir(dataDir)
  expect(files).toEqual(expect.arrayContaining(['appointease.db', 'appointease.db-wal']))
  for (const file of files) {
    const bytes = await readFile(join(dataDir, file))
    if (forms.some((form) => bytes.includes(form))) found.push(file)
    if (bytes.includes(Buffer.from(secret, 'utf16le'))) found.push(`${file} (UTF-16)`)
  }
  const database = openDatabaseFile(server.databasePath)
  const tables = database
    .rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .map(({ name }) => String(name))
  expect(tables.length).toBeGreaterThan(8)
  for (const table of tables)
    for (const row of database.rows(`SELECT * FROM "${table}"`))
      if (Object.values(row).some((value) => String(value).includes(secret))) found.push(table)
  database.close()
  return found
}

const isLogged = (secret: string) => server.log.some((line) => line.includes(secret))

test('the search finds what lies in clear, in tables and in bytes', async () => {
  await send('/generate-otp', { email: ADA })
  expect(await placesOf(ADA)).toContain('wp_appointease_outbox')
  expect((await placesOf(ADA)).some((place) => place.startsWith('appointease.db'))).toBe(true)
})

test('a code is in no file while it waits for a mail server, nor in any reply or log', async () => {
  sink.setMode('greylist')
  await send('/generate-otp', { email: ADA })
  await server.sendDueMails()
  await sink.waitForAttempts(1)
  expect(sink.received()).toEqual([])
  expect(await placesOf(CODE)).toEqual([])
  expect(replies.join()).not.toContain(CODE)
  expect(isLogged(CODE)).toBe(false)
})

test('a code is only in its mail: in no file, reply or log, before and after it is used', async () => {
  await send('/generate-otp', { email: ADA })
  expect(await placesOf(CODE)).toEqual([])
  await server.sendDueMails()
  expect(sink.received()[0]?.text).toContain(CODE)
  expect(await placesOf(CODE)).toEqual([])
  await send('/verify-otp', { email: ADA, otp: '111111' })
  const verified = await send('/verify-otp', { email: ADA, otp: CODE })
  expect(verified.status).toBe(200)
  expect(await placesOf(CODE)).toEqual([])
  expect(replies.join()).not.toContain(CODE)
  expect(isLogged(CODE)).toBe(false)
  expect(server.log.length).toBeGreaterThan(2)
})

test('where there is no mail server a code is shown in the terminal, with a shortened address, and not in the log', async () => {
  await server.stop()
  server = await start()
  await send('/generate-otp', { email: ADA })
  await server.sendDueMails()
  expect(server.announced).toEqual([`Code for a…@example.com: ${CODE}`])
  expect(isLogged(CODE)).toBe(false)
  expect(await placesOf(CODE)).toEqual([])
})

test('tokens of sessions and locks and the client id are in no file and no log', async () => {
  await send('/generate-otp', { email: ADA })
  await server.sendDueMails()
  const { body } = await send('/verify-otp', { email: ADA, otp: CODE })
  const place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
  const held = await send('/slots/select', { ...place, client_id: CLIENT_ID })
  await send('/slots/active', { ...place, client_id: CLIENT_ID })
  const lockToken = held.body.lock.token
  const secrets = [body.token, lockToken, CLIENT_ID]
  for (const secret of secrets) expect(await placesOf(secret)).toEqual([])
  const wish = { ...place, name: 'Ada', email: ADA, client_id: CLIENT_ID, lock_token: lockToken }
  const key = 'a-key-that-a-client-made'
  const headers = { authorization: `Bearer ${body.token}`, 'idempotency-key': key }
  expect((await send('/appointments', wish, headers)).status).toBe(201)
  for (const secret of [...secrets, key]) {
    expect(await placesOf(secret)).toEqual([])
    expect(isLogged(secret)).toBe(false)
  }
})

test('no address, name, telephone number or note is in the log', async () => {
  const token = await (async () => {
    await send('/generate-otp', { email: ADA })
    await server.sendDueMails()
    return (await send('/verify-otp', { email: ADA, otp: CODE })).body.token
  })()
  const place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
  const person = { name: 'Ada Lovelace', email: ADA, phone: '+49 30 5551234', notes: 'my knee again' }
  const bearer = { authorization: `Bearer ${token}` }
  await send('/appointments', { ...place, ...person }, bearer)
  await send('/appointments', { ...place, ...person }, bearer)
  await server.send('GET', `/check-customer/${ADA}`, undefined, bearer)
  await server.sendDueMails()
  for (const secret of [...Object.values(person), 'Lovelace', encodeURIComponent(ADA)])
    expect(isLogged(secret), secret).toBe(false)
})
