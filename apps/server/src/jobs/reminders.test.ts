import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppointmentWish, instant, someSettings, zone } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { booked, change } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSeals } from '../adapters/crypto/seals.ts'
import { createSmtpMailer } from '../adapters/smtp/smtpMailer.ts'
import { createSqliteStorage } from '../adapters/sqlite/index.ts'
import { createLogger } from '../logging.ts'
import { createMailRenderer } from '../mail/mailRenderer.ts'
import type { Storage } from '../ports/storage.ts'
import { findReminderLinks } from '../reminderLinks.ts'
import { createOutboxSender } from './outboxSender.ts'
import type { QueueRunner } from './queueRunner.ts'
import { createReminders } from './reminders.ts'

/** Made on the first of November; due at ten on the 23rd. */
const MADE = instant('2026-11-01T10:00:00Z')
const BEFORE = instant('2026-11-23T09:59:59Z')
const START = instant('2026-11-24T10:00:00Z')

const seals = createSeals('a secret of tests, long enough to be one')

let clock: FixedClock
let sink: SmtpSink
let log: string
/** Two processes on one database. */
let one: Process
let other: Process
let cleanUps: (() => Promise<unknown>)[]

interface Process {
  readonly storage: Storage
  readonly sender: QueueRunner
  /** One round of the job, and all that the sender does then. */
  readonly round: () => Promise<void>
  readonly pass: (seconds: number) => Promise<void>
}

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-reminders-'))
  clock = fixedClock(BEFORE)
  sink = await startSmtpSink()
  log = ''
  cleanUps = [() => sink.stop(), () => rm(folder, { recursive: true })]
  one = await startProcess(folder)
  other = await startProcess(folder)
  await one.storage.catalog.saveSettings(someSettings())
})

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp()
})

async function startProcess(folder: string): Promise<Process> {
  const { storage } = await createSqliteStorage({ path: join(folder, 'test.db'), tablePrefix: 'wp_' })
  const mailer = createSmtpMailer({
    server: { host: '127.0.0.1', port: sink.port, tls: 'off' },
    from: 'no-reply@harbour.example',
    connections: 2,
  })
  const logger = createLogger({ level: 'info', pretty: false, output: { write: (line) => (log += line) } })
  const timers = manualTimers()
  const sender = createOutboxSender({
    queue: storage.outbox,
    mailer,
    seals,
    findManageUrl: async () => undefined,
    findReminderLinks: (message, recipient) =>
      findReminderLinks(storage, seals, new URL('https://harbour.example/'), message, recipient),
    render: createMailRenderer({
      catalog: storage.catalog,
      emailTemplates: storage.emailTemplates,
      publicUrl: new URL('https://harbour.example/'),
      mailFrom: 'no-reply@harbour.example',
      warn: () => undefined,
    }),
    messageIdDomain: 'harbour.example',
    announce: () => undefined,
    clock,
    timers,
    logger,
    random: () => 0.5,
  })
  cleanUps.unshift(
    () => sender.stop(),
    () => mailer.close(),
    () => storage.close(),
  )
  sender.start()
  await sender.settled()
  return {
    storage,
    sender,
    async round() {
      const job = createReminders({ storage, clock, timers, logger, outboxFilled: sender.kick })
      job.start()
      await job.stop()
      await sender.settled()
    },
    async pass(seconds) {
      clock.advance(seconds)
      timers.advance(seconds * 1000)
      await sender.settled()
    },
  }
}

const known = (wish: AppointmentWish = {}) =>
  booked(one.storage, { start: START, createdAt: MADE, updatedAt: MADE, ...wish })
const subjects = () => sink.received().map(({ messageId }) => messageId)
const idOf = (strongId: string, version = 1, hours = 24) =>
  `<reminder-${strongId}-v${version}-${hours}h@harbour.example>`

