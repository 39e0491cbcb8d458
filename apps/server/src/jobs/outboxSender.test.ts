import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Instant, instantOf } from '@appointease/domain'
import { anAppointment, someSettings } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSeals } from '../adapters/crypto/seals.ts'
import { createSmtpMailer } from '../adapters/smtp/smtpMailer.ts'
import { createSqliteStorage } from '../adapters/sqlite/index.ts'
import { createLogger } from '../logging.ts'
import { createMailRenderer } from '../mail/mailRenderer.ts'
import { appointmentMessage, codeMessage } from '../ports/messages.ts'
import type { OutboxQueue } from '../ports/outbox.ts'
import type { Storage } from '../ports/storage.ts'
import { createOutboxSender, type OutboxSenderDependencies } from './outboxSender.ts'
import type { QueueRunner } from './queueRunner.ts'

const NOON = instantOf(Date.parse('2026-11-23T12:00:00Z'))
const MINUTE = 60
const seals = createSeals('a secret of tests, long enough to be one')
const settings = someSettings({ businessName: 'Harbour Practice' })

let folder: string
let storage: Storage
let sink: SmtpSink
let clock: FixedClock
let timers: ManualTimers
let log: string
let announced: string[]
let cleanUps: (() => Promise<unknown>)[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-outbox-'))
  storage = (await createSqliteStorage({ path: join(folder, 'test.db'), tablePrefix: 'wp_' })).storage
  sink = await startSmtpSink()
  clock = fixedClock(NOON)
  timers = manualTimers()
  log = ''
  announced = []
  cleanUps = [sink.stop, () => storage.close(), () => rm(folder, { recursive: true })]
})

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp()
})

function startSender(change: Partial<OutboxSenderDependencies> = {}): QueueRunner {
  const mailer = createSmtpMailer({
    server: { host: '127.0.0.1', port: sink.port, tls: 'off' },
    from: 'no-reply@harbour.example',
    connections: 4,
  })
  const sender = createOutboxSender({
    queue: storage.outbox,
    mailer,
    seals,
    findManageUrl: async (strongId) => `http://localhost:8080/manage?manage=${strongId}.seal`,
    findReminderLinks: async () => ({}),
    render: createMailRenderer({
      catalog: { getCatalog: async () => ({ ...(await storage.catalog.getCatalog()), settings }) },
      emailTemplates: storage.emailTemplates,
      publicUrl: new URL('https://harbour.example/'),
      mailFrom: 'no-reply@harbour.example',
      warn: () => undefined,
    }),
    messageIdDomain: 'harbour.example',
    announce: (line) => announced.push(line),
    clock,
    timers,
    logger: createLogger({ level: 'info', pretty: false, output: { write: (line) => (log += line) } }),
    random: () => 0.5,
    ...change,
  })
  cleanUps.unshift(sender.stop, mailer.close)
  sender.start()
  return sender
}

/** Lets time pass on the clock and for the timers alike, and waits until the sender has done what that causes. */
async function pass(sender: QueueRunner, seconds: number): Promise<void> {
  clock.advance(seconds)
  timers.advance(seconds * 1000)
  await sender.settled()
}

function confirmation(strongId: string) {
  const appointment = { ...anAppointment({ strongId, email: 'ada.canary@example.com' }), id: 1, version: 1 }
  return appointmentMessage('appointment_confirmed', appointment, settings, clock.now())
}

function cancellation(strongId: string) {
  const appointment = { ...anAppointment({ strongId, email: 'ada.canary@example.com' }), id: 1, version: 2 }
  return appointmentMessage('appointment_cancelled', appointment, settings, clock.now())
}

function code(key: string, now: Instant = clock.now()) {
  const expiresAt = instantOf(now + 10 * MINUTE * 1000)
  return codeMessage(
    { email: 'ada.canary@example.com', code: '042137', locale: '', expiresAt, now, key },
    seals,
  )
}

