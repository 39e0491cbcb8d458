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

  it('takes the action from the address as well', async () => {
    expect((await post('interval=15', FORM, `${AJAX}?action=heartbeat`)).statusCode).toBe(200)
  })

  it.each([
    ['no action', 'interval=15', FORM],
    ['another action', 'action=query-attachments', FORM],
    ['two levels of action', 'action[a]=heartbeat', FORM],
    ['JSON', '{"action":"heartbeat"}', 'application/json'],
    ['text', 'action=heartbeat', 'text/plain'],
    ['more than ten brackets', `action=heartbeat&data${'[a]'.repeat(11)}=1`, FORM],
    ['a thousand brackets', `action=heartbeat&data${'[a]'.repeat(1000)}=1`, FORM],
    [
      'more than 200 parameters',
      `action=heartbeat&${Array.from({ length: 200 }, (_, index) => `a${index}=1`).join('&')}`,
      FORM,
    ],
    ['a broken multipart', '--edge\r\nnonsense', 'multipart/form-data; boundary=edge'],
    ['multipart without a boundary', multipart([['action', 'heartbeat']]), 'multipart/form-data'],
    ['a form where data is text', 'action=heartbeat&data=1', FORM],
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
