import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { heading, PERSON, TUESDAY, walk } from './journey.ts'
import { leaveAll, visit } from './visitor.ts'

/** New York is five hours behind London in November. */
describe.skipIf(CHROMIUM === undefined)('a visitor whose clock is not the business’s', () => {
  let browser: Browser
  let house: House

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail({ timeZone: 'Europe/London' })
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  test('reads their own time, can switch to the business’s, and gets a mail that names the zone', async () => {
    const options = { timezoneId: 'America/New_York', locale: 'en-US' }
    const { page, complaints } = await visit(browser, house, options)
    const hand = pointer(page)
    await walk({ page, hand, house, to: 'date' })
    await hand.pickDay(/Tuesday, November 24, 2026/)
    await heading(page, 'time').waitFor()
    await page.getByText('Times in New York').waitFor()
    const times = page.getByRole('group', { name: 'Times' })
    await times.getByRole('button', { name: '4:00 AM, free' }).waitFor()
    await hand.press('Show London time')
    await page.getByText('Times in London').waitFor()
    await hand.pickTime(/^10:00 AM,/)
    await hand.press('Continue with 10:00 AM')
    await page
      .getByText(/10:00 AM – 10:30 AM/)
      .first()
      .waitFor()
    await walk({ page, hand, house, from: 'details', to: 'review' })
    await page
      .getByText(/London time/)
      .first()
      .waitFor()
    await hand.fill('Code', await house.codeFor(PERSON.email))
    await heading(page, 'confirmed').waitFor()

    const [row] = house.booked()
    expect(row).toMatchObject({
      appointment_date: '2026-11-24 10:00:00',
      customer_time_zone: 'America/New_York',
    })
    const { text } = await house.confirmationFor(PERSON.email)
    expect(text).toMatch(/Tue, Nov 24, 5:00 – 5:30 AM \(New York\)/)
    expect(text).toMatch(/Our clock: .*10:00 – 10:30 AM \(London\)/)
    expect(complaints).toEqual([])
  })

  test('sees a day that ends on their own tomorrow under both dates', async () => {
    const { page } = await visit(browser, house, { timezoneId: 'Pacific/Auckland' })
    const hand = pointer(page)
    await walk({ page, hand, house, to: 'date' })
    await hand.pickDay(TUESDAY)
    await heading(page, 'time').waitFor()
    await page.getByRole('heading', { name: /Evening · Tue/ }).waitFor()
    await page.getByRole('heading', { name: /Morning · Wed/ }).waitFor()
  })

  test('is not asked about zones where both clocks agree', async () => {
    const { page } = await visit(browser, house, { timezoneId: 'Europe/Belfast' })
    await walk({ page, hand: pointer(page), house, to: 'time' })
    await page.getByRole('button', { name: /^10:00, free/ }).waitFor()
    expect(await page.getByText(/Times in/).count()).toBe(0)
  })
})
