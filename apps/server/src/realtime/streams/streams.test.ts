import { anEmployee, MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { openSlotStream, type SlotStream } from '@appointease/testkit/slotStream.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '@appointease/testkit/testServer.ts'
import { aVisitor, type Place, type Visitor } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const TEN: Place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
const DAY = 'date=2026-11-24&service_id=1'

let clock: FixedClock
let server: TestServer
let holder: Visitor
const streams: SlotStream[] = []

async function start(options: TestServerOptions = {}): Promise<void> {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock, ...options })
  await server.storage.catalog.saveSettings(someSettings({ requireEmailVerification: false }))
  holder = aVisitor(server, 'holder')
}
beforeEach(() => start())
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close()
  await server.stop()
})

async function open(query: string, headers: Record<string, string> = {}): Promise<SlotStream> {
  const stream = await openSlotStream(`${server.url}/wp-json/appointease/v1/slots/stream?${query}`, headers)
  streams.push(stream)
  return stream
}

/** Asked for, and left before anything came of it. */
async function openAndLeave(query: string): Promise<void> {
  const leaving = AbortSignal.timeout(100)
  const address = `${server.url}/wp-json/appointease/v1/slots/stream?${query}`
  await fetch(address, { signal: leaving }).catch(() => {})
}

describe('a stream', () => {
  it('tells the day at once, as the heartbeat does, with its employee and its version as id', async () => {
    await holder.select(TEN)
    const stream = await open(`${DAY}&employee_id=1&client_id=somebody_else`)
    const { name, id, data } = await stream.event()
    const poll = await server.send('GET', `/slots/poll?${DAY}&employee_id=1&client_id=somebody_else`)
    expect(data).toEqual({ ...poll.body, employee_id: 1 })
    expect([name, id]).toEqual(['slots', poll.body.appointease_version])
    expect(data.appointease_locked_slots).toEqual(['10:00'])
    expect(stream.text()).toMatch(/^retry: \d{4}\n\n/)
  })

  it('is for proxies to pass on as it comes', async () => {
    const { status, headers } = await open(`${DAY}&employee_id=1`)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    })
  })

  it('tells what others do when they do it: pointing, holding, letting go, booking, cancelling', async () => {
    const stream = await open(`${DAY}&employee_id=1`)
    const next = async (fits: (data: Record<string, unknown[]>) => boolean) => {
      const after = stream.events.length
      return (await stream.event(({ data }) => fits(data), Math.max(0, after - 1))).data
    }
    await stream.event()
    await server.send('POST', '/slots/active', { ...TEN, client_id: holder.clientId })
    await next((data) => data.appointease_active_selections?.length === 1)
    const { body } = await holder.select(TEN)
    await next((data) => data.appointease_locks?.length === 1)
    await holder.deselect(TEN, body.lock.token)
    await next((data) => data.appointease_locks?.length === 0)
    const booked = await holder.book(TEN)
    await next((data) => data.appointease_booked_slots?.[0] === '10:00')
    const token = await server.signIn(holder.email)
    await server.send('DELETE', `/appointments/${booked.body.appointment_id}`, undefined, {
      authorization: `Bearer ${token}`,
    })
    await next((data) => data.appointease_booked_slots?.length === 0)
  })

  it('tells a lock to its owner as nobody’s obstacle, and to others as one', async () => {
    const own = await open(`${DAY}&employee_id=1&client_id=${holder.clientId}`)
    const other = await open(`${DAY}&employee_id=1&client_id=somebody_else`)
    await Promise.all([own.event(), other.event()])
    await holder.select(TEN)
    const [mine, theirs] = await Promise.all([own.event(undefined, 1), other.event(undefined, 1)])
    expect(mine.data).toMatchObject({ appointease_locked_slots: [], appointease_locks: [{ time: '10:00' }] })
    expect(mine.data.appointease_locks[0].client_id).toBe(mine.data.appointease_you)
    expect(theirs.data.appointease_locked_slots).toEqual(['10:00'])
    expect(theirs.data.appointease_you).not.toBe(mine.data.appointease_you)
  })

  it('tells of a lock that ends by itself', async () => {
    await holder.select(TEN)
    const stream = await open(`${DAY}&employee_id=1`)
    await stream.event()
    clock.advance(600)
    const { data } = await stream.event(undefined, 1)
    expect(data.appointease_locked_slots).toEqual([])
  })

  it('tells many changes that come together as few, the last of them always', async () => {
    const stream = await open(`${DAY}&employee_id=1`)
    await stream.event()
    const times = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30']
    await Promise.all(
      times.map((time, place) => aVisitor(server, `visitor${place}`).select({ ...TEN, time })),
    )
    const { data } = await stream.event((event) => event.data.appointease_locks.length === times.length)
    expect(data.appointease_locked_slots).toEqual(times)
    expect(stream.events.length).toBeLessThan(1 + times.length)
  })

  it('answers under the plain-permalink form too', async () => {
    const stream = await openSlotStream(
      `${server.url}/?rest_route=/appointease/v1/slots/stream&${DAY}&employee_id=1`,
    )
    streams.push(stream)
    expect((await stream.event()).name).toBe('slots')
  })

  it('ends where its employee is no longer there, and is refused afterwards', async () => {
    const stream = await open(`${DAY}&employee_id=2`)
    await stream.event()
    await server.storage.catalog.saveEmployee({ ...anEmployee({ active: false }), id: 2 })
    expect((await stream.event(({ name }) => name === 'end')).data).toEqual({ retry: expect.any(Number) })
    await stream.ended
    expect((await server.send('GET', `/slots/stream?${DAY}&employee_id=2`)).status).toBe(404)
  })

  it('has a head of its own', async () => {
    const reply = await fetch(`${server.url}/wp-json/appointease/v1/slots/stream?${DAY}&employee_id=1`, {
      method: 'HEAD',
    })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
  })
})

