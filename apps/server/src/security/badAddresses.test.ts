import { addressesOf, ROUTE_LIST, type RouteDefinition, type RouteId } from '@appointease/contract'
import { badValues, type FieldSchema } from '@appointease/testkit/badValues.ts'
import { type PlantedServer, startPlantedServer } from '@appointease/testkit/plantedServer.ts'
import { sendRaw } from '@appointease/testkit/rawRequest.ts'
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
const queryFields = ({ query }: RouteDefinition) => Object.entries(query?.properties ?? {})
const withQuery = table.filter((route) => queryFields(route).length > 0)
const withParams = table.filter(({ params }) => params !== undefined)

/** Values that an address can carry: text, and in UTF-8. */
const textsFor = (field: string, schema: unknown) =>
  badValues(field, schema as FieldSchema).flatMap(({ title, json }) => {
    const value: unknown = JSON.parse(json)
    const isCarried = typeof value === 'string' && value.isWellFormed() && value.length < 8_000
    return isCarried ? [{ title: `${field} = ${title}`, value }] : []
  })

const NOT_DECODABLE = ['%', '%zz', '%ff', '%c0%ae', '%ED%A0%80', '%E0%A4%A']

describe('a parameter after the question mark', () => {
  it.each(withQuery)('of $id that is bad is refused by its name', async (route) => {
    const { query = {} } = valid[route.id]
    const wire = wireRequest(route, { ...valid[route.id], query: {} })
    const cases = queryFields(route).flatMap(([field, schema]) => {
      const others = new URLSearchParams(Object.entries(query).filter(([name]) => name !== field))
      // Proofs are looked at before anything else of a request; a bad one is told from a wrong one to nobody.
      const refused = field === 'manage' ? coded('LINK_INVALID', 'rest_invalid_param') : undefined
      const request = (own: string) => ({ ...wire, path: `${wire.path}?${others}&${own}` })
      const isRequired = (route.query?.required as readonly string[] | undefined)?.includes(field)
      const unnamed = ['', `${field}[]=${query[field]}`, `${field}[$gt]=1`, `${field}%00=1`]
      return [
        ...textsFor(field, schema).map(({ title, value }) => ({
          title,
          request: request(`${field}=${encodeURIComponent(value)}`),
          expected: refused ?? invalid(field),
        })),
        ...[`${query[field]}&${field}=${query[field]}`, ...NOT_DECODABLE].map((raw) => ({
          title: `${field}=${raw}`,
          request: request(`${field}=${raw}`),
          expected: refused ?? invalid(field),
        })),
        ...(isRequired ? unnamed : []).map((own) => ({
          title: `${own} for ${field}`,
          request: request(own),
          expected: own.includes('%00') ? coded('rest_invalid_param') : missing(field),
        })),
      ]
    })
    expect(cases.length).toBeGreaterThan(30 * queryFields(route).length)
    expect(await faultsOf(cases)).toEqual([])
  })
})

describe('a parameter that a route does not know', () => {
  const readable = table.filter(
    ({ method, id }) => method === 'GET' && id !== 'getMetrics' && id !== 'getHealth',
  )
  const fieldsOf = ({ query, body, params }: RouteDefinition) =>
    [query, body, params].flatMap((part) => Object.keys(part?.properties ?? {}))
  const allFields = new Set(table.flatMap(fieldsOf))

  it.each(readable)('changes nothing about the reply of $id, whatever it is called', async (route) => {
    const wire = wireRequest(route, valid[route.id])
    const headers = { authorization: `Bearer ${planted.token}` }
    const own = new Set(fieldsOf(route))
    const unknown = [
      ...allFields,
      '__proto__',
      'constructor',
      'toString',
      'orderby',
      'order',
      'search',
    ].filter((name) => !own.has(name))
    const ask = async (path: string) => {
      const { status, text } = await sendRaw(planted.url, { ...wire, path, headers })
      // When to come back is by chance.
      return [status, text.replace(/^retry: \d+/, 'retry: …')]
    }
    const plain = await ask(wire.path)
    expect(plain[0]).toBe(200)
    for (const rest of [
      unknown.map((name) => `${name}=1' OR 1=1`),
      unknown.flatMap((name) => [`${name}=a`, `${name}=b`]),
      unknown.flatMap((name) => [`${name}[]=a`, `${name}[$ne]=b`]),
    ]) {
      const path = `${wire.path}${wire.path.includes('?') ? '&' : '?'}${rest.map(encodeURI).join('&')}`
      expect(await ask(path)).toEqual(plain)
    }
  })
})

describe('a parameter in a path', () => {
  it.each(withParams)('of $id that is bad leads nowhere', async (route) => {
    const wire = wireRequest(route, { ...valid[route.id], params: { id: 'PLACE', email: 'PLACE' } })
    const at = (raw: string) => ({ ...wire, path: wire.path.replace('PLACE', raw) })
    const expected = coded('rest_invalid_param', 'rest_no_route')
    const cases = Object.entries(route.params?.properties ?? {}).flatMap(([field, schema]) => [
      ...textsFor(field, schema).map(({ title, value }) => ({
        title,
        request: at(encodeURIComponent(value)),
        expected,
      })),
      ...[...NOT_DECODABLE, '..', '.', '', '%2e%2e%2f', '%2f', ';', '*', '1%2f..%2f2'].map((raw) => ({
        title: raw,
        request: at(raw),
        expected,
      })),
    ])
    expect(cases.length).toBeGreaterThan(40)
    expect(await faultsOf(cases)).toEqual([])
  })
})

