import { minutes, plus } from '@appointease/domain'
import { anEvent, MONDAY } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { commit } from '@appointease/testkit/storage/harness.ts'
import {
  hang,
  startWebhookReceiver,
  status,
  type WebhookReceiver,
} from '@appointease/testkit/webhookReceiver.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandomness } from '../adapters/crypto/randomness.ts'
import { createSeals } from '../adapters/crypto/seals.ts'
import { createWebhookCaller } from '../adapters/webhooks/webhookCaller.ts'
import { addWebhook } from '../commands/addWebhook.ts'
import { createLogger } from '../logging.ts'
import type { WebhookQueue } from '../ports/webhooks.ts'
import type { QueueRunner } from './queueRunner.ts'
import { createWebhookSender, type WebhookSenderDependencies } from './webhookSender.ts'

const HOUR = 3600
const seals = createSeals('a secret of tests, long enough to be one')

let under: SqliteUnderTest
let clock: FixedClock
let timers: ManualTimers
let log: string
let cleanUps: (() => Promise<unknown>)[]

beforeEach(async () => {
  under = await sqliteUnderTest()
  clock = fixedClock(MONDAY)
  timers = manualTimers()
  log = ''
  cleanUps = [() => under.dispose()]
})
afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp()
})

async function receiver(): Promise<WebhookReceiver> {
  const started = await startWebhookReceiver()
  cleanUps.unshift(started.stop)
  return started
}

async function tell({ url }: WebhookReceiver): Promise<string> {
  const deps = { webhooks: under.storage.webhooks, seals, randomness: createRandomness(), clock }
  const wish = { url, events: ['appointment.created'], allowsPrivate: true } as const
  const added = await addWebhook(deps, wish)
  if (!added.ok) throw new Error(added.refusal)
  return added.value.secret
}

function startSender(change: Partial<WebhookSenderDependencies> = {}): QueueRunner {
  const sender = createWebhookSender({
    queue: under.storage.webhooks,
    caller: createWebhookCaller({ userAgent: 'AppointEase/test', timeoutMilliseconds: 1_000 }),
    seals,
    clock,
    timers,
    logger: createLogger({ level: 'trace', pretty: false, output: { write: (line) => (log += line) } }),
    concurrency: 20,
    random: () => 0.5,
    ...change,
  })
  cleanUps.unshift(sender.stop)
  sender.start()
  return sender
}

const happen = (...eventIds: string[]) =>
  commit(under.storage, async (tx) => {
    for (const eventId of eventIds)
      await tx.webhooks.addEvent(
        anEvent({ eventId, at: clock.now(), body: JSON.stringify({ id: eventId, name: 'Ada Canary' }) }),
      )
  })

/** Lets time pass on the clock and for the timers alike, and waits until the sender has done what that causes. */
async function pass(sender: QueueRunner, seconds: number): Promise<void> {
  clock.advance(seconds)
  timers.advance(seconds * 1000)
  await sender.settled()
}

const eventsAt = ({ calls }: WebhookReceiver) => calls.map(({ headers }) => headers['x-appointease-event'])
const deliveries = () => under.storage.webhooks.listDeliveries({ limit: 999 })

