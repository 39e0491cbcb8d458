import { minutes, plus } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { TEST_SECRET } from '@appointease/testkit/testServer.ts'
import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandomness } from '../adapters/crypto/randomness.ts'
import { createSeals } from '../adapters/crypto/seals.ts'
import { addCalendarFeed } from '../commands/addCalendarFeed.ts'

let planted: PlantedServer
beforeEach(async () => {
  planted = await startPlantedServer()
})
afterEach(() => planted.stop())

const get = (headers: Record<string, string> = {}, token = planted.feedToken, method = 'GET') =>
  fetch(`${planted.url}/calendar/${token}.ics`, { method, headers })

async function events(token = planted.feedToken) {
  const calendar = new ICAL.Component(ICAL.parse(await (await get({}, token)).text()))
  return calendar.getAllSubcomponents('vevent').map((one) => ({
    uid: one.getFirstPropertyValue('uid'),
    summary: one.getFirstPropertyValue('summary'),
    status: one.getFirstPropertyValue('status'),
  }))
}

const own = () => ({ authorization: `Bearer ${planted.token}` })
const cancel = () => planted.send('DELETE', `/appointments/${planted.appointment.id}`, {}, own())
const DAY = minutes(24 * 60) / 1000

describe('a calendar feed', () => {
  it('is a calendar for whoever has its address', async () => {
    const reply = await get()
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(reply.headers.get('cache-control')).toBe('private, no-cache')
    const uid = `${planted.appointment.strongId}@appointease`
    expect(await events()).toEqual([
      { uid, summary: 'Consultation – Ottoline Quillfeather', status: 'CONFIRMED' },
    ])
  })

  it('of one employee shows only theirs', async () => {
    const { calendarFeeds } = planted.storage
    const deps = {
      calendarFeeds,
      catalog: planted.storage.catalog,
      seals: createSeals(TEST_SECRET),
      randomness: createRandomness(),
      clock: planted.clock,
    }
    const found = await Promise.all([1, 2].map((employee) => addCalendarFeed(deps, employee)))
    const shown = found.map(async (one) => (one.ok ? (await events(one.value.token)).length : undefined))
    expect(await Promise.all(shown)).toEqual([1, 0])
    expect(await addCalendarFeed(deps, 99)).toEqual({ ok: false, refusal: 'no_such_employee' })
  })

  it.each(['x', 'A'.repeat(43), 'a/b', `${'A'.repeat(43)}.ics`])(
    'is not found under another address: %s',
    async (token) => {
      const reply = await get({}, token)
      expect(reply.status).toBe(404)
      expect(await reply.text()).not.toContain('VCALENDAR')
    },
  )

  it('is not found once it is revoked', async () => {
    const [feed] = await planted.storage.calendarFeeds.listFeeds()
    await planted.storage.calendarFeeds.removeFeed(feed?.id ?? 0)
    expect((await get()).status).toBe(404)
  })

  it('shows what was cancelled as cancelled, for a month', async () => {
    await cancel()
    expect(await events()).toMatchObject([{ status: 'CANCELLED' }])
    planted.clock.advance(30 * DAY)
    expect(await events()).toEqual([])
  })

  it('shows what is over for a month', async () => {
    planted.clock.set(plus(MONDAY, minutes(26 * 60 + 30) + 30 * DAY * 1000 - 1))
    expect(await events()).toHaveLength(1)
    planted.clock.advance(0.001)
    expect(await events()).toEqual([])
  })

  it('is sent again only where it has changed', async () => {
    planted.clock.advance(60)
    const first = await get()
    const etag = first.headers.get('etag') ?? ''
    const lastModified = first.headers.get('last-modified') ?? ''
    expect(lastModified).toBe(new Date(MONDAY).toUTCString())
    for (const condition of [{ 'if-none-match': etag }, { 'if-modified-since': lastModified }]) {
      const again = await get(condition as Record<string, string>)
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
      expect(again.headers.get('content-length')).toBeNull()
    }
    await cancel()
    const changed = await get({ 'if-none-match': etag, 'if-modified-since': lastModified })
    expect([changed.status, changed.headers.get('last-modified')]).toEqual([200, null])
    planted.clock.advance(60)
    expect((await get({ 'if-modified-since': lastModified })).status).toBe(200)
  })

  it('answers HEAD as GET, without the calendar', async () => {
    const [head, whole] = [await get({}, planted.feedToken, 'HEAD'), await get()]
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(whole.headers.get('etag'))
  })

  it('has its address in no line of the log and in no measurement, whatever becomes of the request', async () => {
    const { feedToken, url, log } = planted
    await get()
    await get({}, planted.feedToken, 'POST')
    for (const path of [
      `/calendar/${feedToken}`,
      `/calendar/${feedToken}.ics/x`,
      `//calendar/${feedToken}.ics?a=%`,
    ])
      await fetch(url + path)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('route="getCalendarFeed"')
    expect(log.join('')).toContain('/calendar/:file')
    expect(log.join('') + metrics).not.toContain(feedToken)
    expect(planted.database.text()).not.toContain(feedToken)
  })
})

it('lets a network address ask for calendars a hundred and twenty times in ten minutes', async () => {
  const strict = await startPlantedServer({ rateLimitScale: 0.05 })
  const statuses = []
  for (let count = 0; count < 7; count += 1)
    statuses.push((await fetch(`${strict.url}/calendar/${'A'.repeat(43)}.ics`)).status)
  const refused = await fetch(`${strict.url}/calendar/${strict.feedToken}.ics`)
  await strict.stop()
  expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 429])
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
})