describe('a stream of several employees', () => {
  it('tells each one’s day, then only that of whom something happens to', async () => {
    const stream = await open(`${DAY}&employee_id=1,2,1`)
    await stream.event(({ data }) => data.employee_id === 2)
    expect(stream.events.map(({ data }) => data.employee_id)).toEqual([1, 2])
    await holder.select({ ...TEN, employee_id: 2 })
    const { data } = await stream.event(undefined, 2)
    expect([data.employee_id, data.appointease_locked_slots]).toEqual([2, ['10:00']])
  })

  it('goes on from the last event that was heard: it tells what has changed since, and nothing else', async () => {
    const first = await open(`${DAY}&employee_id=1,2`)
    await first.event(undefined, 1)
    const heard = first.events.at(-1)?.id ?? ''
    first.close()
    await first.ended
    await holder.select({ ...TEN, employee_id: 2 })
    const second = await open(`${DAY}&employee_id=1,2`, { 'last-event-id': heard })
    expect((await second.event()).data.employee_id).toBe(2)
    const third = await open(`${DAY}&employee_id=1,2`, { 'last-event-id': second.events.at(-1)?.id ?? '' })
    await holder.select({ ...TEN, employee_id: 1 })
    await third.event(({ data }) => data.employee_id === 1)
    const told = third.events.map(({ data }) => [data.employee_id, data.appointease_locks.length])
    expect(told).toContainEqual([1, 1])
    expect(told[0]).not.toEqual([2, 1])
  })

  it.each(['nonsense', '1:x,2:y', '9:kJ3-_a5Z', ',,:::'])(
    'takes %j for somebody who has heard nothing',
    async (id) => {
      const stream = await open(`${DAY}&employee_id=1,2`, { 'last-event-id': id })
      await stream.event(undefined, 1)
      expect(stream.events.map(({ data }) => data.employee_id)).toEqual([1, 2])
    },
  )
})

describe('a stream is refused', () => {
  const refused = async (query: string, headers = {}) => {
    const { status, body } = await server.send('GET', `/slots/stream?${query}`, undefined, headers)
    return `${status} ${body.code}`
  }

  it.each([
    ['an employee who is not there', `${DAY}&employee_id=1,9`, '404 NOT_FOUND'],
    ['a service that is not there', 'date=2026-11-24&service_id=9&employee_id=1', '404 NOT_FOUND'],
    ['a date that is none', 'date=2026-02-30&employee_id=1', '400 rest_invalid_param'],
    ['no date', 'employee_id=1', '400 rest_missing_callback_param'],
    [
      'more than twenty employees',
      `${DAY}&employee_id=${Array(21).fill(1).join(',')}`,
      '400 rest_invalid_param',
    ],
  ])('for %s', async (_what, query, outcome) => {
    expect(await refused(query)).toBe(outcome)
  })

  it('to another site that the owner has not listed, and not to one that is', async () => {
    const origin = 'https://friend.example'
    expect(await refused(`${DAY}&employee_id=1`, { origin })).toBe('403 ORIGIN_NOT_ALLOWED')
    await server.storage.catalog.saveSettings(someSettings({ allowedOrigins: [origin] }))
    const { headers } = await open(`${DAY}&employee_id=1`, { origin })
    expect(headers['access-control-allow-origin']).toBe(origin)
  })
})