describe('with a mail server', () => {
  test('sends what was there before it started, and what is added when it is kicked', async () => {
    await storage.outbox.addMessage(confirmation('APT-2026-AAAA'))
    const sender = startSender()
    await sender.settled()
    await storage.outbox.addMessage(code('first'))
    sender.kick()
    await sender.settled()
    expect(sink.received().map(({ messageId }) => messageId)).toEqual([
      '<appointment-APT-2026-AAAA-v1-confirmed@harbour.example>',
      '<code-first@harbour.example>',
    ])
    expect(sink.received()[1]?.text).toContain('042137')
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 0 })
  })

  test('sends every message once, also where one cause is written twice and two senders work', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `APT-2026-${1000 + index}`)
    for (const key of [...keys, ...keys]) await storage.outbox.addMessage(confirmation(key))
    const senders = [startSender(), startSender()]
    while ((await storage.outbox.counts()).waiting > 0) {
      await Promise.all(senders.map((sender) => sender.settled()))
      for (const sender of senders) sender.kick()
    }
    const ids = sink.received().map(({ messageId }) => messageId)
    expect(ids).toHaveLength(40)
    expect(new Set(ids).size).toBe(40)
  })

  test('waits for an entry that is due later, and at most half a minute for what others may write', async () => {
    await storage.outbox.addMessage({ ...confirmation('APT-2026-LATE'), dueAt: instantOf(NOON + 20_000) })
    const sender = startSender()
    await sender.settled()
    expect(sink.received()).toEqual([])
    expect(timers.pending()).toEqual([20_000])
    await pass(sender, 20)
    expect(sink.received()).toHaveLength(1)
    expect(timers.pending()).toEqual([30_000])
  })

  test('tries again with growing pauses while the server refuses for now', async () => {
    sink.setMode('greylist')
    await storage.outbox.addMessage(confirmation('APT-2026-GREY'))
    const sender = startSender()
    await sender.settled()
    expect(await storage.outbox.nextDueAt()).toBe(NOON + MINUTE * 1000)
    await pass(sender, 30)
    expect(sink.received()).toEqual([])
    await pass(sender, 30)
    expect(sink.received()).toHaveLength(1)
  })

  test('tells of one appointment in order, also where the first mail is put off', async () => {
    sink.setMode('greylist')
    const sender = startSender()
    await storage.outbox.addMessage(confirmation('APT-2026-TURN'))
    sender.kick()
    await sender.settled()
    await storage.outbox.addMessage(cancellation('APT-2026-TURN'))
    sender.kick()
    await sender.settled()
    expect(sink.received()).toEqual([])
    await pass(sender, MINUTE)
    expect(sink.received().map(({ messageId }) => messageId)).toEqual([
      '<appointment-APT-2026-TURN-v1-confirmed@harbour.example>',
      '<appointment-APT-2026-TURN-v2-cancelled@harbour.example>',
    ])
  })

  test('sends when a server that was away comes back', async () => {
    await sink.stop()
    await storage.outbox.addMessage(confirmation('APT-2026-AWAY'))
    const sender = startSender()
    await sender.settled()
    sink = await startSmtpSink({ port: sink.port })
    cleanUps.push(sink.stop)
    await pass(sender, 30)
    await pass(sender, 30)
    expect(sink.received()).toHaveLength(1)
  })

  test('gives up at once on what will never be taken', async () => {
    sink.setMode('refuse')
    await storage.outbox.addMessage(confirmation('APT-2026-DEAD'))
    await startSender().settled()
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 1 })
  })

  test('gives up after about a day', async () => {
    await sink.stop()
    await storage.outbox.addMessage(confirmation('APT-2026-GONE'))
    const sender = startSender()
    await sender.settled()
    for (let hour = 0; hour < 23; hour++) await pass(sender, 60 * MINUTE)
    expect(await storage.outbox.counts()).toEqual({ waiting: 1, failed: 0 })
    for (let hour = 0; hour < 5; hour++) await pass(sender, 60 * MINUTE)
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 1 })
  })

  test('never sends a code that has expired', async () => {
    await storage.outbox.addMessage(code('old', instantOf(NOON - 10 * MINUTE * 1000)))
    await startSender().settled()
    expect(sink.received()).toEqual([])
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 0 })
  })

  test('repeats the Message-ID where it cannot know whether the mail was taken', async () => {
    sink.setMode('cut')
    await storage.outbox.addMessage(confirmation('APT-2026-CUT1'))
    const sender = startSender()
    await sender.settled()
    sink.setMode('accept')
    await pass(sender, MINUTE)
    const ids = sink.received().map(({ messageId }) => messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test('a mail that hangs delays neither other mails nor the rest of the server', async () => {
    sink.setMode('hang')
    await storage.outbox.addMessage(confirmation('APT-2026-HANG'))
    const sender = startSender()
    await sink.waitForAttempts(1)
    sink.setMode('accept')
    await storage.outbox.addMessage(code('quick'))
    sender.kick()
    const mail = await sink.waitFor(({ messageId }) => messageId === '<code-quick@harbour.example>')
    expect(mail.text).toContain('042137')
    await sink.stop()
  })

  test('a message that no longer opens is given up, not tried for a day', async () => {
    const other = createSeals('another secret, as after a lost data folder')
    const entry = {
      email: 'ada@example.com',
      code: '1',
      locale: '',
      expiresAt: instantOf(NOON + 1000),
      now: NOON,
      key: 'x',
    }
    await storage.outbox.addMessage(codeMessage(entry, other))
    await startSender().settled()
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 1 })
  })
})

