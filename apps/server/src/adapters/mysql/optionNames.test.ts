import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commonBeginning, fromColumn, toColumn } from './optionNames.ts'

it('leaves alone the names that others read', () => {
  for (const name of [
    '_transient_appointease_lock_2026-11-24_1_10:00',
    '_transient_timeout_appointease_active_2026-11-24_12_09:05',
  ])
    expect(toColumn(name)).toBe(name)
})

it('writes names that a collation confuses as different ones', () => {
  const confusing = ['v_a', 'v_A', 'v_ä', 'v_á', 'v_a ', 'v_=0041', 'v_a\u0301']
  const columns = confusing.map(toColumn)
  expect(new Set(columns).size).toBe(confusing.length)
  for (const column of columns) expect(column).toMatch(/^[a-z0-9_:.@=-]*$/)
  expect(columns.map(fromColumn)).toEqual(confusing)
})

it('fits every name into the column, so that different ones stay different', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 250 }), fc.string({ maxLength: 250 }), (one, other) => {
      const [first, second] = [toColumn(one), toColumn(other)]
      expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(191)
      expect(first === second).toBe(one === other)
      expect(toColumn(fromColumn(first))).toBe(first)
    }),
  )
})

it('knows what all names of a range begin with', () => {
  expect(commonBeginning('lock_2026-11-24_', 'lock_2026-11-26`')).toBe('lock_2026-11-2')
  expect(commonBeginning('a', 'b')).toBe('')
  expect(commonBeginning('ab', 'ab')).toBe('ab')
})
