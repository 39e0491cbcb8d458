import { writeFileSync } from 'node:fs'
import { checkTranslations } from '../apps/booking/languages/checkTranslations.ts'
import { DOMAIN, type Text, textsOfPage } from '../apps/booking/languages/textsOf.ts'
import {
  fileOf,
  formsOf,
  headerOf,
  readTranslations,
  type Translations,
  translatedLanguages,
} from '../apps/booking/languages/translations.ts'

/** The texts in the order of the sources; what is new has empty forms, what is used no more is gone. */
function renewed(texts: readonly Text[], before: Translations): Translations {
  const header = headerOf(before)
  const forms = formsOf(before)
  const plurals = Number(/nplurals=(\d+)/.exec(header['plural-forms'])?.[1])
  const messages = texts.map(({ key, plural }) => {
    const empty = Array.from({ length: plural === undefined ? 1 : plurals }, () => '')
    return [key, forms.get(key) ?? empty] as const
  })
  return { domain: DOMAIN, locale_data: { [DOMAIN]: { '': header, ...Object.fromEntries(messages) } } }
}

const texts = textsOfPage()
for (const language of translatedLanguages()) {
  const file = fileOf(language)
  const translations = renewed(texts, readTranslations(language))
  writeFileSync(file, `${JSON.stringify(translations, null, 2)}\n`)
  const faults = checkTranslations(texts, translations)
  process.stdout.write(`${language}: ${texts.length} texts, ${faults.length} to mend\n`)
  for (const fault of faults) process.stdout.write(`  ${fault}\n`)
  if (faults.length > 0) process.exitCode = 1
}
