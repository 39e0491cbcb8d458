import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from './errors.ts'
import { buildOpenApi, type OpenApiOperation } from './openapi.ts'
import { addressesOf, ROUTE_LIST } from './routes.ts'

const document = buildOpenApi({ title: 'AppointEase', version: '0.1.0', serverUrl: 'https://example.test' })
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const everyPart = (value: unknown): readonly Record<string, unknown>[] =>
  isRecord(value) ? [value, ...Object.values(value).flatMap(everyPart)] : []

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), document)

const schemasOf = (operation: OpenApiOperation): readonly unknown[] =>
  everyPart(operation).flatMap((part) => ('schema' in part ? [part.schema] : []))

describe('the OpenAPI document', () => {
  it('is plain JSON with the three parts that OpenAPI 3.1 asks for', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'AppointEase', version: '0.1.0' })
    expect(document.servers).toEqual([{ url: 'https://example.test' }])
  })

  it('holds every address of every route, the legacy ones too, and no other', () => {
    const addresses = ROUTE_LIST.flatMap(addressesOf).map(({ method, path }) => `${method} ${path}`)
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      addresses.sort(),
    )
  })

  it('starts every path with a slash and has no two that differ only in a parameter’s name', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'))
    expect(new Set(shapes).size).toBe(shapes.length)
    for (const path of shapes) expect(path.startsWith('/')).toBe(true)
  })

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('declares every parameter of a path as required, and none that is not there', () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(declared.map((parameter) => parameter.name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]),
      )
      for (const parameter of declared) expect(parameter.required).toBe(true)
      const keys = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('refers only to what is there, and holds no component that nothing refers to', () => {
    const referred = everyPart(document).flatMap((part) => (typeof part.$ref === 'string' ? [part.$ref] : []))
    for (const pointer of referred)
      expect({ pointer, found: at(pointer) !== undefined }).toMatchObject({ found: true })
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect([...new Set(referred)].sort()).toEqual(components.sort())
    for (const pointer of components) expect(pointer).toMatch(/^#\/components\/schemas\/[A-Za-z0-9._-]+$/)
  })

  it('uses only schemas that compile as JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: true, validateSchema: true })
    ajv.addVocabulary(['components'])
    ajv.addSchema({ $id: 'document', components: document.components })
    const inDocument = (schema: unknown) =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components'))
    for (const { operation } of operations) {
      for (const schema of schemasOf(operation)) expect(() => ajv.compile(inDocument(schema))).not.toThrow()
    }
  })

  it('describes a success and every refusal of each route, with the codes', () => {
    for (const { operation } of operations) {
      const statuses = Object.keys(operation.responses)
      expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1)
      for (const response of Object.values(operation.responses)) {
        expect(response.description).not.toBe('')
        expect(response.headers).toHaveProperty('X-Request-Id')
      }
    }
    const book = document.paths['/wp-json/appointease/v1/appointments']?.post
    expect(Object.keys(book?.responses ?? {})).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '429',
      '500',
      '503',
    ])
    expect(book?.responses['409']?.description).toContain('`SLOT_TAKEN`')
    expect(book?.responses['503']?.headers).toHaveProperty('Retry-After')
  })

  it('describes the replies that are neither a success nor an error’s shape', () => {
    const replyOf = (path: string, method: string, status: string) =>
      document.paths[path]?.[method]?.responses[status]?.content
    expect(replyOf('/readyz', 'get', '503')).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/ProbeReply' } },
    })
    expect(replyOf('/wp-admin/admin-ajax.php', 'post', '400')).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/HeartbeatUnknownAction' } },
    })
  })

  it('gives no status of a route two shapes', () => {
    for (const route of ROUTE_LIST) {
      const others = ('otherReplies' in route ? route.otherReplies : []).map(({ status }) => status)
      const errors = route.errors.map((code) => ERROR_CODES[code])
      for (const status of others) expect(errors).not.toContain(status)
    }
  })

  it('uses only security schemes and tags that it declares', () => {
    const schemes = Object.keys(document.components.securitySchemes)
    const tags = document.tags.map((tag) => tag.name)
    for (const { operation } of operations) {
      for (const name of operation.security.flatMap(Object.keys)) expect(schemes).toContain(name)
      for (const tag of operation.tags) expect(tags).toContain(tag)
    }
  })

  it('asks for the nonce beside the cookie, and for no nonce beside a token', () => {
    const change = document.paths['/wp-json/appointease/v1/appointments/{id}']?.put
    expect(change?.security).toEqual([{ bearer: [] }, { cookie: [], nonce: [] }, { manage_link: [] }])
    expect(document.paths['/wp-json/appointease/v1/user-appointments']?.get?.security).toEqual([
      { bearer: [] },
      { cookie: [] },
    ])
  })
})
