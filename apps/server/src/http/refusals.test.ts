import { ERROR_CODES, isErrorCode } from '@appointease/contract'
import { date, instant, time } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import type { RefusalKind } from '../commands/refusals.ts'
import { codeOf, messageOf, presentEdgeError, presentRefusal } from './refusals.ts'
import { EDGE_WORDS, type EdgeCode, REFUSAL_WORDS } from './words.ts'

describe('refusals on the wire', () => {
  it('give every kind a code of the contract and words of its own', () => {
    const kinds = Object.keys(REFUSAL_WORDS) as RefusalKind[]
    expect(kinds.every((kind) => isErrorCode(codeOf(kind)))).toBe(true)
    expect(new Set(Object.values(REFUSAL_WORDS)).size).toBe(kinds.length)
  })

  it('speak without exclamation marks and jargon', () => {
    const words = [...Object.values(REFUSAL_WORDS), ...Object.values(EDGE_WORDS)].join(' ')
    expect(words).not.toMatch(/!|locked|OTP|resource|invalid/i)
  })

  it('offer the nearest free slots where somebody was quicker', () => {
    const alternatives = [
      {
        date: date('2026-11-24'),
        time: time('10:30'),
        employeeId: 2,
        start: instant('2026-11-24T09:30:00Z'),
      },
    ]
    const offered = [{ date: '2026-11-24', time: '10:30', employee_id: 2, start_utc: '2026-11-24T09:30:00Z' }]
    const taken = presentRefusal({ kind: 'slot_taken', alternatives })
    expect(taken).toMatchObject({
      status: 409,
      body: { code: 'SLOT_TAKEN', data: { status: 409, alternatives: offered } },
    })
    const freeAt = instant('2026-11-24T09:10:00.250Z')
    expect(presentRefusal({ kind: 'slot_locked', freeAt, alternatives }).body.data).toMatchObject({
      alternatives: offered,
      free_at: '2026-11-24T09:10:00Z',
    })
  })

  it('say when to come back', () => {
    const limited = presentRefusal({ kind: 'rate_limited', retryAfterSeconds: 17 })
    expect(limited.headers).toEqual({ 'retry-after': '17' })
    expect(limited.body.data).toEqual({ status: 429, retry_after: 17 })
  })

  it('name what is missing and what is wrong, for people and for programs', () => {
    const missing = presentRefusal({ kind: 'missing_param', params: ['name', 'email'] })
    expect(missing.body.data).toEqual({ status: 400, params: ['name', 'email'] })
    expect(missing.body.message).toContain('name, email')
    expect(messageOf({ kind: 'invalid_param', params: { time: 'why' } })).toContain('time')
  })

  it('take the status of an edge error from the contract too', () => {
    for (const code of Object.keys(EDGE_WORDS) as EdgeCode[]) {
      expect(presentEdgeError(code).status).toBe(ERROR_CODES[code])
    }
  })
})
