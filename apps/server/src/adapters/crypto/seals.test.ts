import { expect, it } from 'vitest'
import { createSeals } from './seals.ts'

const seals = createSeals('a secret of at least thirty-two bytes, made up')
const others = createSeals('another secret of at least thirty-two bytes!')

it('makes the same fingerprint again, and another for another value, purpose or secret', () => {
  const fingerprint = seals.fingerprint('session', 'token')
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
  expect(seals.fingerprint('session', 'token')).toBe(fingerprint)
  const different = [
    seals.fingerprint('session', 'token2'),
    seals.fingerprint('lock', 'token'),
    others.fingerprint('session', 'token'),
  ]
  expect(different).not.toContain(fingerprint)
})

it('knows its own fingerprint, and nothing else as one', () => {
  const fingerprint = seals.fingerprint('session', 'token')
  expect(seals.matches('session', 'token', fingerprint)).toBe(true)
  for (const wrong of [
    '',
    'zz',
    fingerprint.slice(2),
    `${fingerprint}00`,
    others.fingerprint('session', 'token'),
  ])
    expect(seals.matches('session', 'token', wrong)).toBe(false)
  expect(seals.matches('lock', 'token', fingerprint)).toBe(false)
})

it('gives a client an alias that is its own and does not contain it', () => {
  const alias = seals.alias('client-0123456789')
  expect(alias).toMatch(/^v_[A-Za-z0-9_-]{10}$/)
  expect(seals.alias('client-0123456789')).toBe(alias)
  expect(seals.alias('client-0123456780')).not.toBe(alias)
  expect(others.alias('client-0123456789')).not.toBe(alias)
})

it('opens what it sealed, of any length and script', () => {
  for (const plain of ['', '123456', 'Zoë \u{1F600}', 'x'.repeat(100_000)])
    expect(seals.open('outbox', seals.seal('outbox', plain))).toBe(plain)
})

it('seals the same text differently each time, and hides it', () => {
  const sealed = seals.seal('outbox', 'code 123456')
  expect(seals.seal('outbox', 'code 123456')).not.toBe(sealed)
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('123456')
})

it('opens nothing that another secret sealed, that was sealed for another purpose, or that was changed', () => {
  const sealed = seals.seal('outbox', 'code 123456')
  expect(others.open('outbox', sealed)).toBeUndefined()
  expect(seals.open('manage', sealed)).toBeUndefined()
  for (const text of ['', 'short', 'not base64 at all!', sealed.slice(0, -4)])
    expect(seals.open('outbox', text)).toBeUndefined()
  const bytes = Buffer.from(sealed, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(seals.open('outbox', changed.toString('base64url'))).toBeUndefined()
  }
})
