import { PLANTED_DATE, type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { type RawReply, sendRaw } from '@appointease/testkit/rawRequest.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlainWatch } from './plainWatch.ts'

const DAY = `date=${PLANTED_DATE}`

describe('the usual query', () => {
  it('is read with what it asks for', () => {
    expect(readPlainWatch(`${DAY}&employee_id=1%2C2,1&service_id=2&client_id=visitor_1`)).toEqual({
      date: PLANTED_DATE,
      employeeIds: [1, 2],
      serviceId: 2,
      clientId: 'visitor_1',
    })
    expect(readPlainWatch(`employee_id=3&${DAY}&service_id=&client_id=`)).toEqual({
      date: PLANTED_DATE,
      employeeIds: [3],
      serviceId: undefined,
      clientId: undefined,
    })
  })

  it.each([
    ['a date that is none', 'date=2026-02-30&employee_id=1'],
    ['no date', 'employee_id=1'],
    ['no employee', DAY],
    ['an employee of sixteen digits', `${DAY}&employee_id=${'1'.repeat(16)}`],
    ['more than twenty employees', `${DAY}&employee_id=${Array(21).fill(1).join(',')}`],
    ['an employee twice', `${DAY}&employee_id=1&employee_id=2`],
    ['a client id that is too short', `${DAY}&employee_id=1&client_id=short`],
    ['a service by name', `${DAY}&employee_id=1&service_id=x`],
    ['letters that are encoded without need', `${DAY}&employee_id=%31`],
    ['a field without a value', `${DAY}&employee_id=1&service_id`],
    ['a field that is not known', `${DAY}&employee_id=1&constructor=1`],
    ['nothing', ''],
  ])('with %s is left to the general way', (_what, query) => {
    expect(readPlainWatch(query)).toBeUndefined()
  })
})

describe('a stream that is opened at the door', () => {
  let planted: PlantedServer
  beforeAll(async () => {
    planted = await startPlantedServer()
  })
  afterAll(() => planted.stop())

  const ask = (query: string, headers: Record<string, string> = {}): Promise<RawReply> =>
    sendRaw(planted.url, {
      method: 'GET',
      path: `/wp-json/appointease/v1/slots/stream?${query}`,
      headers,
    })
  /** Whoever says from which page it comes is answered the general way. */
  const inside = (query: string, headers: Record<string, string> = {}) =>
    ask(query, { ...headers, origin: planted.url })

  const told = ({ status, headers, text }: RawReply) => {
    const { date, 'x-request-id': id, 'content-length': length, ...others } = headers
    expect(id).toMatch(/^[A-Za-z0-9-]{8,64}$/)
    return {
      status,
      headers: others,
      text: text.replace(/^retry: \d+/, 'retry: some').replace(/"retry_after":\d+/, ''),
    }
  }

  it.each([`${DAY}&employee_id=1`, `${DAY}&employee_id=1,2&service_id=1&client_id=clientcanary_7f3a9b`])(
    'for %s has the head and the first words that the general way gives it',
    async (query) => {
      const reply = await ask(query)
      expect(reply.status).toBe(200)
      expect(told(reply)).toEqual(told(await inside(query)))
    },
  )

  it('is answered as the general way does whatever is asked for', async () => {
    const heard = /^id: (.*)$/m.exec((await inside(`${DAY}&employee_id=1,2`)).text)?.[1] ?? ''
    const field = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const queries = fc.record({
      date: field(PLANTED_DATE, '2026-11-23', '2026-02-30', ''),
      employee_id: field('1', '2', '1,2', '2%2C1', '9', '0', ''),
      service_id: field('', '1', '9', 'x'),
      client_id: field('', 'clientcanary_7f3a9b', 'somebody_else', 'x'),
      other: field('1'),
    })
    await fc.assert(
      fc.asyncProperty(queries, field(heard, 'nonsense'), async (fields, lastEventId) => {
        const sent = Object.entries(fields).filter(([, value]) => value !== undefined)
        const query = sent.map(([name, value]) => `${name}=${value}`).join('&')
        const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
        expect(told(await ask(query, headers))).toEqual(told(await inside(query, headers)))
      }),
      { numRuns: 150 },
    )
  })

  it('lets a client name the request, and no other site ask', async () => {
    const query = `${DAY}&employee_id=1`
    const { headers } = await ask(query, { 'x-request-id': 'named-by-a-client' })
    expect(headers['x-request-id']).toBe('named-by-a-client')
    expect((await ask(query, { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})
