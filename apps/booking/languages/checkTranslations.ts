import { createI18n, type LocaleData } from '@wordpress/i18n'
import { DOMAIN, type Text } from './textsOf.ts'
import { formsOf, headerOf, type Translations } from './translations.ts'

const COUNTED_TO = 200

/** Of each plural form of the language the numbers below 200 that take it, as @wordpress/i18n itself decides. */
export function numbersByForm(translations: Translations): readonly (readonly number[])[] {
  const header = headerOf(translations)
  const count = Number(/nplurals=(\d+)/.exec(header['plural-forms'])?.[1])
  const indexes = Array.from({ length: count }, (_, index) => String(index))
  const { _n } = createI18n({ '': header, one: indexes } as unknown as LocaleData, DOMAIN)
  const numbers = indexes.map((): number[] => [])
  for (let number = 0; number < COUNTED_TO; number += 1)
    numbers[Number(_n('one', 'many', number, DOMAIN))]?.push(number)
  return numbers
}

/** `%s` twice is not `%s` once; in which order they come is the translator's affair where they have numbers. */
export function placeholdersIn(text: string): string {
  const found = text.match(/%(?:\d+\$)?[sd]/g) ?? []
  return (found.every((one) => one.includes('$')) ? [...found].sort() : found).join(' ')
}

function faultOf(text: Text, form: string, counted: readonly number[] | undefined): string | undefined {
  if (form.trim() === '') return 'is not translated'
  const wanted = placeholdersIn(text.plural ?? text.key)
  const got = placeholdersIn(form)
  if (got === wanted) return undefined
  // A form for one number alone may say it in words: "two minutes" is one word in Arabic.
  if (got === '' && counted?.length === 1) return undefined
  return `has the placeholders "${got}" in "${form}", and "${wanted}" in English`
}

/** What is wrong with a language's file, one line each; empty when it says everything that the page says. */
export function checkTranslations(texts: readonly Text[], translations: Translations): readonly string[] {
  const forms = formsOf(translations)
  const numbers = numbersByForm(translations)
  const used = new Set(texts.map(({ key }) => key))
  const stale = [...forms.keys()].filter((key) => !used.has(key))
  const faults = texts.flatMap((text): readonly string[] => {
    const said = forms.get(text.key)
    const name = `"${text.key.replace('\u0004', ': ')}" (${text.file})`
    if (said === undefined) return [`${name} is missing`]
    const count = text.plural === undefined ? 1 : numbers.length
    if (said.length !== count) return [`${name} has ${said.length} forms and needs ${count}`]
    return said.flatMap((form, index) => {
      const fault = faultOf(text, form, text.plural === undefined ? undefined : numbers[index])
      return fault === undefined ? [] : [`${name} ${fault}`]
    })
  })
  return [...faults, ...stale.map((key) => `"${key}" is in no source any more`)]
}
