import { LANGUAGES } from '@appointease/server/mail/languages.ts'
import { describe, expect, it, test } from 'vitest'
import { checkTranslations, numbersByForm } from '../apps/booking/languages/checkTranslations.ts'
import { textsIn, textsOfPage } from '../apps/booking/languages/textsOf.ts'
import { readTranslations, translatedLanguages } from '../apps/booking/languages/translations.ts'

const texts = textsOfPage()

test('the page speaks every language that mails are written in', () => {
  expect(['en', ...translatedLanguages()].sort()).toEqual([...LANGUAGES].sort())
})

test.each(translatedLanguages())(
  '%s says everything that the page says (node scripts/words.ts)',
  (language) => {
    expect(checkTranslations(texts, readTranslations(language))).toEqual([])
  },
)

test.each(translatedLanguages())('%s has a form for each number', (language) => {
  const numbers = numbersByForm(readTranslations(language))
  expect(numbers.filter((taking) => taking.length === 0)).toEqual([])
  expect(numbers.flat()).toHaveLength(200)
})

describe('the check of a language', () => {
  const arabic = { domain: 'appointease', lang: 'ar', 'plural-forms': 'nplurals=2; plural=(n != 1);' }
  const check = (source: string, messages: Record<string, string[]>) =>
    checkTranslations(textsIn(source, 'a.ts'), {
      domain: 'appointease',
      locale_data: { appointease: { '': arabic, ...messages } },
    })
  const one = "__('Hold %s', 'appointease')"
  const counted = "_n('%d day', '%d days', n, 'appointease')"

  it.each([
    ['what is missing', one, {}, /is missing/],
    ['what is empty', one, { 'Hold %s': [''] }, /is not translated/],
    ['what is used no more', one, { 'Hold %s': ['%s!'], Old: ['Alt'] }, /in no source/],
    ['a placeholder that is lost', one, { 'Hold %s': ['Halt'] }, /placeholders/],
    ['a placeholder of another kind', one, { 'Hold %s': ['Halt %d'] }, /placeholders/],
    ['a plural form too few', counted, { '%d day': ['%d Tage'] }, /1 forms and needs 2/],
    ['a number that is not said', counted, { '%d day': ['ein Tag', 'Tage'] }, /placeholders/],
    ['a context that was forgotten', "_x('Past', 'a list', 'appointease')", { Past: ['Alt'] }, /is missing/],
  ])('sees %s', (_what, source, messages, fault) => {
    expect(check(source, messages as Record<string, string[]>).join('\n')).toMatch(fault)
  })

  it('lets a form of one number say it in words', () => {
    expect(check(counted, { '%d day': ['ein Tag', '%d Tage'] })).toEqual([])
  })

  it.each([
    ['a text that is put together', "__('a' + b, 'appointease')"],
    ['no text domain', "__('a')"],
    ['another text domain', "__('a', 'default')"],
  ])('takes %s for a mistake', (_what, source) => {
    expect(() => textsIn(source, 'a.ts')).toThrow('a.ts')
  })
})
