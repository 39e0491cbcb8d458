import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type House, openHouseWithMail } from './house.ts'
import { leaveAll, visit } from './visitor.ts'
import { type HeartbeatPage, loadHeartbeat, WORDPRESS_SCRIPTS } from './wordpressPage.ts'

const DAY = { date: '2026-11-24', employee_id: 1, service_id: 1 }
const ADA = 'a-visitor-of-heartbeat'
const BEN = 'another-visitor-of-it'
const poll = (client_id: string, more: object = {}) => ({ appointease_poll: { ...DAY, client_id, ...more } })

const ready = CHROMIUM !== undefined && WORDPRESS_SCRIPTS !== undefined

describe.skipIf(!ready)('WordPress’s own heartbeat.js', () => {
  let browser: Browser
  let house: House
  let page: Page

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
    page = (await visit(browser, house, { path: '/livez', bypassCSP: true })).page
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  const load = (nonce = '') => loadHeartbeat(page, { ajaxurl: '/wp-admin/admin-ajax.php', nonce })

  async function names(heartbeat: HeartbeatPage): Promise<string[]> {
    return (await heartbeat.heard()).map(({ name }) => name)
  }

  test('brings the day’s slots with every tick, and nothing twice that has not changed', async () => {
    const heartbeat = await load()
    const first = await heartbeat.tick(poll(ADA, { selected_time: '10:00' }))
    expect(first).toMatchObject({
      appointease_booked_slots: [],
      appointease_locked_slots: [],
      appointease_locks: [],
      redis_status: 'disabled',
      storage_mode: 'sqlite',
      'wp-auth-check': false,
    })
    expect(first.appointease_active_selections).toMatchObject([
      { client_id: first.appointease_you, time: '10:00' },
    ])
    expect(first.server_time).toBeTypeOf('number')
    const second = await heartbeat.tick(
      poll(ADA, { selected_time: '10:00', since: first.appointease_version }),
    )
    expect(second).toMatchObject({ appointease_unchanged: true })
    expect(await names(heartbeat)).toEqual(['tick', 'tick'])
  })

  test('holds a slot and gives it back', async () => {
    const heartbeat = await load()
    const slot = { ...DAY, time: '10:00', client_id: ADA }
    const held = await heartbeat.tick({ appointease_select: slot, ...poll(ADA) })
    expect(held.appointease_select).toMatchObject({ success: true, lock: { time: '10:00', expires_in: 600 } })
    const seen = await heartbeat.tick(poll(BEN))
    expect(seen.appointease_locked_slots).toEqual(['10:00'])
    expect(seen.appointease_locks).toMatchObject([{ time: '10:00', client_id: held.appointease_you }])

    const refused = await heartbeat.tick({ appointease_select: { ...slot, client_id: BEN }, ...poll(BEN) })
    expect(refused.appointease_select.code).toBe('SLOT_LOCKED')
    expect(refused.appointease_select.data.alternatives).toHaveLength(5)

    const { token } = held.appointease_select.lock
    const back = await heartbeat.tick({ appointease_deselect: { ...slot, lock_token: token }, ...poll(ADA) })
    expect(back.appointease_deselect).toMatchObject({ success: true })
    expect((await heartbeat.tick(poll(BEN))).appointease_locked_slots).toEqual([])
    expect(await names(heartbeat)).toEqual(Array(5).fill('tick'))
  })

  test('leaves other plugins’ entries alone, and tells of a bad one of ours without failing', async () => {
    const heartbeat = await load()
    const foreign = { 'wp-refresh-post-lock': { lock: '1:2', deep: [1, { a: 'b' }] } }
    const mixed = await heartbeat.tick({ ...foreign, ...poll(ADA) })
    expect(mixed.appointease_version).toBeTypeOf('string')
    const bad = await heartbeat.tick({ appointease_poll: { ...DAY, date: '2026-02-30' } })
    expect(bad.appointease_error.code).toBe('rest_invalid_param')
    expect(await names(heartbeat)).toEqual(['tick', 'tick'])
  })

  test('recovers by itself from a stale nonce of somebody who is signed in', async () => {
    const email = 'ada@example.com'
    const api = `${house.url}/wp-json/appointease/v1`
    await page.request.post(`${api}/generate-otp`, { data: { email } })
    const otp = await house.codeFor(email)
    const verified = await page.request.post(`${api}/verify-otp`, { data: { email, otp } })
    expect(verified.status()).toBe(200)

    const heartbeat = await load('a-stale-one')
    const slot = { ...DAY, time: '10:00', client_id: ADA }
    const stale = await heartbeat.tick({ appointease_select: slot, ...poll(ADA) })
    expect(stale).toMatchObject({ nonces_expired: true })
    expect(await names(heartbeat)).toEqual(['nonces-expired', 'tick'])
    expect(await heartbeat.nonce()).not.toBe('a-stale-one')

    const fresh = await heartbeat.tick(poll(ADA))
    expect(fresh).toMatchObject({
      'wp-auth-check': true,
      appointease_locked_slots: [],
      appointease_locks: [],
    })
    expect(await names(heartbeat)).toEqual(['nonces-expired', 'tick', 'tick'])
  })

  test('may change its interval, and then ticks at that', async () => {
    const heartbeat = await load()
    await heartbeat.tick(poll(ADA))
    const asked: (string | null)[] = []
    page.on('request', (request) => asked.push(new URLSearchParams(request.postData() ?? '').get('interval')))
    expect(await heartbeat.setInterval(5)).toBe(5)
    for (const ticks of [2, 3]) {
      await page.clock.fastForward(5000)
      await expect.poll(() => names(heartbeat)).toEqual(Array(ticks).fill('tick'))
    }
    expect(asked).toEqual(['5', '5'])
  })

  test('goes on after the server was away', async () => {
    const heartbeat = await load()
    await heartbeat.tick(poll(ADA))
    await house.restart()
    expect(await heartbeat.tick(poll(ADA))).toHaveProperty('appointease_version')
    expect(await names(heartbeat)).toEqual(['tick', 'tick'])
  })
})
