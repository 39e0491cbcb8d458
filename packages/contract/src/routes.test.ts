import { Ajv } from 'ajv'
import { type TSchema, Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from './errors.ts'
import { appointmentsExamples } from './examples/appointments.ts'
import { availabilityExamples } from './examples/availability.ts'
import { catalogueExamples } from './examples/catalogue.ts'
import type { Example, RouteExamples } from './examples/example.ts'
import { sessionsExamples } from './examples/sessions.ts'
import { siteExamples } from './examples/site.ts'
import { slotsExamples } from './examples/slots.ts'
import { isBodyRequired } from './routes/defineRoute.ts'
import { addressesOf, ROUTE_LIST, ROUTES } from './routes.ts'

const EXAMPLES: RouteExamples = {
  ...catalogueExamples,
  ...availabilityExamples,
  ...slotsExamples,
  ...sessionsExamples,
  ...appointmentsExamples,
  ...siteExamples,
}

const PARTS = ['params', 'query', 'headers', 'body'] as const

const cases = Object.entries(ROUTES).flatMap(([id, route]) => {
  const examples = EXAMPLES[id as keyof typeof ROUTES] as unknown as Record<string, Example<unknown>>
  const schemas: readonly [string, TSchema | undefined][] = [
    ...PARTS.map((part): [string, TSchema | undefined] => [
      part,
      part in route ? route[part as never] : undefined,
    ]),
    ['reply', route.success.schema],
  ]
  return schemas.flatMap(([part, schema]) =>
    schema ? [{ title: `${id} ${part}`, schema, example: examples[part] }] : [],
  )
})

describe('the schemas of every route', () => {
  const ajv = new Ajv({ strict: true })

  it.each(cases)(
    '$title accepts what is right and refuses what is wrong, in strict Ajv',
    ({ schema, example }) => {
      const isValid = ajv.compile(schema)
      expect(example?.good.length).toBeGreaterThan(0)
      expect(example?.bad.length).toBeGreaterThan(0)
      for (const value of example?.good ?? []) {
        expect({ value, valid: isValid(value), errors: isValid.errors }).toMatchObject({ valid: true })
      }
      for (const value of example?.bad ?? [])
        expect({ value, valid: isValid(value) }).toMatchObject({ valid: false })
    },
  )

  it('ignores unknown fields of a request', () => {
    for (const route of ROUTE_LIST) {
      expect(JSON.stringify('body' in route ? route.body : {})).not.toContain('"additionalProperties":false')
    }
  })

  it('asks for no format that needs a plug-in', () => {
    expect(JSON.stringify(ROUTES)).not.toContain('"format":')
  })
})

describe('the route table', () => {
  it('names each route by its key', () => {
    for (const [id, route] of Object.entries(ROUTES)) expect(route.id).toBe(id)
  })

  it('gives no address to two routes', () => {
    const addresses = ROUTE_LIST.flatMap(addressesOf).map(({ method, path }) => `${method} ${path}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('keeps the legacy namespace to what the legacy plugin had there', () => {
    const legacy = ROUTE_LIST.flatMap(addressesOf).filter(({ path }) =>
      path.startsWith('/wp-json/booking/v1/'),
    )
    expect(
      legacy.map(({ method, path }) => `${method} ${path.slice('/wp-json/booking/v1'.length)}`).sort(),
    ).toEqual([
      'GET /availability',
      'GET /check-customer/{email}',
      'GET /services',
      'GET /staff',
      'POST /availability',
    ])
  })

  it('says the permalink-free address beside each REST address, and none elsewhere', () => {
    expect(addressesOf(ROUTES.listServices)).toEqual([
      { method: 'GET', path: '/wp-json/appointease/v1/services', restRoute: '/appointease/v1/services' },
      { method: 'GET', path: '/wp-json/booking/v1/services', restRoute: '/booking/v1/services' },
    ])
    expect(addressesOf(ROUTES.heartbeat)).toEqual([{ method: 'POST', path: '/wp-admin/admin-ajax.php' }])
  })

  it('declares exactly the parameters that stand in the path', () => {
    for (const route of ROUTE_LIST) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(Object.keys('params' in route ? route.params.properties : {})).toEqual(inPath)
    }
  })

  it('names only codes that exist', () => {
    for (const route of ROUTE_LIST)
      for (const code of route.errors) expect(ERROR_CODES[code]).toBeGreaterThan(399)
  })

  it('asks for a nonce wherever a cookie lets something be changed', () => {
    const changing = ROUTE_LIST.filter((route) => route.cookieNonce)
    expect(changing.map(({ id }) => id).sort()).toEqual([
      'bookAppointment',
      'cancelAppointment',
      'createSession',
      'endSession',
      'rescheduleAppointment',
      'revokeManageLinks',
    ])
    for (const route of changing) expect(route.errors).toContain('rest_cookie_invalid_nonce')
  })

  it('lets a body be absent only where none of its fields is required', () => {
    const withBody = ROUTE_LIST.filter((route) => 'body' in route)
    expect(
      withBody
        .filter((route) => !isBodyRequired(route))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['cancelAppointment', 'createSession', 'endReminders', 'findUserAppointments'])
  })

  it('never shows staff addresses or client secrets in a reply', () => {
    const properties = (schema: unknown): string[] =>
      typeof schema !== 'object' || schema === null
        ? []
        : Object.entries(schema).flatMap(([key, value]) => [key, ...properties(value)])
    expect(properties(ROUTES.listStaff.success.schema)).not.toEqual(expect.arrayContaining(['email']))
    expect(properties(ROUTES.listStaff.success.schema)).not.toEqual(expect.arrayContaining(['phone']))
    expect(properties(Type.Array(ROUTES.checkAvailability.success.schema))).not.toContain('client_id')
  })
})
