import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const AJAX = '/wp-admin/admin-ajax.php'
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8'
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const post = (payload: string, type = FORM, url = AJAX) =>
  house.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })
const body = () => house.reached.at(-1)?.body as unknown

const multipart = (fields: readonly (readonly [string, string])[]) =>
  `${fields.map(([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--edge--\r\n`

describe("WordPress's heartbeat form", () => {
  it('is read from brackets, as jQuery writes them, and stays text', async () => {
    await post(
      'data%5Bappointease_poll%5D%5Bdate%5D=2026-11-24&data[appointease_poll][employee_id]=1&interval=15&_nonce=&action=heartbeat&has_focus=true',
    )
    expect(body()).toEqual({
      action: 'heartbeat',
      interval: '15',
      _nonce: '',
      has_focus: 'true',
      data: { appointease_poll: { date: '2026-11-24', employee_id: '1' } },
    })
  })

  it('is read from multipart too', async () => {
    const payload = multipart([
      ['action', 'heartbeat'],
      ['data[appointease_poll][date]', '2026-11-24'],
      ['data[note]', 'a=b&c[d]'],
    ])
    expect((await post(payload, 'multipart/form-data; boundary=edge')).statusCode).toBe(200)
    expect(body()).toEqual({
      action: 'heartbeat',
      data: { appointease_poll: { date: '2026-11-24' }, note: 'a=b&c[d]' },
    })
  })

  it.each([
    ['data that is empty', 'data=', ''],
    ['data that is text', 'data=abc', 'abc'],
    ['data that is a list', 'data[]=a', ['a']],
  ])('is taken with %s', async (_name, payload, data) => {
    expect((await post(`action=heartbeat&interval[]=1&screen_id[a]=b&${payload}`)).statusCode).toBe(200)
    expect(body()).toEqual({ action: 'heartbeat', interval: ['1'], screen_id: { a: 'b' }, data })
  })

  it('is read up to its thousandth parameter and down to its sixty-fourth bracket; the rest is left out', async () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => `data[x][${index}]=1`).join('&')
    const deep = (levels: number) => `data[deep]${'[a]'.repeat(levels - 1)}=1`
    const polled = 'data[appointease_poll][date]=2026-11-24'
    await post(`action=heartbeat&${deep(65)}&${others(997)}&${polled}&late=1`)
    expect(body()).toMatchObject({ data: { appointease_poll: { date: '2026-11-24' } } })
    expect(body()).not.toHaveProperty('late')
    expect(body()).not.toHaveProperty('data.deep')
    await post(`action=heartbeat&${deep(64)}`)
    expect(body()).toHaveProperty(`data.deep${'.a'.repeat(63)}`, '1')
    await post(`action=heartbeat&${others(2_000)}`)
    expect(Object.keys((body() as { data: { x: object } }).data.x)).toHaveLength(999)
  })

  it('takes the action from the address as well', async () => {
    expect((await post('interval=15', FORM, `${AJAX}?action=heartbeat`)).statusCode).toBe(200)
  })

  it.each([
    ['no action', 'interval=15', FORM],
    ['another action', 'action=query-attachments', FORM],
    ['two levels of action', 'action[a]=heartbeat', FORM],
    ['JSON', '{"action":"heartbeat"}', 'application/json'],
    ['text', 'action=heartbeat', 'text/plain'],
    ['a thousand brackets', `action=heartbeat&data${'[a]'.repeat(1000)}=1`, FORM],
    [
      'ten thousand parameters',
      `action=heartbeat&${Array.from({ length: 9_999 }, (_, index) => index).join('&')}`,
      FORM,
    ],
    ['a broken multipart', '--edge\r\nnonsense', 'multipart/form-data; boundary=edge'],
    ['multipart without a boundary', multipart([['action', 'heartbeat']]), 'multipart/form-data'],
    ['a thousand brackets, encoded', `action=heartbeat&data${'%5Ba%5D'.repeat(1000)}=1`, FORM],
    [
      'an action after a thousand parameters',
      `${Array.from({ length: 1_000 }, (_, index) => `a${index}=1`).join('&')}&action=heartbeat`,
      FORM,
    ],
  ])('answers %s as WordPress does, with 400 and 0', async (_name, payload, type) => {
    const before = house.reached.length
    const reply = await post(payload, type)
    expect([reply.statusCode, reply.body]).toEqual([400, '0'])
    expect(reply.headers['content-type']).toBe('text/html; charset=UTF-8')
    expect(house.reached.length).toBe(before)
  })

  it('is too large over 64 KiB', async () => {
    expect((await post(`action=heartbeat&a=${'x'.repeat(65_536)}`)).statusCode).toBe(413)
  })

  it('cannot reach a prototype', async () => {
    await post('action=heartbeat&__proto__[polluted]=1&data[constructor][prototype][polluted]=1')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('sends what WordPress sends against caches and robots', async () => {
    const reply = await post('action=heartbeat')
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': expect.stringContaining('no-cache'),
    })
  })
})
