import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { addressesOf, ROUTE_LIST, ROUTES } from '@appointease/contract'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const { Ajv } = createRequire(createRequire(import.meta.url).resolve('fastify'))('ajv')
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
const get = (url: string) => house.app.inject({ url })

describe('discovery', () => {
  it.each([
    ['discoverSite', '/wp-json/'],
    ['discoverNamespace', '/wp-json/appointease/v1'],
    ['discoverNamespace', '/wp-json/booking/v1'],
    ['getOpenApi', '/wp-json/appointease/v1/openapi.json'],
  ] as const)('%s at %s keeps to the contract', async (id, url) => {
    const validate = new Ajv({ strict: false }).compile(ROUTES[id].success.schema)
    expect(validate((await get(url)).json()), JSON.stringify(validate.errors)).toBe(true)
  })

  it('names every namespace and every route below it, with all its methods', async () => {
    const index = (await get('/wp-json/')).json()
    expect(index.namespaces).toEqual(['appointease/v1', 'booking/v1'])
    expect(Object.keys(index.routes)).toHaveLength(
      new Set(ROUTE_LIST.flatMap((route) => addressesOf(route).flatMap(({ restRoute }) => restRoute ?? [])))
        .size,
    )
    expect(index.routes['/appointease/v1/appointments/(?P<id>[^/]+)'].methods.sort()).toEqual([
      'DELETE',
      'GET',
      'PUT',
    ])
    expect(index.routes['/appointease/v1/services']._links.self[0].href).toBe(
      'https://book.example/wp-json/appointease/v1/services',
    )
  })

  it('shows only the namespace that was asked for', async () => {
    const index = (await get('/wp-json/booking/v1/')).json()
    expect(index.namespace).toBe('booking/v1')
    expect(Object.keys(index.routes).every((name) => name.startsWith('/booking/v1'))).toBe(true)
    expect((await get('/?rest_route=/booking/v1')).json()).toEqual(index)
  })
})

describe('the page of documentation', () => {
  it('has every route once, reachable from the contents', async () => {
    const page = (await get('/docs')).body
    for (const { id } of ROUTE_LIST) {
      expect([id, page.split(`<article class="operation" id="${id}"`).length - 1]).toEqual([id, 1])
      expect(page).toContain(`href="#${id}"`)
    }
  })

  it('runs nothing, loads nothing from elsewhere, and its style is the one that the policy names', async () => {
    const reply = await get('/docs')
    expect(reply.body).not.toMatch(/<script|<img|style="|https?:\/\/(?!book\.example)|@import|\bon\w+="/)
    const style = /<style>([\s\S]*?)<\/style>/.exec(reply.body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(reply.headers['content-security-policy']).toContain(`'sha256-${hash}'`)
  })
})
