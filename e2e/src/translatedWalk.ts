import type { Page } from 'playwright-core'
import { formsOf, readTranslations } from '../../apps/booking/languages/translations.ts'
import type { House } from './house.ts'
import { HEADINGS, PERSON, type Step } from './journey.ts'

/** What the page says in `language` in place of an English text that has no plural. */
function speaker(language: string): (english: string) => string {
  if (language === 'en') return (english) => english
  const forms = formsOf(readTranslations(language))
  return (english) => {
    const [said] = forms.get(english) ?? []
    if (said === undefined) throw new Error(`"${english}" is no text of the page`)
    return said
  }
}

export interface TranslatedWalk {
  readonly page: Page
  readonly house: House
  readonly language: string
  /** Looks around on each view, once it is drawn. */
  readonly look: (view: string) => Promise<void>
}

const main = (page: Page) => page.locator('.ae-button-main')
const day = (page: Page, date: string) => page.locator(`[data-day="${date}"] button`)
const freeTime = (page: Page) => page.locator('.ae-time-free').nth(4)
const yourTime = (page: Page) => page.locator('.ae-time-yours')

async function choose(page: Page, name: string) {
  await page
    .locator('label')
    .filter({ has: page.getByRole('radio', { name, exact: true }) })
    .click()
}

/** From a service to what is booked, in whatever language the page is. */
export async function bookTranslated({ page, house, language, look }: TranslatedWalk): Promise<void> {
  const say = speaker(language)
  const arrive = async (step: Step) => {
    await page.getByRole('heading', { name: say(HEADINGS[step]), exact: true }).waitFor()
    await look(step)
  }
  await arrive('service')
  await choose(page, 'Consultation')
  await arrive('employee')
  await choose(page, 'Sarah Johnson')
  await day(page, '2026-11-24').waitFor()
  await arrive('date')
  await day(page, '2026-11-24').click()
  await freeTime(page).click()
  await yourTime(page).waitFor()
  await arrive('time')
  await main(page).click()
  await page.locator('[name="name"]').waitFor()
  await main(page).click()
  await page.locator('[name="phone"]').fill('none')
  await arrive('details')
  for (const [name, text] of Object.entries(PERSON)) await page.locator(`[name="${name}"]`).fill(text)
  await main(page).click()
  await page.locator('.ae-code').waitFor()
  await arrive('review')
  await page.locator('.ae-code').fill(await house.codeFor(PERSON.email))
  await arrive('confirmed')
}

/** What is booked, by its link: its facts, almost moved, almost cancelled; then signed in, and cancelled. */
export async function manageTranslated({ page, house, language, look }: TranslatedWalk): Promise<void> {
  const say = speaker(language)
  const press = (english: string) =>
    page
      .getByRole('button', { name: say(english) })
      .first()
      .click()
  const seen = (english: string) =>
    page
      .getByRole('heading', { name: say(english), exact: true })
      .first()
      .waitFor()
  await page.getByRole('link', { name: say('See, change or cancel') }).click()
  await page.locator('.ae-history').waitFor()
  await look('details of an appointment')

  await press('Change time')
  await day(page, '2026-11-25').click()
  await freeTime(page).click()
  await yourTime(page).waitFor()
  await look('choosing another time')
  await main(page).click()
  await seen('Check and change')
  await look('checking another time')
  await main(page).click()
  await seen('Your appointment has moved')
  await look('moved')
  await press('See the appointment')
  await page.locator('.ae-history li').nth(1).waitFor()
  await press('See all my appointments')
  await press('All appointments')
  await page.locator('.ae-appointment').waitFor()
  await look('the list')
  await press('Sign out here')

  await page.locator('[type="email"]').waitFor()
  await look('signing in')
  await page.locator('[type="email"]').fill('mistaken')
  await main(page).click()
  await look('a mistaken address')
  await page.locator('[type="email"]').fill(PERSON.email)
  await main(page).click()
  await page.locator('.ae-code').waitFor()
  await look('asked for a code')
  await page.locator('.ae-code').fill('000000')
  await page.locator('.ae-error').waitFor()
  await look('a wrong code')
  await page.locator('.ae-code').fill(await house.codeFor(PERSON.email, 1))
  await page.locator('.ae-appointment').waitFor()
  await press('Details')
  await press('Cancel the appointment')
  await page.locator('.ae-button-negative').waitFor()
  await look('cancelling')
  await page.locator('.ae-button-negative').click()
  await page.locator('.ae-status-cancelled').waitFor()
  await look('cancelled')
}
