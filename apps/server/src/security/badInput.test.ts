import { ROUTE_LIST, type RouteDefinition, type RouteId } from '@appointease/contract'
import { badValues, type FieldSchema } from '@appointease/testkit/badValues.ts'
import { type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { coded, invalid, missing, watchRefusals } from '@appointease/testkit/refusalWatch.ts'
import { type ValidRequest, validRequests, wireRequest } from '@appointease/testkit/validRequests.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let planted: PlantedServer
let valid: Readonly<Record<RouteId, ValidRequest>>
let faultsOf: ReturnType<typeof watchRefusals>
beforeAll(async () => {
  planted = await startPlantedServer()
  valid = validRequests(planted)
  faultsOf = watchRefusals(planted)
})
afterAll(() => planted.stop())

const table: readonly (RouteDefinition & { readonly id: RouteId })[] = ROUTE_LIST
const withBody = table.filter(({ body, requestTypes }) => body !== undefined && requestTypes === undefined)

const requiredOf = ({ body }: RouteDefinition) => (body?.required ?? []) as readonly string[]

/** The body of the valid request, field by field as JSON text, with one field another or left out. */
function bodyWith(id: RouteId, field: string, json: string | undefined): string {
  const fields = Object.entries(valid[id].body ?? {}).map(([name, value]) => [name, JSON.stringify(value)])
  const others = fields.filter(([name]) => name !== field)
  const all = json === undefined ? others : [...others, [field, json]]
  return `{${all.map(([name, value]) => `${JSON.stringify(name)}:${value}`)}}`
}

describe('a field of a body', () => {
  it.each(withBody)('of $id that is bad is refused by its name and changes nothing', async (route) => {
    const wire = wireRequest(route, valid[route.id])
    const cases = Object.entries(route.body?.properties ?? {}).flatMap(([field, schema]) =>
      badValues(field, schema as FieldSchema).map(({ title, json }) => ({
        title: `${field} = ${title}`,
        request: { ...wire, body: bodyWith(route.id, field, json) },
        expected: invalid(field),
      })),
    )
    expect(cases.length).toBeGreaterThan(20)
    expect(await faultsOf(cases)).toEqual([])
  })

  const withRequired = withBody.filter((route) => requiredOf(route).length > 0)
  it.each(withRequired)('of $id that is required and missing is named', async (route) => {
    const wire = wireRequest(route, valid[route.id])
    const one = requiredOf(route).map((field) => ({
      title: `without ${field}`,
      request: { ...wire, body: bodyWith(route.id, field, undefined) },
      expected: missing(field),
    }))
    const all = ['', '{}', 'null'].map((body) => ({
      title: `body ${body}`,
      request: { ...wire, body },
      expected: missing(...requiredOf(route)),
    }))
    expect(await faultsOf([...one, ...all])).toEqual([])
  })
})

const JSON_TYPE = 'application/json'

describe('a body', () => {
  const kinds: readonly (readonly [string, string | Uint8Array, string | undefined, string])[] = [
    ['JSON cut short', '{"date":"2026-11-24"', JSON_TYPE, 'rest_invalid_json'],
    ['JSON with a comma too many', '{"date":"2026-11-24",}', JSON_TYPE, 'rest_invalid_json'],
    ['two values', '{}{}', JSON_TYPE, 'rest_invalid_json'],
    ['JavaScript', "{date:'x'}", JSON_TYPE, 'rest_invalid_json'],
    ['NaN', '{"employee_id":NaN}', JSON_TYPE, 'rest_invalid_json'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), JSON_TYPE, 'rest_invalid_json'],
    ['a NUL byte', '{"date":"a\0"}', JSON_TYPE, 'rest_invalid_json'],
    ['white space', '  ', JSON_TYPE, 'rest_invalid_json'],
    ['brackets without end', '['.repeat(60_000), JSON_TYPE, 'rest_invalid_json'],
    ['a list', '[]', JSON_TYPE, 'rest_invalid_param'],
    ['a list, 30,000 deep', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, JSON_TYPE, 'rest_invalid_param'],
    ['text', '"text"', JSON_TYPE, 'rest_invalid_param'],
    ['a number', '7', JSON_TYPE, 'rest_invalid_param'],
    ['XML', '<a/>', 'text/xml', 'rest_unsupported_media_type'],
    ['a form', 'date=2026-11-24', 'application/x-www-form-urlencoded', 'rest_unsupported_media_type'],
    ['multipart', '--a--', 'multipart/form-data; boundary=a', 'rest_unsupported_media_type'],
    ['text that happens to be JSON', '{}', 'text/plain', 'rest_unsupported_media_type'],
    ['something without a type', '{}', undefined, 'rest_unsupported_media_type'],
    ['a type that is no type', '{}', ';;;', 'rest_unsupported_media_type'],
    ['over 64 KiB', JSON.stringify({ notes: 'x'.repeat(65_536) }), JSON_TYPE, 'rest_payload_too_large'],
    ['white space of over 64 KiB', ' '.repeat(70_000), JSON_TYPE, 'rest_payload_too_large'],
  ]

  it.each(withBody)('of $id that is no object of JSON is refused and changes nothing', async (route) => {
    const { method, path } = wireRequest(route, valid[route.id])
    const cases = kinds.map(([title, body, type, code]) => ({
      title,
      request: { method, path, body, headers: type === undefined ? {} : { 'content-type': type } },
      expected: coded(code),
    }))
    expect(await faultsOf(cases)).toEqual([])
  })
})

describe('an idempotency key', () => {
  it.each(['', 'short', 'x'.repeat(256), 'with space', 'tab\tinside', 'ümläute-key'])(
    'of the form %j is refused',
    async (key) => {
      const headers = { 'idempotency-key': key, 'content-type': JSON_TYPE }
      const body = JSON.stringify(valid.bookAppointment.body)
      const request = { method: 'POST', path: '/wp-json/appointease/v1/appointments', headers, body }
      expect(await faultsOf([{ title: key, request, expected: invalid('idempotency-key') }])).toEqual([])
    },
  )
})

describe('the valid requests that these are made from', () => {
  it.each(withBody)('succeed as they are: $id', async (route) => {
    const fresh = await startPlantedServer()
    const { headers, ...wire } = wireRequest(route, validRequests(fresh)[route.id])
    const body = wire.body === undefined ? undefined : JSON.parse(String(wire.body))
    const path = `/${wire.path}`
    const reply = await fresh.send(wire.method, path, body, {
      ...(headers as Record<string, string>),
      authorization: `Bearer ${fresh.token}`,
    })
    await fresh.stop()
    expect([reply.status, reply.body.code]).toEqual([route.success.status, undefined])
  })
})