describe('a reminder', () => {
  test('is sent once it is due, once, however many processes there are', async () => {
    const { strongId } = await known()
    await one.round()
    expect(subjects()).toEqual([])
    clock.advance(1)
    await Promise.all([one.round(), other.round()])
    await Promise.all([one.round(), other.round()])
    clock.advance(3600)
    await other.round()
    expect(subjects()).toEqual([idOf(strongId)])
    expect(sink.received()[0]?.envelopeRecipients).toEqual(['ada@example.com'])
  })

  test('is for each of the hours that the owner has set at that moment', async () => {
    const { strongId } = await known()
    await one.storage.catalog.saveSettings(someSettings({ reminderHoursBefore: [2, 48, 2, 0, -1, 24.5e6] }))
    clock.set(instant('2026-11-22T10:00:00Z'))
    await other.round()
    clock.set(instant('2026-11-24T08:00:00Z'))
    await other.round()
    await other.round()
    expect(subjects()).toEqual([idOf(strongId, 1, 48), idOf(strongId, 1, 2)])
    await one.storage.catalog.saveSettings(someSettings({ reminderHoursBefore: [] }))
    await known({ employeeId: 2 })
    await one.round()
    expect(subjects()).toHaveLength(2)
  })

  test('comes by day on the recipient’s clock, the evening before what would be night', async () => {
    const zones = ['America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kathmandu', '']
    const made = []
    for (const [index, customerTimeZone] of zones.entries())
      made.push(await known({ employeeId: index + 1, customerTimeZone }))
    const [west, east, nepal, home] = made.map(({ strongId }) => idOf(strongId))
    // Eight in the evening in Los Angeles: 24 hours before, it is two in the morning there.
    clock.set(instant('2026-11-23T04:00:00Z'))
    await one.round()
    expect(subjects()).toEqual([west])
    clock.set(instant('2026-11-23T10:00:00Z'))
    await one.round()
    expect(subjects().sort()).toEqual([west, east, nepal, home].sort())
  })

  test('counts real hours on the day on which clocks change', async () => {
    await one.storage.catalog.saveSettings(
      someSettings({ rules: { ...someSettings().rules, timeZone: zone('Europe/Berlin') } }),
    )
    // Ten in Berlin on the day on which clocks went forward: nine of the day before.
    await known({ start: instant('2027-03-28T08:00:00Z') })
    clock.set(instant('2027-03-27T07:59:59Z'))
    await one.round()
    expect(subjects()).toEqual([])
    clock.advance(1)
    await one.round()
    expect(subjects()).toHaveLength(1)
  })

  test('is none of what was cancelled, is not approved, has begun, or was booked late', async () => {
    const gone = await known()
    await change(one.storage, { ...gone, status: 'cancelled' })
    await known({ employeeId: 2, status: 'pending' })
    await known({ employeeId: 3, updatedAt: instant('2026-11-23T08:00:01Z') })
    await known({ employeeId: 4, start: instant('2026-11-23T10:00:00Z') })
    clock.advance(1)
    await one.round()
    clock.set(START)
    await one.round()
    expect(subjects()).toEqual([])
  })

  test('of what was moved is one of the new time alone', async () => {
    const early = await known()
    const slot = { start: instant('2026-11-26T10:00:00Z'), end: instant('2026-11-26T10:30:00Z') }
    const updatedAt = instant('2026-11-20T10:00:00Z')
    await change(one.storage, { ...early, slot, occupied: slot, updatedAt })
    clock.advance(1)
    await one.round()
    expect(subjects()).toEqual([])
    clock.set(instant('2026-11-25T10:00:00Z'))
    await one.round()
    expect(subjects()).toEqual([idOf(early.strongId, 2)])
  })

  test('is none for whoever wants none', async () => {
    await known()
    await one.storage.reminders.refuse('ada@example.com', clock.now())
    clock.advance(1)
    await one.round()
    expect(subjects()).toEqual([])
  })

  test('goes on where the storage failed', async () => {
    await known()
    clock.advance(1)
    const job = createReminders({
      storage: {
        ...one.storage,
        reminders: { ...one.storage.reminders, listUnreminded: () => Promise.reject(new Error('Away')) },
      },
      clock,
      timers: manualTimers(),
      logger: createLogger({ level: 'info', pretty: false, output: { write: (line) => (log += line) } }),
      outboxFilled: () => expect.fail('Nothing was added.'),
    })
    job.start()
    await job.stop()
    expect(log).toContain('Away')
    await one.round()
    expect(subjects()).toHaveLength(1)
  })
})

describe('while the mail server is away, a reminder', () => {
  test('waits and arrives once it is back', async () => {
    const { strongId } = await known()
    const { port } = sink
    await sink.stop()
    clock.advance(1)
    await one.round()
    for (let hour = 0; hour < 12; hour += 1) await one.pass(3600)
    expect(await one.storage.outbox.counts()).toEqual({ waiting: 1, failed: 0 })
    sink = await startSmtpSink({ port })
    for (let hour = 0; hour < 9; hour += 1) await one.pass(3600)
    await other.round()
    expect(subjects()).toEqual([idOf(strongId)])
  })

  test('is not sent any more of what is cancelled or moved meanwhile, nor to whoever has ended them, nor after the start', async () => {
    const [gone, moved, ended, begun] = [
      await known({ employeeId: 1 }),
      await known({ employeeId: 2 }),
      await known({ employeeId: 3, email: 'bo@example.com' }),
      await known({ employeeId: 4 }),
    ]
    const { port } = sink
    await sink.stop()
    clock.advance(1)
    await one.round()
    expect(await one.storage.outbox.counts()).toEqual({ waiting: 4, failed: 0 })
    await change(one.storage, { ...gone, status: 'cancelled' })
    const slot = { start: instant('2026-11-26T10:00:00Z'), end: instant('2026-11-26T10:30:00Z') }
    await change(one.storage, { ...moved, slot, occupied: slot, updatedAt: clock.now() })
    await one.storage.reminders.refuse(ended.email, clock.now())
    sink = await startSmtpSink({ port })
    await one.pass(120)
    expect(subjects()).toEqual([idOf(begun.strongId)])
    expect(await one.storage.outbox.counts()).toEqual({ waiting: 0, failed: 0 })
  })

  test('is greylisted and then taken', async () => {
    const { strongId } = await known()
    sink.setMode('greylist')
    clock.advance(1)
    await one.round()
    expect(subjects()).toEqual([])
    await one.pass(120)
    expect(subjects()).toEqual([idOf(strongId)])
  })

  test('is given up where the server refuses it for good, and nobody else’s is', async () => {
    await known()
    sink.setMode('refuse')
    clock.advance(1)
    await one.round()
    expect(await one.storage.outbox.counts()).toEqual({ waiting: 0, failed: 1 })
    sink.setMode('accept')
    const { strongId } = await known({ employeeId: 2 })
    await one.round()
    expect(subjects()).toEqual([idOf(strongId)])
  })
})
