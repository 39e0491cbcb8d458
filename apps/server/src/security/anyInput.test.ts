import {
  ERROR_CODES,
  isErrorCode,
  ROUTE_LIST,
  type RouteDefinition,
  type RouteId,
} from '@appointease/contract'
import { FREE_HOSTILE } from '@appointease/testkit/badValues.ts'
import { CANARY, type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { type RawReply, sendRaw } from '@appointease/testkit/rawRequest.ts'
import { type ValidRequest, validRequests, wireRequest } from '@appointease/testkit/validRequests.ts'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let planted: PlantedServer
let valid: Readonly<Record<RouteId, ValidRequest>>
const start = async () => {
  planted = await startPlantedServer()
  valid = validRequests(planted)
}

const table: readonly (RouteDefinition & { readonly id: RouteId })[] = ROUTE_LIST
const withBody = table.filter(({ body, requestTypes }) => body !== undefined && requestTypes === undefined)
const HARMLESS = new Set([
  'checkAvailability',
  'checkSlot',
  'checkRescheduleAvailability',
  'findUserAppointments',
])

const send = (route: RouteDefinition, request: ValidRequest, body: string) =>
  sendRaw(planted.url, {
    ...wireRequest(route, request),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${planted.token}` },
    body,
  })

/** A "no" that keeps to the table, or a "yes": never a fault, never another shape. */
function isOrderly({ status, json }: RawReply): boolean {
  if (status < 300) return typeof json === 'object' && json !== null
  return (
    status < 500 &&
    isErrorCode(json.code) &&
    ERROR_CODES[json.code as never] === status &&
    json.data.status === status
  )
}

const RUNS = 60

describe('any JSON at all', () => {
  beforeEach(start)
  afterEach(() => planted.stop())

  it.each(withBody)(
    'is answered in good order by $id, and changes nothing where it is refused',
    async (route) => {
      const request = valid[route.id]
      const known = Object.fromEntries(
        Object.entries(request.body ?? {}).map(([name, value]) => [
          name,
          fc.oneof(
            { weight: 2, arbitrary: fc.constant(value) },
            fc.jsonValue(),
            fc.string({ unit: 'binary' }),
          ),
        ]),
      )
      const bodies = fc.oneof(
        fc.json(),
        fc.record(known, { requiredKeys: [] }).map((body) => JSON.stringify(body)),
      )
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const before = planted.database.digest()
          const reply = await send(route, request, body)
          expect([isOrderly(reply), reply.text]).toEqual([true, reply.text])
          const isGuess = String(reply.json.code).startsWith('OTP_')
          if (reply.status >= 300 && !isGuess) expect(planted.database.digest()).toBe(before)
        }),
        { numRuns: RUNS },
      )
    },
  )
})

const UNKNOWN = `"unknown":${'['.repeat(1_000)}${']'.repeat(1_000)},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x","hasOwnProperty":1,"id":99,"status":"completed","price":0,"role":"owner"`

describe('fields that nobody knows', () => {
  beforeAll(start)
  afterAll(() => planted.stop())

  it.each(withBody.filter(({ id }) => HARMLESS.has(id)))(
    'change nothing about the reply of $id',
    async (route) => {
      const body = JSON.stringify(valid[route.id].body)
      const plain = await send(route, valid[route.id], body)
      const more = await send(route, valid[route.id], body.replace('{', `{${UNKNOWN},`))
      expect([more.status, more.text]).toEqual([plain.status, plain.text])
      expect(plain.status).toBe(200)
    },
  )

  it.each(withBody.filter((route) => (route.body?.required ?? []).length > 0))(
    'fill no gap in a request for $id and reach no prototype',
    async (route) => {
      const plain = await send(route, valid[route.id], '{}')
      const more = await send(route, valid[route.id], `{${UNKNOWN}}`)
      expect([more.status, more.text]).toEqual([400, plain.text])
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    },
  )

  it('cannot be smuggled in by giving a field twice: the last counts, as in every parser of JSON', async () => {
    const route = withBody.find(({ id }) => id === 'checkSlot') as RouteDefinition
    const body = JSON.stringify(valid.checkSlot.body).replace('{', '{"employee_id":2,')
    const reply = await send(route, valid.checkSlot, body)
    expect(reply.text).toBe((await send(route, valid.checkSlot, JSON.stringify(valid.checkSlot.body))).text)
  })
})

describe('what people write as they like', () => {
  beforeAll(start)
  afterAll(() => planted.stop())

  it.each(FREE_HOSTILE)('is kept and told as it was written: %j', async (text) => {
    const details = { name: text.trim(), phone: text.slice(0, 32).trim(), notes: `${text}\r\n\t${text}` }
    const place = { date: '2026-11-25', time: '09:00', employee_id: 1, service_id: 1 }
    const headers = { authorization: `Bearer ${planted.token}` }
    const wish = { ...place, ...details, email: CANARY.email, fields: { answer: text } }
    const booked = await planted.send('POST', '/appointments', wish, headers)
    expect([booked.status, booked.body.code]).toEqual([201, undefined])
    const path = `/appointments/${booked.body.appointment_id}`
    const read = await planted.send('GET', path, undefined, headers)
    expect(read.body).toMatchObject({ ...details, appointment_date: '2026-11-25 09:00:00' })
    expect((await planted.send('DELETE', path, { reason: text }, headers)).status).toBe(200)
    expect(planted.database.text()).toContain(
      JSON.stringify({ answer: text }).replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
    )
  })

  it('leaves every table where it was', async () => {
    const path = '/user-appointments?per_page=100'
    const own = await planted.send('GET', path, undefined, { authorization: `Bearer ${planted.token}` })
    expect(own.headers.get('x-wp-total')).toBe(String(FREE_HOSTILE.length + 1))
  })
})
