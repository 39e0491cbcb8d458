import { describe, expect, it } from 'vitest'
import { keepSentCode, recallSentCode } from './persistence.ts'

const NOW = Date.UTC(2026, 10, 23, 9)
const sent = { kind: 'sent', email: 'ann@example.com', againAt: NOW + 60_000, wrong: null } as const

function memory() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

describe('a code that is on its way', () => {
  it('is still waited for after a reload', () => {
    const storage = memory()
    keepSentCode(storage, sent)
    expect(recallSentCode(storage, NOW + 5 * 60_000)).toEqual({ email: sent.email, againAt: sent.againAt })
  })

  it('stays so while it is being checked', () => {
    const storage = memory()
    keepSentCode(storage, sent)
    keepSentCode(storage, { kind: 'checking', email: sent.email, againAt: sent.againAt })
    expect(recallSentCode(storage, NOW)).toBeDefined()
  })

  it('is not waited for once it has been used or has expired', () => {
    const storage = memory()
    keepSentCode(storage, sent)
    expect(recallSentCode(storage, NOW + 10 * 60_000)).toBeUndefined()
    keepSentCode(storage, { kind: 'none' })
    expect(recallSentCode(storage, NOW)).toBeUndefined()
  })

  it('is not found in what somebody else wrote', () => {
    const storage = memory()
    storage.setItem('appointease-code', '{"email":7}')
    expect(recallSentCode(storage, NOW)).toBeUndefined()
  })
})
