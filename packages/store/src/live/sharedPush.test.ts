import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenPush, PushListener } from './pushFeed.ts'
import { queue, slots } from './serverUnderTest.ts'
import { sharePush } from './sharedPush.ts'
import type { FeedDay } from './slotFeed.ts'

const day = { date: '2026-12-01', employeeIds: [1, 2], serviceId: 1 }
const onThe = (date: string) => ({ ...day, date })

/** A stream that was opened, by the tab's name. */
interface Opened {
  by: string
  date: string
  server: PushListener
  isClosed: boolean
}

let opened: ReturnType<typeof queue<Opened>>
let clock: number
let closings: (() => void)[]

beforeEach(() => {
  opened = queue()
  clock = 0
  closings = []
})
afterEach(async () => {
  for (const close of closings) close()
  await expect.poll(heldLocks).toEqual([])
})

const heldLocks = async () => {
  const { held = [], pending = [] } = await navigator.locks.query()
  return [...held, ...pending].map(({ name }) => name)
}

/** A leader that found one seat taken and the other free waits for the first, until it is its turn. */
const isWaitingFor = (count: number) =>
  expect.poll(async () => (await navigator.locks.query()).pending?.length).toBe(count)

/** A tab of the one browser, which all tests are. */
function openTab(by: string, of: FeedDay = day) {
  const heard = queue<string>()
  const open: OpenPush = ({ date }, server) => {
    const stream: Opened = { by, date, server, isClosed: false }
    opened.put(stream)
    return () => {
      stream.isClosed = true
    }
  }
  const share = sharePush(open, {
    locks: navigator.locks,
    openChannel: () => new BroadcastChannel('appointease-live-under-test'),
    now: () => clock,
    nameOf: ({ date }) => date,
  })
  const close = share(of, {
    onSlots: (employeeId, { appointease_version, appointease_locks, server_time }) =>
      heard.put(
        [
          employeeId,
          appointease_version,
          server_time,
          ...appointease_locks.map((lock) => lock.expires_in),
        ].join(' '),
      ),
    onWord: () => heard.put('word'),
    onLive: (isLive) => heard.put(isLive ? 'live' : 'not live'),
  })
  let isClosed = false
  const closeOnce = () => {
    if (!isClosed) close()
    isClosed = true
  }
  closings.push(closeOnce)
  return { heard, close: closeOnce }
}

async function lead(name: string, of?: FeedDay) {
  const tab = openTab(name, of)
  const stream = await opened.next()
  expect(await tab.heard.next()).toBe('not live')
  return { ...tab, stream }
}

function goLive({ server }: Opened) {
  server.onSlots(1, slots('v1'))
  server.onSlots(2, slots('v2'))
  server.onLive(true)
}

const next = async ({ heard }: { heard: ReturnType<typeof queue<string>> }, count: number) => {
  const all = []
  for (let each = 0; each < count; each++) all.push(await heard.next())
  return all
}

/** A tab also hears what is told to those who come later. */
async function until({ heard }: { heard: ReturnType<typeof queue<string>> }, word: string) {
  while ((await heard.next()) !== word);
}

describe('push that tabs share', () => {
  it('opens one stream for all who look at the same day, and tells each of them what comes', async () => {
    const first = await lead('first')
    const second = openTab('second')
    await isWaitingFor(1)
    goLive(first.stream)
    first.stream.server.onWord()
    const all = ['1 v1 1', '2 v2 1', 'live', 'word']
    expect(await next(first, 4)).toEqual(all)
    expect(await next(second, 4)).toEqual(all)
    expect(opened.size()).toBe(0)
  })

  it('tells those who come later what they missed, with the time that is left by then', async () => {
    const first = await lead('first')
    first.stream.server.onSlots(1, {
      ...slots('v1'),
      appointease_locks: [{ time: '11:00', client_id: 'v_1', expires_in: 600 }],
    })
    first.stream.server.onSlots(2, slots('v2'))
    first.stream.server.onLive(true)
    clock = 60_000
    expect(await next(openTab('second'), 3)).toEqual(['1 v1 61 540', '2 v2 61', 'live'])
  })

  it('says to those who come later that it is live only while it is', async () => {
    const first = await lead('first')
    goLive(first.stream)
    first.stream.server.onLive(false)
    const second = openTab('second')
    await isWaitingFor(1)
    first.stream.server.onWord()
    expect(await next(second, 1)).toEqual(['word'])
  })

  it('is led by the next tab as soon as the leader closes, which is not live until it has told of the day', async () => {
    const first = await lead('first')
    const second = openTab('second')
    const third = openTab('third')
    await isWaitingFor(2)
    goLive(first.stream)
    await next(second, 3)
    await next(third, 3)
    const before = performance.now()
    first.close()
    const stream = await opened.next()
    expect(performance.now() - before).toBeLessThan(1000)
    expect(first.stream.isClosed).toBe(true)
    expect(stream.by).toBe('second')
    await until(second, 'not live')
    stream.server.onSlots(1, slots('v3'))
    expect(await next(second, 1)).toEqual(['1 v3 1'])
    await until(third, '1 v3 1')
  })

  it('says to nobody else when a tab closes that does not lead', async () => {
    const first = await lead('first')
    const second = openTab('second')
    await isWaitingFor(1)
    second.close()
    goLive(first.stream)
    expect(await next(first, 3)).toEqual(['1 v1 1', '2 v2 1', 'live'])
    expect(first.stream.isClosed).toBe(false)
  })

  it('tells each tab of its own day and no other', async () => {
    const first = await lead('first', onThe('2026-12-01'))
    const second = await lead('second', onThe('2026-12-02'))
    goLive(first.stream)
    second.stream.server.onWord()
    expect(await next(first, 3)).toEqual(['1 v1 1', '2 v2 1', 'live'])
    expect(await next(second, 1)).toEqual(['word'])
  })

  it('has two streams and no third before one of them is closed', async () => {
    const first = await lead('first', onThe('2026-12-01'))
    await lead('second', onThe('2026-12-02'))
    const third = openTab('third', onThe('2026-12-03'))
    expect(await next(third, 1)).toEqual(['not live'])
    await isWaitingFor(3)
    expect(opened.size()).toBe(0)
    first.close()
    expect(await opened.next()).toMatchObject({ by: 'third', date: '2026-12-03' })
  })

  it('takes no seat once it is closed, so that another can have it', async () => {
    const first = await lead('first', onThe('2026-12-01'))
    await lead('second', onThe('2026-12-02'))
    const third = openTab('third', onThe('2026-12-03'))
    const fourth = openTab('fourth', onThe('2026-12-03'))
    await next(third, 1)
    await isWaitingFor(4)
    fourth.close()
    third.close()
    first.close()
    expect((await lead('fifth', onThe('2026-12-04'))).stream.by).toBe('fifth')
  })
})