describe('places', () => {
  it('are five for one client at one address, and given back with the stream', async () => {
    await server.stop()
    await start({ rateLimitScale: 1 })
    const own = `${DAY}&employee_id=1&client_id=one_client`
    for (let stream = 0; stream < 5; stream++) expect((await open(own)).status).toBe(200)
    const sixth = await server.send('GET', `/slots/stream?${own}`)
    expect([sixth.status, sixth.body.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await open(`${DAY}&employee_id=1&client_id=another_client`)).status).toBe(200)
    streams[0]?.close()
    await expect.poll(async () => (await open(own)).status).toBe(200)
  })

  it('are as many as the server carries, and then clients are asked to come back', async () => {
    await server.stop()
    await start({ maxStreams: 2 })
    for (let stream = 0; stream < 2; stream++) await open(`${DAY}&employee_id=1`)
    const third = await server.send('GET', `/slots/stream?${DAY}&employee_id=1`)
    expect([third.status, third.body.code]).toEqual([503, 'SERVER_BUSY'])
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(5)
  })
})

it('of days on which nobody could book takes so many and no more, and any number of others', async () => {
  const { catalog } = server.storage
  for (let more = 0; more < 18; more++) await catalog.saveEmployee(anEmployee({ serviceIds: [1] }))
  const everybody = `employee_id=${Array.from({ length: 20 }, (_, at) => at + 1).join(',')}`
  const far = (day: number) =>
    `date=${2030 + Math.floor(day / 28)}-02-${String((day % 28) + 1).padStart(2, '0')}&${everybody}`
  const first = await open(far(0))
  for (let day = 1; day < 50; day++) await open(far(day))
  const refused = await server.send('GET', `/slots/stream?${far(50)}`)
  expect([refused.status, refused.body.code]).toEqual([503, 'SERVER_BUSY'])
  expect((await open(`date=2026-11-24&${everybody}`)).status).toBe(200)
  first.close()
  await expect.poll(async () => (await open(far(50))).status, { timeout: 5_000 }).toBe(200)
})

describe('in the course of time', () => {
  let timers: ManualTimers
  beforeEach(async () => {
    await server.stop()
    timers = manualTimers()
    await start({ timers })
  })

  it('every stream hears something every fifteen seconds', async () => {
    const heard = await Promise.all(Array.from({ length: 20 }, () => open(`${DAY}&employee_id=1`)))
    await Promise.all(heard.map((stream) => stream.event()))
    for (let tick = 0; tick < 60; tick++) timers.advance(250)
    for (const stream of heard) await expect.poll(() => stream.text().split('\n\n').at(-2)).toBe(':')
  })

  it('no timer runs where there is no stream', async () => {
    const before = timers.pending().length
    const stream = await open(`${DAY}&employee_id=1`)
    await stream.event()
    stream.close()
    await stream.ended
    await expect
      .poll(() => {
        timers.advance(250)
        return timers.pending().length
      })
      .toBe(before)
  })
})

it('ends every stream in order when the server stops, and says when to come back', async () => {
  const heard = await Promise.all(Array.from({ length: 3 }, () => open(`${DAY}&employee_id=1`)))
  await Promise.all(heard.map((stream) => stream.event()))
  await server.stop()
  for (const stream of heard) {
    const { data } = await stream.event(({ name }) => name === 'end')
    expect(data.retry).toBeGreaterThanOrEqual(1000)
    await stream.ended
  }
  await start()
})

describe('a client that leaves while its days are being read', () => {
  it('leaves nothing behind', async () => {
    await server.stop()
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    await start({
      withPorts: (ports) => ({
        ...ports,
        locks: {
          ...ports.locks,
          async listLocks(...asked) {
            await held
            return ports.locks.listLocks(...asked)
          },
        },
      }),
    })
    const query = `${DAY}&employee_id=1&client_id=somebody_else`
    await Promise.all(Array.from({ length: 5 }, () => openAndLeave(query)))
    goOn()
    const stream = await open(query)
    await stream.event()
    expect(stream.status).toBe(200)
    await expect
      .poll(async () => (await fetch(`${server.url}/metrics`)).text())
      .toMatch(/^appointease_streams 1$/m)
  })
})
