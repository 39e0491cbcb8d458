import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppointmentWebhook, AppointmentWebhook as Schema } from '@appointease/contract'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { runAppointease } from '@appointease/testkit/commandLine.ts'
import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { startServerProcess } from '@appointease/testkit/serverProcess.ts'
import { freeStarts, signInAtTerminal } from '@appointease/testkit/terminalCustomer.ts'
import { TEST_SECRET } from '@appointease/testkit/testServer.ts'
import {
  hang,
  startWebhookReceiver,
  status,
  type WebhookReceiver,
} from '@appointease/testkit/webhookReceiver.ts'
import { Value } from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createRandomness } from '../adapters/crypto/randomness.ts'
import { createSeals } from '../adapters/crypto/seals.ts'
import { addWebhook } from '../commands/addWebhook.ts'

let receiver: WebhookReceiver
beforeEach(async () => {
  receiver = await startWebhookReceiver()
})
afterEach(() => receiver.stop())

const bodies = () => receiver.calls.map(({ body }) => JSON.parse(body) as AppointmentWebhook)

describe('an endpoint', () => {
  let planted: PlantedServer
  let secret: string
  beforeEach(async () => {
    planted = await startPlantedServer()
    const deps = {
      webhooks: planted.storage.webhooks,
      seals: createSeals(TEST_SECRET),
      randomness: createRandomness(),
      clock: planted.clock,
    }
    const events = ['appointment.created', 'appointment.rescheduled', 'appointment.cancelled'] as const
    const added = await addWebhook(deps, { url: receiver.url, events, allowsPrivate: true })
    secret = added.ok ? added.value.secret : ''
  })
  afterEach(() => planted.stop())

  const own = () => ({ authorization: `Bearer ${planted.token}` })
  const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
  const booking = (time: string) => ({ ...place, time, name: CANARY.name, email: CANARY.email })
  const book = (time: string) => planted.send('POST', '/appointments', booking(time), own())

  it('is told of what a customer books, moves and cancels, signed, in order and once', async () => {
    const { strong_id } = (await book('14:00')).body
    const wish = { new_date: PLANTED_DATE, time: '15:00', employee_id: 2 }
    await planted.send('PUT', `/appointments/${strong_id}`, wish, own())
    for (let twice = 0; twice < 2; twice += 1)
      await planted.send('DELETE', `/appointments/${strong_id}`, { reason: 'Ill' }, own())
    await planted.callDueWebhooks()

    expect(bodies().map(({ id, type }) => [id, type])).toEqual([
      [`${strong_id}-v1-created`, 'appointment.created'],
      [`${strong_id}-v2-rescheduled`, 'appointment.rescheduled'],
      [`${strong_id}-v3-cancelled`, 'appointment.cancelled'],
    ])
    const [created, moved, cancelled] = bodies()
    expect(created?.previous).toBeUndefined()
    expect(moved).toMatchObject({
      by: 'customer',
      previous: { start_utc: '2026-11-24T14:00:00Z', employee_id: 1, status: 'confirmed' },
      appointment: { start_utc: '2026-11-24T15:00:00Z', employee_id: 2, email: CANARY.email },
    })
    expect(cancelled?.appointment.status).toBe('cancelled')
    for (const body of bodies()) expect(Value.Check(Schema, body)).toBe(true)

    for (const { body, headers } of receiver.calls) {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-appointease-signature'])) ?? []
      expect(Number(t)).toBe(MONDAY / 1000)
      expect(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')).toBe(v1)
    }
  })

  it('is told nothing of what was refused or only asked again', async () => {
    const key = { ...own(), 'idempotency-key': 'the-same-key' }
    await planted.send('POST', '/appointments', booking('14:00'), key)
    await planted.send('POST', '/appointments', booking('14:00'), key)
    expect((await book('14:00')).status).toBe(409)
    await planted.callDueWebhooks()
    expect(bodies().map(({ type }) => type)).toEqual(['appointment.created'])
  })

  it('that hangs keeps no booking waiting', async () => {
    receiver.answerWith(hang)
    for (const time of ['14:00', '15:00', '16:00']) expect((await book(time)).status).toBe(201)
    await receiver.waitForCalls(1)
    await receiver.stop()
  })

  it('has its secret and its address in no log and its secret nowhere in clear', async () => {
    receiver.answerWith(status(500))
    await book('14:00')
    await planted.callDueWebhooks()
    const log = planted.log.join('')
    expect(log).toContain('Webhook not delivered yet')
    for (const text of [secret, receiver.url, String(receiver.port), CANARY.email, 'Quillfeather'])
      expect(log).not.toContain(text)
    expect(planted.database.text()).toContain(receiver.url)
    expect(planted.database.text()).not.toContain(secret)
  })
})

it('an event outlives its process: killed between commit and delivery, the next one delivers it, under the same id', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const cli = (...words: string[]) => runAppointease(words, { cwd: dataDir, env: { DATA_DIR: dataDir } })

  const first = startServerProcess(dataDir)
  const send = await signInAtTerminal(first, 'ada@example.com')
  expect(await cli('webhooks', 'add', receiver.url, '--allow-private')).toMatchObject({ code: 0, err: [] })
  const [wish] = await freeStarts(send)
  // Taken, and never answered: whether it was, the process does not live to hear.
  receiver.answerWith(hang)
  const booked = await send('POST', '/appointments', { ...wish, name: 'Ada', email: 'ada@example.com' })
  expect(booked.status).toBe(201)
  await receiver.waitForCalls(1)
  first.kill('SIGKILL')
  await first.exit

  receiver.answerWith(status(200))
  // The lease of the process that died would end after a minute.
  const waiting = await cli('webhooks', 'deliveries')
  expect(waiting.out[0]).toContain('waiting')
  const second = startServerProcess(dataDir)
  await second.url()
  await receiver.waitForCalls(2)
  second.kill('SIGTERM')
  await second.exit
  const ids = bodies().map(({ id }) => id)
  expect(ids).toEqual([`${JSON.parse(booked.body).strong_id}-v1-created`, ids[0]])
  const after = await cli('webhooks', 'deliveries')
  expect(after.out.slice(0, 2).join()).toMatch(/delivered,.* 200 .* taken/)
}, 120_000)
