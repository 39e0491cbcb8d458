import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { referencePages } from './reference.ts'

test.each(referencePages())('$path is what `node scripts/reference.ts` makes', ({ path, text }) => {
  expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text)
})