describe('without a mail server', () => {
  test('keeps messages and shows a code to whoever runs the server, with the address shortened', async () => {
    await storage.outbox.addMessage(confirmation('APT-2026-KEPT'))
    await storage.outbox.addMessage(code('kept'))
    await startSender({ mailer: undefined }).settled()
    expect(announced).toEqual(['Code for a…@example.com: 042137'])
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 0 })
    expect(sink.received()).toEqual([])
  })
})

describe('while the storage is down', () => {
  function failing(methods: readonly (keyof OutboxQueue)[]): { queue: OutboxQueue; repair: () => void } {
    let broken = true
    const queue = new Proxy(storage.outbox, {
      get(target, name, receiver) {
        const method = Reflect.get(target, name, receiver)
        if (!broken || !methods.includes(name as keyof OutboxQueue)) return method
        return async () => {
          throw new Error('Storage unavailable')
        }
      },
    })
    const repair = () => {
      broken = false
    }
    return { queue, repair }
  }

  test('a message that was sent but could not be recorded is recorded later, not sent again', async () => {
    const { queue, repair } = failing(['markDone'])
    await storage.outbox.addMessage(confirmation('APT-2026-ONCE'))
    const sender = startSender({ queue })
    await sender.settled()
    repair()
    for (let half = 0; half < 4; half++) await pass(sender, 30)
    expect(sink.received()).toHaveLength(1)
    expect(await storage.outbox.counts()).toEqual({ waiting: 0, failed: 0 })
  })

  test('it goes on looking', async () => {
    const { queue, repair } = failing(['claimDue'])
    await storage.outbox.addMessage(confirmation('APT-2026-DOWN'))
    const sender = startSender({ queue })
    await sender.settled()
    expect(sink.received()).toEqual([])
    repair()
    await pass(sender, 5)
    expect(sink.received()).toHaveLength(1)
  })
})

test('the log names ids and kinds, never an address, a code or a name', async () => {
  sink.setMode('refuse')
  await storage.outbox.addMessage(confirmation('APT-2026-SHHH'))
  await storage.outbox.addMessage(code('quiet'))
  const refused = startSender()
  await refused.settled()
  await refused.stop()
  await storage.outbox.addMessage(code('quieter'))
  await startSender({ mailer: undefined }).settled()
  expect(log).toContain('"kind":"one_time_code"')
  expect(log).toContain('"outboxId"')
  expect(log).not.toMatch(/canary|042137|Lovelace|SHHH|quiet/)
})

test('after a stop nothing is sent and nothing waits', async () => {
  const sender = startSender()
  await sender.settled()
  await sender.stop()
  await storage.outbox.addMessage(confirmation('APT-2026-STOP'))
  sender.kick()
  await sender.settled()
  expect(timers.pending()).toEqual([])
  expect(sink.received()).toEqual([])
})
