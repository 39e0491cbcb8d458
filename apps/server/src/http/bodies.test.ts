import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const BOOK = '/wp-json/appointease/v1/appointments'
const GOOD = {
  name: 'Jo',
  email: 'jo@example.com',
  date: '2026-11-24',
  time: '10:00',
  service_id: 1,
  employee_id: 'any',
}
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const post = (payload: string | Buffer, type = 'application/json', url = BOOK) =>
  house.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })

describe('bodies', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/vnd.thing+json',
    'APPLICATION/JSON',
  ])('are read as %s', async (type) => {
    expect((await post(JSON.stringify(GOOD), type)).json()).toEqual({ reached: true })
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
  ])('are refused as %s', async (type) => {
    const reply = await post(JSON.stringify(GOOD), type)
    expect([reply.statusCode, reply.json().code]).toEqual([415, 'rest_unsupported_media_type'])
  })

  it.each(['{', 'nonsense', '{"a":1}}', "{'a':1}"])('that are no JSON are told so: %s', async (payload) => {
    const reply = await post(payload)
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'rest_invalid_json'])
  })

  it('that are not UTF-8 are no JSON', async () => {
    const payload = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect((await post(payload)).json().code).toBe('rest_invalid_json')
  })

  it('over 64 KiB are too large, to the byte', async () => {
    const bodyOf = (bytes: number) => {
      const empty = JSON.stringify({ ...GOOD, ignored: '' })
      return JSON.stringify({ ...GOOD, ignored: 'x'.repeat(bytes - empty.length) })
    }
    expect((await post(bodyOf(65_536))).statusCode).toBe(201)
    const reply = await post(bodyOf(65_537))
    expect([reply.statusCode, reply.json().code]).toEqual([413, 'rest_payload_too_large'])
  })

  it('that are missing are empty ones: what is needed is told by name', async () => {
    const reply = await house.app.inject({ method: 'POST', url: BOOK })
    expect(reply.json()).toMatchObject({
      code: 'rest_missing_callback_param',
      data: { params: expect.arrayContaining(['name', 'email']) },
    })
    expect((await post('')).json().code).toBe('rest_missing_callback_param')
  })

  it('cannot reach a prototype', async () => {
    await post(
      `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(GOOD).slice(1)}`,
    )
    const body = house.reached.at(-1)?.body as unknown as Record<string, unknown>
    expect(body.polluted).toBeUndefined()
    expect(Object.keys(body)).not.toContain('__proto__')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('may be nested as deep as they are long', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    expect((await post(`{"ignored":${deep}}`)).statusCode).toBe(400)
  })
})

describe('validation', () => {
  const refusal = async (changed: object) => (await post(JSON.stringify({ ...GOOD, ...changed }))).json()

  it('never turns a value into another type', async () => {
    expect((await refusal({ name: 7 })).data.params).toEqual({ name: 'This must be text.' })
    expect((await refusal({ name: null })).data.params).toHaveProperty('name')
    expect((await refusal({ service_id: true })).data.params).toHaveProperty('service_id')
    expect((await refusal({ service_id: ['1'] })).data.params).toHaveProperty('service_id')
  })

  it('takes ids as WordPress does, as numbers and as digits', async () => {
    expect(await refusal({ service_id: '1', employee_id: 1 })).toEqual({ reached: true })
  })

  it('tells every wrong parameter at once, each with its reason, and repeats nothing that was sent', async () => {
    const sent = {
      email: '<canary>',
      date: 'canary',
      time: '25:00',
      employee_id: 'canary',
      notes: 'x'.repeat(3000),
    }
    const reply = await refusal(sent)
    expect(reply.code).toBe('rest_invalid_param')
    expect(Object.keys(reply.data.params).sort()).toEqual(['date', 'email', 'employee_id', 'notes', 'time'])
    expect(JSON.stringify(reply)).not.toContain('canary')
  })

  it.each([
    ['NUL', 'Jo\u0000'],
    ['half a surrogate pair', 'Jo\ud800'],
  ])('refuses text with %s, in fields that are ignored too', async (_name, text) => {
    for (const changed of [{ name: text }, { ignored: { deep: [text] } }, { notes: text }]) {
      const reply = await refusal(changed)
      expect([reply.code, Object.keys(reply.data.params)]).toEqual([
        'rest_invalid_param',
        Object.keys(changed),
      ])
    }
    expect((await post(`{"a\\u0000":1,${JSON.stringify(GOOD).slice(1)}`)).statusCode).toBe(400)
  })

  it('reads queries and paths by the same rules', async () => {
    const get = async (url: string) =>
      (await house.app.inject({ url: `/wp-json/appointease/v1${url}` })).json()
    expect((await get('/availability?service_id=1')).data.params).toEqual(['from', 'to'])
    expect(
      (await get('/availability?service_id=x&from=2026-11-24&to=2026-11-25')).data.params,
    ).toHaveProperty('service_id')
    expect((await get('/services?per_page=101')).data.params).toHaveProperty('per_page')
    expect((await get('/services?page=1&page=2')).data.params).toHaveProperty('page')
    expect((await get('/services?x=%00')).code).toBe('rest_invalid_param')
    expect((await get('/check-customer/nonsense')).data.params).toHaveProperty('email')
  })
})
