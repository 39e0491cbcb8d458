import { createHash } from 'node:crypto'
import type { Row } from '../adapters/tables/database.ts'

const MODULUS = 1n << 256n

/**
 * A fingerprint of rows in whatever order they come: the sum of theirs. Two that are alike count twice, and a value
 * that has become another type is another value.
 */
export class RowDigest {
  #rows = 0
  #sum = 0n

  add(row: Row): void {
    const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex')
    this.#rows += 1
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS
  }

  get rows(): number {
    return this.#rows
  }

  toString(): string {
    return this.#sum.toString(16).padStart(64, '0')
  }
}
