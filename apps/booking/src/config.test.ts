import { describe, expect, it } from 'vitest'
import { preferredLocale } from './config.ts'

describe('preferredLocale', () => {
  it('follows the visitor within the language of the page', () => {
    expect(preferredLocale('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
  })

  it('stays with the page where the visitor does not speak its language', () => {
    expect(preferredLocale('fr', ['de-DE'])).toBe('fr')
  })
})
