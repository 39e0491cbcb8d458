import { wordsOf } from '@appointease/server/mail/languages.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { textsOfPage } from '../../apps/booking/languages/textsOf.ts'
import { formsOf, readTranslations } from '../../apps/booking/languages/translations.ts'
import { axeFindings } from './accessibility.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type House, openHouseWithMail } from './house.ts'
import { PERSON } from './journey.ts'
import { bookTranslated, manageTranslated } from './translatedWalk.ts'
import { leaveAll, visit } from './visitor.ts'

/** Some say it by their browser, others by the address in a browser that says English. */
const VISITORS = [
  { language: 'en', locale: 'en-GB', path: '/', lang: 'en-GB', dir: 'ltr' },
  { language: 'de', locale: 'en-GB', path: '/?lang=de', lang: 'de', dir: 'ltr' },
  { language: 'fr', locale: 'fr-FR', path: '/', lang: 'fr-FR', dir: 'ltr' },
  { language: 'es', locale: 'es-ES', path: '/', lang: 'es-ES', dir: 'ltr' },
  { language: 'ar', locale: 'en-GB', path: '/?lang=ar', lang: 'ar', dir: 'rtl' },
] as const

/** Ends wide, for axe: where the bar with the main button lies over the page, what is under it counts as too small. */
const WIDTHS = [320, 1280]
const WITH_AXE: ReadonlySet<string> = new Set(['time', 'review', 'details of an appointment', 'the list'])

/** Of everything that is shown or read aloud: whole texts, as they stand in the page. */
const TEXTS = `(() => {
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('noscript')) texts.push(walker.currentNode.data)
  for (const attribute of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const element of document.querySelectorAll('[' + attribute + ']')) texts.push(element.getAttribute(attribute))
  return [document.title, ...texts].map((text) => text.trim()).filter(Boolean)
})()`

/** What sticks out at either side, or is cut off within what does not scroll. */
const OVERHANG = `(() => {
  const width = document.documentElement.clientWidth
  const wide = document.documentElement.scrollWidth > width ? ['the page'] : []
  for (const element of document.querySelectorAll('.appointease *')) {
    if (element.closest('.ae-visually-hidden, svg, [aria-hidden="true"] *')) continue
    const box = element.getBoundingClientRect()
    if (box.width === 0) continue
    const isCut = element.matches('button, a, .ae-time-word, .ae-chip') && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
    if (box.right > width + 1 || box.left < -1 || isCut) wide.push(element.className + ': ' + element.textContent)
  }
  return wide
})()`

const escaped = (text: string) => text.replace(/[.*+?^()|[\]\\{}$]/g, '\\$&')

/** The English of each text that `language` says otherwise. What consists of placeholders alone tells nothing. */
function englishTexts(language: string): readonly RegExp[] {
  const forms = formsOf(readTranslations(language))
  return textsOfPage()
    .flatMap(({ key, plural }) => [key, plural ?? key].map((said) => ({ said, key })))
    .filter(({ said, key }) => !forms.get(key)?.includes(said) && !said.includes('\u0004'))
    .filter(({ said }) => /[a-z]{2}/i.test(said.replace(/%(\d\$)?[sd]/g, '')))
    .map(({ said }) => new RegExp(`^${escaped(said).replace(/%(\d\\\$)?[sd]/g, '.+')}$`))
}

/** Words that no English sentence lacks; none of them is a word of the other languages. */
const ENGLISH_WORDS = /\b(the|your|you|and|with|this|choose|please|time|times|appointment|booked|held)\b/i

/** What the owner or the visitor wrote stays as they wrote it. */
const ownWords = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const { settings, services, staff } = JSON.parse(document.querySelector('[data-catalog]').dataset.catalog)
    return [settings.business_name, ...[...services, ...staff].flatMap((one) => [one.name, one.description, one.category, one.specialization])]
  })()`)

async function englishLeft(page: Page, english: readonly RegExp[]): Promise<readonly string[]> {
  const own = [...(await ownWords(page)), ...Object.values(PERSON)].filter(Boolean)
  const strange = (await page.evaluate<string[]>(TEXTS)).filter((text) => !own.includes(text))
  return strange.filter((text) => {
    const rest = own.reduce((left, words) => left.replaceAll(words, ''), text)
    return ENGLISH_WORDS.test(rest) || english.some((one) => one.test(text))
  })
}

const SPEECH = '[document.documentElement.lang, document.documentElement.dir]'

/** On a telephone and on a desk. */
async function overhangs(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    for (const one of await page.evaluate<string[]>(OVERHANG)) found.push(`at ${width}: ${one}`)
  }
  return found
}

describe.skipIf(CHROMIUM === undefined)('the page', () => {
  let browser: Browser
  let house: House
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  test.each(VISITORS)('speaks $language on every step and in the mails, and fits', async (visitor) => {
    const { language, locale, path, lang, dir } = visitor
    const { page, complaints } = await visit(browser, house, { locale, path })
    const english = language === 'en' ? [] : englishTexts(language)
    const findings: string[] = []
    const look = async (view: string) => {
      expect(await page.evaluate(SPEECH)).toEqual([lang, dir])
      const left = english.length > 0 ? await englishLeft(page, english) : []
      const all = [...(await overhangs(page)), ...left.map((text) => `English: ${text}`)]
      if (WITH_AXE.has(view)) all.push(...(await axeFindings(page)))
      findings.push(...all.map((finding) => `${view}: ${finding}`))
    }
    await bookTranslated({ page, house, language, look })
    await manageTranslated({ page, house, language, look })
    expect(findings).toEqual([])
    // A code that is wrong is answered 400, which the browser says aloud.
    expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([])

    const words = wordsOf(language)
    const mails = house.mails.received().map(({ text }) => text ?? '')
    for (const said of [words.templates.code.body, words.titles.confirmation, words.titles.change])
      expect(
        mails.some((text) => text.includes(said)),
        said,
      ).toBe(true)
    expect(house.booked()[0]).toMatchObject({ status: 'cancelled' })
  })
})
