import { ar } from './words/ar.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import type { Counted, Words } from './words/words.ts'

const WORDS = { en, de, fr, es, ar } as const satisfies Readonly<Record<string, Words>>

/** What mails are written in. */
export type Language = keyof typeof WORDS
export const LANGUAGES = Object.keys(WORDS) as readonly Language[]

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set<Language>(['ar'])

export const wordsOf = (language: Language): Words => WORDS[language]

export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'

export const isLanguage = (text: string): text is Language => Object.hasOwn(WORDS, text)

/** The language of the first of the BCP 47 locales in which there are mails; English where there is none. */
export function languageOf(...locales: readonly string[]): Language {
  return locales.map((locale) => localeOf(locale)?.language ?? '').find(isLanguage) ?? 'en'
}

/** Undefined where the tag is none. */
export function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

/** `10 minutes`, by the language's own rules of what is counted. `locale` writes the number. */
export function count(forms: Counted, number: number, locale: string): string {
  const form = forms[new Intl.PluralRules(locale).select(number)] ?? forms.other
  return form.replace('#', new Intl.NumberFormat(locale).format(number))
}
