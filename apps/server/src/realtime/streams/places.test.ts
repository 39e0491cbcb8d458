import { describe, expect, it } from 'vitest'
import { createPlaces } from './places.ts'

describe('places of streams', () => {
  const limited = { ok: false, refusal: { kind: 'rate_limited' } }

  it('are so many for a client, for an address whatever clients it names, and in all', () => {
    const places = createPlaces({ each: 2, address: 3, all: 4 }, () => 0)
    expect([places.take('one a').ok, places.take('one a').ok]).toEqual([true, true])
    expect(places.take('one a')).toMatchObject(limited)
    expect(places.take('one b').ok).toBe(true)
    expect(places.take('one c')).toMatchObject(limited)
    expect(places.take('two a').ok).toBe(true)
    expect(places.take('three ')).toMatchObject({ ok: false, refusal: { kind: 'server_busy' } })
  })

  it('are there again when they are given back, each once', () => {
    const places = createPlaces({ each: 1, address: 1, all: 1 }, () => 0)
    places.take('one a')
    places.give('one a')
    places.give('one a')
    expect(places.take('two ').ok).toBe(true)
    expect(places.take('one a').ok).toBe(false)
  })
})
