import { isLanguage, type Language } from '../../mail/languages.ts'

export interface PageLocale {
  readonly language: Language
  /** BCP 47: the language, with the region that the visitor or the business has for it. */
  readonly locale: string
}

const languageIn = (locale: string): string => locale.split('-', 1)[0] ?? ''

/**
 * The language of the first of `wanted` that the page has words for, else English. `wanted` are canonical BCP 47 tags, the
 * dearest first; whoever asks for a language alone gets the region that a later one of them names.
 */
export function pageLocale(wanted: readonly string[], spoken: ReadonlySet<string>): PageLocale {
  const language = wanted.map(languageIn).find((one) => spoken.has(one) && isLanguage(one))
  if (language === undefined || !isLanguage(language)) return { language: 'en', locale: 'en' }
  const same = wanted.filter((locale) => languageIn(locale) === language)
  return { language, locale: same.find((locale) => locale !== language) ?? language }
}
