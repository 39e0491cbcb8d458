import type { SlotFields } from '@appointease/contract'
import { createClient } from '@appointease/contract/client'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOwnView } from './ownView.ts'

// The Tuesday after the sample business's Monday; Sarah (1) gives half an hour (1) and a whole one (2).
const place = { date: '2026-11-24', employee_id: 1 }
const HOUR = 2
const ADA = 'client-of-ada'
const BEN = 'client-of-ben'

let server: TestServer
let timers: ManualTimers
let client: ReturnType<typeof createClient>
let shown: SlotFields[]
let asked: number
let alias: string | undefined
let isReachable: boolean
let view: ReturnType<typeof createOwnView>

beforeEach(async () => {
  server = await startTestServer({ clock: fixedClock(MONDAY) })
  client = createClient({ baseUrl: `${server.url}/wp-json/` })
  timers = manualTimers()
  shown = []
  asked = 0
  isReachable = true
  alias = undefined
  view = createOwnView({
    setTimer: (run, milliseconds) => timers.after(milliseconds, run),
    clearTimer: (cancel) => (cancel as (() => void) | undefined)?.(),
    alias: () => alias,
    async askForOwn() {
      asked += 1
      return isReachable ? seenBy(ADA) : undefined
    },
    onSlots(_, fields) {
      alias = fields.appointease_you
      shown.push(fields)
    },
  })
})
afterEach(async () => {
  view.close()
  await server.stop()
})

async function seenBy(clientId?: string): Promise<SlotFields> {
  const query = { ...place, service_id: HOUR, ...(clientId ? { client_id: clientId } : {}) }
  const reply = await client.pollSlots({ query })
  if (!reply.ok || 'appointease_unchanged' in reply.data) throw new Error('The day cannot be seen')
  return reply.data
}

async function hold(clientId: string, time: string): Promise<string> {
  const reply = await client.selectSlot({
    body: { ...place, time, service_id: HOUR, client_id: clientId },
  })
  if (!reply.ok) throw new Error(`${time} was refused: ${reply.error.code}`)
  return reply.data.lock.token
}

const pointAt = (clientId: string, time: string) =>
  client.markActiveSlot({ body: { ...place, time, client_id: clientId } })

const meaning = ({ appointease_version, redis_ops, server_time, ...rest }: SlotFields) => rest

/** Gives the view what a stream would tell, and waits until it shows what the server shows to the tab itself. */
async function streamTells() {
  const before = shown.length
  view.take(1, await seenBy())
  await expect.poll(() => shown.length).toBeGreaterThan(before)
  const last = shown.at(-1) as SlotFields
  expect(meaning(last)).toEqual(meaning(await seenBy(ADA)))
  return last
}

describe('a tab’s own view of a stream that belongs to nobody', () => {
  it('is asked for once where the tab does not know its alias, and is the stream after that', async () => {
    await hold(BEN, '11:00')
    const { appointease_you } = await streamTells()
    expect(appointease_you).toMatch(/^v_/)
    await pointAt(ADA, '14:00')
    await hold(BEN, '13:00')
    const { appointease_version } = await streamTells()
    expect(appointease_version).toBe((await seenBy(ADA)).appointease_version)
    expect(asked).toBe(1)
  })

  it('counts the tab’s own hold as nobody’s, over all the starts that it reaches', async () => {
    await hold(ADA, '11:00')
    const { appointease_locked_slots } = await streamTells()
    expect(appointease_locked_slots).toEqual([])
    expect((await seenBy()).appointease_locked_slots).toEqual(['10:30', '11:00', '11:30'])
    await hold(BEN, '12:00')
    expect((await streamTells()).appointease_locked_slots).toEqual(['11:30', '12:00', '12:30'])
  })

  it('asks again when holds change, not when somebody points, and not once the own hold has ended', async () => {
    const token = await hold(ADA, '11:00')
    await streamTells()
    for (const time of ['14:00', '14:30', '15:00']) {
      await pointAt(BEN, time)
      const { appointease_version } = await streamTells()
      expect(appointease_version).toBe('')
    }
    expect(asked).toBe(1)
    await hold(BEN, '12:00')
    await streamTells()
    expect(asked).toBe(2)
    await client.deselectSlot({ body: { ...place, time: '11:00', client_id: ADA, lock_token: token } })
    await streamTells()
    expect(asked).toBe(2)
  })

  it('asks until the answer and the stream agree, whichever is ahead', async () => {
    await hold(ADA, '11:00')
    const early = await seenBy()
    await hold(BEN, '13:00')
    view.take(1, early)
    await expect.poll(() => timers.pending()).toEqual([250])
    await streamTells()
    expect(asked).toBe(2)
    expect(timers.pending()).toEqual([])
  })

  it('asks ever more seldom while the two do not agree, whatever else the stream tells, and at once when it has news', async () => {
    await hold(ADA, '11:00')
    const early = await seenBy()
    await hold(BEN, '13:00')
    view.take(1, early)
    for (const pause of [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000]) {
      await expect.poll(() => timers.pending()).toEqual([pause])
      const before = asked
      view.take(1, early)
      expect(asked).toBe(before)
      timers.advance(pause)
    }
    await expect.poll(() => timers.pending()).toEqual([30_000])
    const before = asked
    await streamTells()
    expect(asked).toBe(before + 1)
    expect(timers.pending()).toEqual([])
  })

  it('asks again after a while where there was no answer', async () => {
    isReachable = false
    view.take(1, await seenBy())
    await expect.poll(() => timers.pending()).toEqual([1000])
    isReachable = true
    timers.advance(1000)
    await expect.poll(() => shown.length).toBe(1)
    expect(timers.pending()).toEqual([])
  })

  it('shows nothing any more once it is closed', async () => {
    view.take(1, await seenBy())
    view.close()
    await expect.poll(() => asked).toBe(1)
    await seenBy(ADA)
    expect(shown).toEqual([])
    expect(timers.pending()).toEqual([])
  })
})
