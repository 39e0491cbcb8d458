import { describe, expect, it } from 'vitest'
import { isUnchanged } from './conditions.ts'

const DATE = 'Mon, 23 Nov 2026 08:00:00 GMT'
const present = { etag: '"abc"', lastModified: DATE }

describe('what the caller has', () => {
  it.each([
    [{ 'if-none-match': '"abc"' }],
    [{ 'if-none-match': 'W/"abc"' }],
    [{ 'if-none-match': '"x", "abc"' }],
    [{ 'if-none-match': '*' }],
    [{ 'if-modified-since': DATE }],
    [{ 'if-modified-since': 'Mon, 23 Nov 2026 08:00:01 GMT' }],
  ])('is unchanged by %j', (headers) => expect(isUnchanged(headers, present)).toBe(true))

  it.each([
    [{}],
    [{ 'if-none-match': '"ab"' }],
    [{ 'if-none-match': 'abc' }],
    [{ 'if-none-match': '"ab"', 'if-modified-since': DATE }],
    [{ 'if-modified-since': 'Mon, 23 Nov 2026 07:59:59 GMT' }],
    [{ 'if-modified-since': 'yesterday' }],
  ])('has changed by %j', (headers) => expect(isUnchanged(headers, present)).toBe(false))

  it('is held against no date where there is none', () => {
    expect(isUnchanged({ 'if-modified-since': DATE }, { etag: '"abc"', lastModified: undefined })).toBe(false)
  })
})
