import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { instant } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import { createNonces } from './nonces.ts'

const nonces = createNonces(createSeals('a secret of nonces under test, long enough'))
/** Ten seconds into a half-day: ticks turn at 00:00 and 12:00 UTC. */
const NOON = instant('2026-11-23T12:00:10Z')
const hoursLater = (hours: number) => (NOON + hours * 3_600_000) as typeof NOON

describe('nonces', () => {
  it('are ten characters, as WordPress makes them', () => {
    expect(nonces.createNonce('guest', NOON)).toMatch(/^[0-9a-f]{10}$/)
  })

  it('hold in their half-day and in the next, and no longer', () => {
    const nonce = nonces.createNonce('owner', NOON)
    expect(nonces.verifyNonce(nonce, 'owner', hoursLater(11))).toBe(1)
    expect(nonces.verifyNonce(nonce, 'owner', hoursLater(12))).toBe(2)
    expect(nonces.verifyNonce(nonce, 'owner', hoursLater(23))).toBe(2)
    expect(nonces.verifyNonce(nonce, 'owner', hoursLater(24))).toBe(false)
    expect(nonces.verifyNonce(nonce, 'owner', hoursLater(-13))).toBe(false)
  })

  it('belong to one session and one action', () => {
    const nonce = nonces.createNonce('owner', NOON)
    expect(nonces.verifyNonce(nonce, 'other', NOON)).toBe(false)
    expect(nonces.verifyNonce(nonce, 'guest', NOON)).toBe(false)
    expect(nonces.verifyNonce(nonce, 'owner', NOON, 'heartbeat-nonce')).toBe(false)
  })

  it('are refused in any other length', () => {
    expect(
      ['', 'a', `${nonces.createNonce('owner', NOON)}0`].some((nonce) =>
        nonces.verifyNonce(nonce, 'owner', NOON),
      ),
    ).toBe(false)
  })
})