describe('the sender of webhooks', () => {
  it('sends what was there before it started, and what comes when it is kicked, once and in order', async () => {
    const one = await receiver()
    await tell(one)
    await happen('a', 'b')
    const sender = startSender()
    await sender.settled()
    await happen('c')
    sender.kick()
    await sender.settled()
    expect(eventsAt(one)).toEqual(['a', 'b', 'c'])
    expect(JSON.parse(one.calls[0]?.body ?? '')).toEqual({ id: 'a', name: 'Ada Canary' })
    expect((await deliveries()).map(({ status: is, attempts }) => [is, attempts.length])).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['delivered', 1],
    ])
  })

  it('sends each once where two processes work', async () => {
    const one = await receiver()
    await tell(one)
    const all = Array.from({ length: 20 }, (_, number) => `e${number}`)
    await happen(...all)
    const senders = [startSender(), startSender()]
    while ((await deliveries()).some(({ status: is }) => is === 'waiting')) {
      await Promise.all(senders.map((sender) => sender.settled()))
      for (const sender of senders) sender.kick()
    }
    expect(eventsAt(one).toSorted()).toEqual(all.toSorted())
  })

  it('lets a receiver that hangs delay neither another one nor a booking', async () => {
    const [bad, good] = [await receiver(), await receiver()]
    bad.answerWith(hang)
    await tell(bad)
    await tell(good)
    await happen(...Array.from({ length: 50 }, (_, number) => `e${number}`))
    const sender = startSender({
      caller: createWebhookCaller({ userAgent: 'AppointEase/test', timeoutMilliseconds: 30_000 }),
    })
    await good.waitForCalls(50)
    await happen('later')
    sender.kick()
    await good.waitForCalls(51)
    expect(bad.calls).toHaveLength(1)
    await bad.stop()
  })

  it('tries again with growing pauses, under the same event id, and keeps every attempt', async () => {
    const one = await receiver()
    one.answerWith(status(500))
    await tell(one)
    await happen('a')
    const sender = startSender()
    await sender.settled()
    await pass(sender, 9)
    expect(one.calls).toHaveLength(1)
    await pass(sender, 1)
    expect(one.calls).toHaveLength(2)
    one.answerWith(status(202))
    await pass(sender, 30)
    await pass(sender, 30)
    expect(eventsAt(one)).toEqual(['a', 'a', 'a'])
    const [delivery] = await deliveries()
    expect(delivery?.status).toBe('delivered')
    expect(delivery?.attempts.map(({ httpStatus, error }) => [httpStatus, error])).toEqual([
      [500, 'the receiver answered 500'],
      [500, 'the receiver answered 500'],
      [202, ''],
    ])
    expect(delivery?.attempts.map(({ at }) => at)).toEqual([
      MONDAY,
      plus(MONDAY, 10_000),
      plus(MONDAY, 70_000),
    ])
    // The signature is of the moment, so that a receiver can refuse what is old.
    expect(new Set(one.calls.map(({ headers }) => headers['x-appointease-signature'])).size).toBe(3)
  })

  it('gives up after about a day, and begins anew when the owner repeats it', async () => {
    const one = await receiver()
    one.answerWith(status(503))
    await tell(one)
    await happen('a')
    const sender = startSender()
    await sender.settled()
    for (let half = 0; half < 44; half += 1) await pass(sender, HOUR / 2)
    expect((await deliveries())[0]?.status).toBe('waiting')
    for (let half = 0; half < 8; half += 1) await pass(sender, HOUR / 2)
    const [dead] = await deliveries()
    expect([dead?.status, dead?.attempts.length]).toEqual(['dead', 13])
    one.answerWith(status(200))
    await under.storage.webhooks.repeatDelivery(dead?.id ?? 0, clock.now())
    await pass(sender, 30)
    const [repeated] = await deliveries()
    expect([repeated?.status, repeated?.attempts.length]).toEqual(['delivered', 14])
    expect(new Set(eventsAt(one)).size).toBe(1)
  })

  it('does not send again what was taken but could not be recorded yet', async () => {
    const one = await receiver()
    await tell(one)
    await happen('a')
    let isDown = true
    const queue: WebhookQueue = {
      ...under.storage.webhooks,
      async recordAttempt(...given) {
        if (isDown) throw new Error('Storage unavailable')
        return under.storage.webhooks.recordAttempt(...given)
      },
    }
    const sender = startSender({ queue })
    await sender.settled()
    expect((await deliveries())[0]?.status).toBe('waiting')
    isDown = false
    for (let half = 0; half < 3; half += 1) await pass(sender, 30)
    expect(one.calls).toHaveLength(1)
    expect((await deliveries())[0]?.status).toBe('delivered')
  })

  it('keeps as a failed attempt that the secret cannot be opened, and sends nothing unsigned', async () => {
    const one = await receiver()
    await tell(one)
    await happen('a')
    await startSender({ seals: createSeals('another secret, as after a lost data folder') }).settled()
    expect(one.calls).toEqual([])
    expect((await deliveries())[0]?.attempts).toMatchObject([{ error: 'the secret cannot be opened' }])
  })

  it('logs numbers and words, never an address, a body or a secret', async () => {
    const one = await receiver()
    const secret = await tell(one)
    await happen('canary')
    const sender = startSender()
    await sender.settled()
    one.answerWith(status(500))
    await happen('canary2')
    sender.kick()
    await sender.settled()
    await one.stop()
    await pass(sender, 10)
    expect(log).toContain('Webhook delivered')
    expect(log).toContain('Webhook not delivered yet')
    expect(log).toContain('the connection was refused')
    expect(log).not.toMatch(/canary|Canary|\/hook|127\.0\.0\.1|whsec/)
    expect(log).not.toContain(secret)
  })
})

it('an event of which nobody wants to hear waits for nobody', async () => {
  await happen('a')
  const sender = startSender()
  await sender.settled()
  expect(timers.pending()).toEqual([30_000])
  await pass(sender, minutes(1) / 1000)
  expect(await deliveries()).toEqual([])
})
