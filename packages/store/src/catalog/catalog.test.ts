import { createRegistry } from '@wordpress/data'
import { describe, expect, it } from 'vitest'
import type { Api } from '../api.ts'
import { createBookingStore } from '../store.ts'
import type { Catalog } from './reducer.ts'

const brought = { settings: { timezone: 'UTC' }, services: [{ id: 1 }], staff: [] } as unknown as Catalog

/** A store whose server gives every route the empty list, and what it was asked for. */
function storeWith(catalog?: Catalog) {
  const asked: string[] = []
  const api = new Proxy({} as Api, {
    get: (_, route: string) => async () => {
      asked.push(route)
      return { ok: true, status: 200, headers: new Headers(), data: [] }
    },
  })
  const store = createBookingStore({
    api,
    now: () => 0,
    clientId: 'a-client-of-its-own',
    newIdempotencyKey: () => 'key',
    locale: 'en',
    visitorZone: 'UTC',
    feed: { subscribe: () => () => {}, setPointing: () => {}, status: 'polling', close: () => {} },
    ...(catalog && { catalog }),
  })
  const registry = createRegistry()
  registry.register(store)
  return { asked, registry, store }
}

describe('the catalogue', () => {
  it('is there at the first look where the page brought it along, and nothing is asked', async () => {
    const { asked, registry, store } = storeWith(brought)
    expect(registry.select(store).getCatalog()).toEqual({ status: 'ready', data: brought })
    await registry.resolveSelect(store).getCatalog()
    expect(asked).toEqual([])
    expect(registry.select(store).getBooking().step).toBe('service')
  })

  it('is asked for when it is first looked at where the page did not bring it', async () => {
    const { asked, registry, store } = storeWith()
    await registry.resolveSelect(store).getCatalog()
    expect(asked).toEqual(['getSettings', 'listServices', 'listStaff'])
  })
})
