import { type Instant, plus } from '@appointease/domain'
import type { EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import { describe, expect, it } from 'vitest'
import { aSelection, date, MONDAY, time } from './builders.ts'
import { eachWithItsOwn } from './storage/harness.ts'

/** A process's connections to what is pointed at and counted. */
interface EphemeralDoor {
  readonly ephemeral: Pick<
    EphemeralStore,
    'putSelection' | 'clearSelection' | 'listSelections' | 'countEvent'
  >
}

/** An empty store, made for one test. */
export interface EphemeralUnderTest extends EphemeralDoor {
  /** The same through connections of its own, as another process has it. */
  reopen(): Promise<EphemeralDoor>
  /** Closes everything that was opened. */
  dispose(): Promise<void>
}

type Present = () => EphemeralUnderTest

function selectionRules(present: Present): void {
  const store = () => present().ephemeral
  const list = (now: Instant = MONDAY) => store().listSelections(1, aSelection().date, now)
  const eleven = time('11:00')

  it('shows a selection as it was put, until the millisecond in which it expires', async () => {
    const selection = aSelection({ since: plus(MONDAY, 1), expiresAt: plus(MONDAY, 9_999) })
    await store().putSelection(selection)
    expect(await list(plus(MONDAY, 9_998))).toEqual([selection])
    expect(await list(plus(MONDAY, 9_999))).toEqual([])
  })

  it('lets several clients point at one slot', async () => {
    const one = aSelection({ owner: 'v_one' })
    const two = aSelection({ owner: 'v_two', since: plus(MONDAY, 1), expiresAt: plus(MONDAY, 10_001) })
    await store().putSelection(one)
    await store().putSelection(two)
    expect(await list()).toEqual([one, two])
    expect(await list(plus(MONDAY, 10_000))).toEqual([two])
  })

  it('lets one client point at one slot: the next replaces it, on whichever date and employee', async () => {
    await store().putSelection(aSelection({ owner: 'v_stays' }))
    await store().putSelection(aSelection())
    await store().putSelection(aSelection({ time: eleven }))
    expect((await list()).map(({ owner, time: at }) => [owner, at])).toEqual([
      ['v_stays', '10:00'],
      [aSelection().owner, '11:00'],
    ])
    await store().putSelection(aSelection({ employeeId: 2, date: date('2026-11-25') }))
    expect((await list()).map(({ owner }) => owner)).toEqual(['v_stays'])
  })

  it('renews a selection on the same slot', async () => {
    await store().putSelection(aSelection())
    const renewed = aSelection({ since: plus(MONDAY, 5_000), expiresAt: plus(MONDAY, 15_000) })
    await store().putSelection(renewed)
    expect(await list(plus(MONDAY, 12_000))).toEqual([renewed])
  })

  it('removes a selection wherever it is, and what is gone without complaint', async () => {
    await store().putSelection(aSelection({ owner: 'v_stays' }))
    await store().putSelection(aSelection())
    await store().clearSelection(aSelection().owner)
    await store().clearSelection(aSelection().owner)
    await store().clearSelection('v_nobody')
    expect((await list()).map(({ owner }) => owner)).toEqual(['v_stays'])
  })

  it('tells employees, dates and numbers that begin alike apart', async () => {
    await store().putSelection(aSelection({ owner: 'v_11', employeeId: 11 }))
    await store().putSelection(aSelection({ owner: 'v_date', date: date('2026-11-25') }))
    expect(await list()).toEqual([])
    expect(await store().listSelections(11, aSelection().date, MONDAY)).toHaveLength(1)
  })

  it('loses none of many clients that point at one slot at once', async () => {
    const other = (await present().reopen()).ephemeral
    const puts = Array.from({ length: 30 }, (_, client) =>
      (client % 2 ? other : store()).putSelection(aSelection({ owner: `v_${client}` })),
    )
    await Promise.all(puts)
    expect(await list()).toHaveLength(30)
  })
}

function countingRules(present: Present): void {
  const count = (now: Instant = MONDAY, key = 'codes', limit = 3) =>
    present().ephemeral.countEvent(key, limit, 60, now)

  it('lets as many events pass in a window as the limit says, then says how long it lasts', async () => {
    for (let event = 0; event < 3; event++)
      expect(await count(plus(MONDAY, event * 10_000))).toEqual({ ok: true })
    expect(await count(plus(MONDAY, 20_001))).toEqual({ ok: false, retryAfterSeconds: 40 })
    expect(await count(plus(MONDAY, 59_999))).toEqual({ ok: false, retryAfterSeconds: 1 })
  })

  it('opens a new window when the old one is over, whatever was refused in it', async () => {
    for (let event = 0; event < 9; event++) await count()
    const next = plus(MONDAY, 60_000)
    expect([await count(next), await count(next), await count(next), await count(next)]).toEqual([
      { ok: true },
      { ok: true },
      { ok: true },
      { ok: false, retryAfterSeconds: 60 },
    ])
  })

  it('does not count refused events: a raised limit lets the next one pass', async () => {
    for (let event = 0; event < 9; event++) await count()
    expect(await count(MONDAY, 'codes', 4)).toEqual({ ok: true })
    expect((await count(MONDAY, 'codes', 4)).ok).toBe(false)
  })

  it('counts each key by itself, also long ones that begin alike', async () => {
    const long = 'k'.repeat(400)
    for (const key of ['codes', 'codes:', `${long}1`, `${long}2`]) {
      expect(await count(MONDAY, key, 1)).toEqual({ ok: true })
      expect((await count(MONDAY, key, 1)).ok).toBe(false)
    }
  })

  it('refuses everything where the limit is nothing', async () => {
    expect(await count(MONDAY, 'closed', 0)).toEqual({ ok: false, retryAfterSeconds: 60 })
  })

  it('lets exactly the limit pass of many simultaneous events', async () => {
    const other = (await present().reopen()).ephemeral
    const counts = Array.from({ length: 40 }, (_, event) =>
      (event % 2 ? other : present().ephemeral).countEvent('burst', 7, 60, MONDAY),
    )
    expect((await Promise.all(counts)).filter(({ ok }) => ok)).toHaveLength(7)
  })
}

/** What the EphemeralStore port promises, held against one engine. */
export function describeEphemeralStore(name: string, factory: () => Promise<EphemeralUnderTest>): void {
  describe(`${name} as the ephemeral store`, () => {
    const present = eachWithItsOwn(factory)
    describe('active selections', () => selectionRules(present))
    describe('counting', () => countingRules(present))
  })
}
