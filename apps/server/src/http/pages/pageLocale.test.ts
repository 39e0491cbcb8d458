import { describe, expect, it } from 'vitest'
import { acceptedLocales, callerLocale, canonicalLocale } from '../callerLocale.ts'
import { pageLocale } from './pageLocale.ts'

const spoken = new Set(['en', 'de', 'ar'])

describe('pageLocale', () => {
  it.each([
    ['the dearest that it speaks', ['pt-BR', 'de-AT', 'en'], 'de', 'de-AT'],
    ['English where it speaks none', ['pt-BR', 'nl'], 'en', 'en'],
    ['English where nothing is wanted', [], 'en', 'en'],
    ['the region that a later one names', ['de', 'en-GB', 'de-CH'], 'de', 'de-CH'],
    ['no region where none is named', ['de', 'en-GB'], 'de', 'de'],
    ['the language before the region', ['en', 'de-AT'], 'en', 'en'],
    ['a script as it is', ['ar-Arab-EG'], 'ar', 'ar-Arab-EG'],
  ])('takes %s', (_what, wanted, language, locale) => {
    expect(pageLocale(wanted, spoken)).toEqual({ language, locale })
  })

  it('does not take a language whose words the page lacks', () => {
    expect(pageLocale(['fr-FR', 'de'], spoken).language).toBe('de')
  })
})

describe('acceptedLocales', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', ['de-AT', 'de', 'en']],
    ['en;q=0.2, fr ; q=0.9, *;q=0.1', ['fr', 'en']],
    ['de;q=0, en', ['en']],
    ['*', []],
    ['', []],
    [undefined, []],
    ['de;q=much, <script>, en', ['en']],
  ])('of %j are %j', (header, locales) => {
    expect(acceptedLocales(header)).toEqual(locales)
  })

  it('is quick on a header that is long', () => {
    expect(acceptedLocales('de,'.repeat(100_000)).length).toBeLessThan(100)
  })
})

it('a caller speaks what is dearest to them', () => {
  expect(callerLocale('en;q=0.5,de-at')).toBe('de-AT')
})

it.each([
  ['de_AT', 'de-AT'],
  ['AR', 'ar'],
  ['"><script>', ''],
])('%s is spelled "%s"', (given, canonical) => {
  expect(canonicalLocale(given)).toBe(canonical)
})
