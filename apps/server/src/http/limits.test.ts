import { MONDAY } from '@appointease/testkit/builders.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSeals } from '../adapters/crypto/seals.ts'
import type { Caller } from './handler.ts'
import { createLimits } from './limits.ts'

const seals = createSeals('a secret of a test, long enough to be one')
let under: Awaited<ReturnType<typeof sqliteUnderTest>>
beforeAll(async () => {
  under = await sqliteUnderTest()
})
afterAll(() => under.dispose())

const visitor: Caller = { kind: 'visitor' }
const customer: Caller = {
  kind: 'customer',
  email: 'jo@example.com',
  tokenFingerprint: 'f'.repeat(64),
  via: 'bearer',
  expiresAt: MONDAY,
}

async function take(scale: number, times: number, caller: Caller, address: string, now = MONDAY) {
  const limits = createLimits({ ephemeral: under.ephemeral, seals }, scale)
  const outcomes = []
  for (let count = 0; count < times; count += 1)
    outcomes.push(await limits.take('booking', { caller, address, now }))
  return outcomes
}

describe('limits', () => {
  it('let ten bookings a minute through and tell the eleventh how long to wait', async () => {
    const outcomes = await take(1, 11, visitor, 'a1')
    expect(outcomes.map(({ ok }) => ok)).toEqual([...Array(10).fill(true), false])
    expect(outcomes.at(-1)).toMatchObject({ refusal: { kind: 'rate_limited', retryAfterSeconds: 60 } })
  })

  it('count a proved address by itself, whatever sessions it has', async () => {
    await take(1, 10, { ...customer, email: 'renewing@example.com' }, 'e1')
    const renewed: Caller = { ...customer, email: 'renewing@example.com', tokenFingerprint: '0'.repeat(64) }
    expect((await take(1, 1, renewed, 'e1'))[0]?.ok).toBe(false)
  })

  it('count a session by itself, wherever it comes from', async () => {
    await take(1, 10, customer, 'b1')
    expect((await take(1, 1, customer, 'b2'))[0]?.ok).toBe(false)
    expect((await take(1, 1, visitor, 'b1'))[0]?.ok).toBe(true)
  })

  it('begin anew with the next window', async () => {
    await take(1, 10, visitor, 'c1')
    const later = (MONDAY + 60_000) as typeof MONDAY
    expect((await take(1, 1, visitor, 'c1', later))[0]?.ok).toBe(true)
  })

  it('grow with the scale, and never to nothing', async () => {
    expect((await take(2, 20, visitor, 'd1')).every(({ ok }) => ok)).toBe(true)
    expect((await take(0.001, 1, visitor, 'd2'))[0]?.ok).toBe(true)
    expect(createLimits({ ephemeral: under.ephemeral, seals }, 3).locksAtOnce).toBe(15)
  })
})
