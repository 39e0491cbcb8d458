import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../ports/storage.ts'

const houses: OpenHouse[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close()
})
async function open(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options)
  houses.push(house)
  return (url: string, headers = {}, remoteAddress = '127.0.0.1') =>
    house.app.inject({ url, headers, remoteAddress })
}

const down = () => Promise.reject(new StorageUnavailable('no database'))
const withoutDatabase: Parameters<typeof openHouse>[0] = {
  withStorage: (storage) => ({
    ...storage,
    ping: down,
    catalog: { ...storage.catalog, getCatalog: down },
    sessions: { ...storage.sessions, findSession: down },
    outbox: { ...storage.outbox, counts: down },
  }),
}
const HEALTH = '/wp-json/appointease/v1/health'

describe('operations', () => {
  it('are well where everything is', async () => {
    const get = await open()
    expect((await get(HEALTH)).json()).toMatchObject({
      status: 'ok',
      version: '0.0.0-test',
      database: 'up',
      storage_mode: 'sqlite',
      redis_status: 'disabled',
      server_time: '2026-11-23T08:00:00Z',
      outbox: { waiting: 0, failed: 0 },
    })
    expect((await get('/readyz')).json()).toEqual({ status: 'ok' })
  })

  it('answer without a database, whoever asks: health says degraded, readiness 503, liveness nothing new', async () => {
    const get = await open(withoutDatabase)
    const cookie = { cookie: 'appointease_session=whoever-it-is' }
    const health = await get(HEALTH, cookie)
    expect([health.statusCode, health.json()]).toMatchObject([200, { status: 'degraded', database: 'down' }])
    expect((await get('/readyz', cookie)).statusCode).toBe(503)
    expect((await get('/livez', cookie)).json()).toEqual({ status: 'ok' })
  })

  it('wait no longer than a second for a database that says nothing', async () => {
    const get = await open({ withStorage: (storage) => ({ ...storage, ping: () => new Promise(() => {}) }) })
    const started = performance.now()
    expect((await get(HEALTH)).json().database).toBe('down')
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('show measurements on this machine only, and not to whoever a proxy speaks for', async () => {
    const get = await open()
    await get('/wp-json/appointease/v1/services')
    const mine = await get('/metrics')
    expect(mine.headers['content-type']).toContain('text/plain')
    expect(mine.body).toContain(
      'appointease_http_request_duration_seconds_count{route="listServices",method="GET",status="200"} 1',
    )
    for (const reply of [
      await get('/metrics', {}, '203.0.113.7'),
      await get('/metrics', { 'x-forwarded-for': '203.0.113.7' }),
      await get('/metrics', { 'x-forwarded-proto': 'https' }),
      await get('/metrics', { host: 'book.example.com' }),
      await get('/metrics', { host: 'appointease' }),
    ]) {
      expect([reply.statusCode, reply.json().code]).toEqual([404, 'rest_no_route'])
    }
  })

  it('measure by route, so that no address of anybody is kept', async () => {
    const get = await open()
    await get('/wp-json/appointease/v1/check-customer/canary@example.com')
    await get('/canary-page')
    expect((await get('/metrics')).body).not.toContain('canary')
  })
})
