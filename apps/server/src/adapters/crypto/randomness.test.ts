import { expect, it } from 'vitest'
import { createRandomness } from './randomness.ts'

const randomness = createRandomness()

/** Whether each character appears about as often as every other: ±10 % at 10,000 each is far beyond chance. */
function isEven(text: string, alphabet: string): boolean {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const expected = text.length / alphabet.length
  const known = [...counts.keys()].every((character) => alphabet.includes(character))
  return known && [...alphabet].every((one) => Math.abs((counts.get(one) ?? 0) / expected - 1) < 0.1)
}

it('makes tokens of so many random bytes, safe in an address', () => {
  expect(randomness.token(32)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(new Set(Array.from({ length: 1000 }, () => randomness.token(16))).size).toBe(1000)
})

it('makes every digit equally likely, the first included', () => {
  expect(randomness.digits(6)).toMatch(/^\d{6}$/)
  expect(isEven(randomness.digits(100_000), '0123456789')).toBe(true)
})

it('makes references without characters that look alike, each equally likely', () => {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  expect(randomness.reference(10)).toMatch(/^[2-9A-HJKMNP-Z]{10}$/)
  expect(isEven(randomness.reference(310_000), alphabet)).toBe(true)
})
