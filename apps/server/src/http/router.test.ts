import { defineRoute, ROUTES } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { createRouter } from './router.ts'

const table = [ROUTES.getLiveness, ROUTES.getDocs]
const alive = async () => ({ ok: true, data: { status: 'ok' } }) as const

describe('the router', () => {
  it('will not start with a route that nobody handles', () => {
    const router = createRouter(table)
    router.handle(ROUTES.getLiveness, alive)
    expect(() => router.complete()).toThrow(/getDocs/)
  })

  it('will not take two handlers for one route', () => {
    const router = createRouter(table)
    router.handle(ROUTES.getLiveness, alive)
    expect(() => router.handle(ROUTES.getLiveness, alive)).toThrow(/two handlers/)
  })

  it('will not take a route from outside the table', () => {
    const stray = defineRoute({ ...ROUTES.getLiveness, id: 'stray' })
    expect(() => createRouter(table).handle(stray, alive)).toThrow(/table/)
  })
})
