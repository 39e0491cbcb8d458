import type { Randomness } from '@appointease/server/ports/randomness.ts'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const REFERENCE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Numbers in [0, 1) that are the same for the same seed on every machine (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** Predictable, so that a run can be replayed: never for anything but tests. */
export function seededRandomness(seed: number): Randomness {
  const next = seededNumbers(seed)
  const pick = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('')
  return {
    token: (bytes) => pick(BASE64URL, Math.ceil((bytes * 4) / 3)),
    digits: (length) => pick('0123456789', length),
    reference: (length) => pick(REFERENCE, length),
  }
}
