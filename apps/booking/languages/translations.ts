import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DOMAIN } from './textsOf.ts'

const FOLDER = import.meta.dirname
const NAME = /^appointease-([a-z]{2,3})\.json$/

/** Jed 1.x, as WordPress's `wp_set_script_translations` takes it. */
export interface Translations {
  readonly domain: string
  readonly locale_data: Readonly<Record<string, Messages>>
}

/** Of each text its forms, by the index that `plural-forms` gives; the empty key is the header. */
export type Messages = Readonly<Record<string, readonly string[] | Header>>

interface Header {
  readonly domain: string
  readonly lang: string
  readonly 'plural-forms': string
}

/** ISO 639, in the order of the alphabet. English is what stands in the sources. */
export const translatedLanguages = (): readonly string[] =>
  readdirSync(FOLDER)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .sort()

export const fileOf = (language: string): string => join(FOLDER, `appointease-${language}.json`)

export const readTranslations = (language: string): Translations =>
  JSON.parse(readFileSync(fileOf(language), 'utf8')) as Translations

export function headerOf({ locale_data }: Translations): Header {
  const header = locale_data[DOMAIN]?.['']
  if (header === undefined || !('plural-forms' in header))
    throw new Error('A translation has no plural-forms.')
  return header
}

export function formsOf({ locale_data }: Translations): ReadonlyMap<string, readonly string[]> {
  const entries = Object.entries(locale_data[DOMAIN] ?? {})
  return new Map(entries.flatMap(([key, forms]) => (Array.isArray(forms) ? [[key, forms] as const] : [])))
}
