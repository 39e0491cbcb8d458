import { randomBytes, randomInt } from 'node:crypto'
import type { Randomness } from '../../ports/randomness.ts'

const DIGITS = '0123456789'
const WITHOUT_LOOK_ALIKES = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** `randomInt` rejects what would favour the alphabet's beginning, so that every character is equally likely. */
const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')

export function createRandomness(): Randomness {
  return {
    token: (bytes) => randomBytes(bytes).toString('base64url'),
    digits: (length) => pick(DIGITS, length),
    reference: (length) => pick(WITHOUT_LOOK_ALIKES, length),
  }
}