describe('an address', () => {
  it('with a method that it does not have is no route', async () => {
    const methodsOf = new Map<string, Set<string>>()
    for (const route of table) {
      const { path } = wireRequest(route, { ...valid[route.id], query: {} })
      methodsOf.set(path, (methodsOf.get(path) ?? new Set()).add(route.method))
    }
    const cases = [...methodsOf].flatMap(([path, own]) =>
      ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE', 'SEARCH']
        .filter((method) => !own.has(method))
        .map((method) => ({
          title: `${method} ${path}`,
          request: { method, path },
          expected: coded('rest_no_route'),
        })),
    )
    expect(cases.length).toBeGreaterThan(150)
    expect(await faultsOf(cases)).toEqual([])
  })

  it.each([
    '/wp-json/appointease/v2/services',
    '/wp-json/appointease/v1/services/../staff',
    '/wp-json//appointease/v1/services',
    '/wp-json/booking/v1/appointments',
    '/wp-json/wp/v2/users',
    '/wp-json/appointease/v1/%',
    '/wp-json/appointease/v1/%zz%ff',
    '/?rest_route=/appointease/v1/services/../staff',
    '/?rest_route=/appointease/v1/%252e%252e',
    '/?rest_route=http://evil.example/',
    '/?rest_route=//evil.example/wp-json',
    '/?rest_route=%00',
    '/?rest_route=%ff',
    '/?rest_route=%zz',
    '/?rest_route=/appointease/v1/services%3Fper_page=1',
    '/?rest_route=/appointease/v1/services&rest_route=/nowhere',
    `/?rest_route=/${'a/'.repeat(4_000)}`,
    '/wp-admin/',
    '/wp-login.php',
    '/.env',
    '/.git/config',
    '/assets/',
    '/assets/../../package.json',
    '/assets/%2e%2e/manifest.json',
    '/assets/..%5c..%5cmanifest.json',
    '/assets/%00',
    '/assets/%',
    `/assets/${'a'.repeat(5_000)}`,
    '/%',
    '*',
  ])('that nobody has is no route: %s', async (path) => {
    const cases = ['GET', 'POST', 'DELETE'].map((method) => ({
      title: method,
      request: { method, path },
      expected: coded('rest_no_route'),
    }))
    expect(await faultsOf(cases)).toEqual([])
  })

  it('of any kind carries security headers and the id of the request, also where it cannot be read', async () => {
    for (const path of [
      '/%',
      '/wp-json/%zz',
      `/wp-json/appointease/v1/appointments/${'1'.repeat(9_000)}`,
      '*',
    ]) {
      const reply = await sendRaw(planted.url, { method: 'GET', path, headers: { accept: 'text/html' } })
      expect([path.slice(0, 40), [401, 404].includes(reply.status)]).toEqual([path.slice(0, 40), true])
      expect(reply.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.stringMatching(/^[\w-]{8,}$/),
      })
    }
  })

  it('in the absolute form means this server, whatever host it names', async () => {
    const path = 'http://evil.example/wp-json/appointease/v1/services?per_page=1'
    const reply = await sendRaw(planted.url, { method: 'GET', path })
    expect(reply.status).toBe(200)
    expect(reply.headers.link).toContain('/wp-json/appointease/v1/services')
    expect(reply.headers.link).not.toContain('evil')
  })

  it('in the plain-permalink form holds its parameters to the same rules', async () => {
    const path = '/?rest_route=/appointease/v1/slots/poll'
    const ask = (rest: string) => ({ method: 'GET', path: `${path}&${rest}` })
    const cases = [
      { title: 'missing', request: ask('employee_id=1'), expected: missing('date') },
      { title: 'bad', request: ask('employee_id=1&date=2026-02-30'), expected: invalid('date') },
      {
        title: 'twice',
        request: ask('date=2026-11-24&employee_id=1&employee_id=2'),
        expected: invalid('employee_id'),
      },
    ]
    expect(await faultsOf(cases)).toEqual([])
  })

  it('that is longer than any header may be is refused', async () => {
    for (const path of [
      '/wp-json/appointease/v1/staff?service_id=',
      '/wp-json/appointease/v1/appointments/',
    ]) {
      const reply = await sendRaw(planted.url, { method: 'GET', path: `${path}${'1'.repeat(20_000)}` })
      expect([reply.status, reply.json]).toMatchObject([
        431,
        { code: 'rest_payload_too_large', data: { status: 431 } },
      ])
    }
  })

  it('has an alias only where the contract gives it one', () => {
    const legacy = table.filter(({ namespaces }) => namespaces.includes('booking/v1'))
    const paths = legacy.flatMap((route) => addressesOf(route).flatMap(({ restRoute }) => restRoute ?? []))
    expect(new Set(paths.filter((path) => path.startsWith('/booking/')))).toEqual(
      new Set([
        '/booking/v1',
        '/booking/v1/services',
        '/booking/v1/staff',
        '/booking/v1/availability',
        '/booking/v1/check-customer/{email}',
      ]),
    )
  })
})
