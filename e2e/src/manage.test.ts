import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { axeFindings } from './accessibility.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { PERSON, TUESDAY, walk } from './journey.ts'
import { leaveAll, visit } from './visitor.ts'

describe.skipIf(CHROMIUM === undefined)('my appointments', () => {
  let browser: Browser
  let house: House

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
    const { page } = await visit(browser, house)
    await walk({ page, hand: pointer(page), house, to: 'confirmed' })
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  async function signIn(page: Page, email: string, codesBefore: number): Promise<void> {
    const hand = pointer(page)
    await hand.fill('E-mail', email)
    await hand.press('Send me a code')
    await hand.fill('Code', await house.codeFor(email, codesBefore))
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
  }

  test('are shown, downloaded and cancelled by who proves the address, until they sign out', async () => {
    const { page, complaints } = await visit(browser, house, { path: '/manage' })
    await page.getByLabel('E-mail').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await signIn(page, PERSON.email, 1)

    const upcoming = page.getByRole('region', { name: 'Coming up' }).getByRole('listitem')
    await upcoming.getByText(TUESDAY).waitFor()
    expect(await upcoming.count()).toBe(1)
    expect(await axeFindings(page)).toEqual([])

    const downloading = page.waitForEvent('download')
    await upcoming.getByRole('link', { name: 'Calendar file' }).click()
    const calendar = await readFile(await (await downloading).path(), 'utf8')
    expect(calendar).toContain('BEGIN:VCALENDAR')
    expect(calendar).toContain('DTSTART:20261124T100000Z')

    await upcoming.getByRole('button', { name: /^Cancel/ }).click()
    await page.getByRole('button', { name: 'No, keep it' }).click()
    expect(house.booked()[0]?.status).toBe('confirmed')
    await upcoming.getByRole('button', { name: /^Cancel/ }).click()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page.getByRole('region', { name: 'Cancelled' }).getByText('Consultation').waitFor()
    await page.getByText('You have no appointments coming up').waitFor()
    expect(house.booked()[0]?.status).toBe('cancelled')
    const mail = await house.mails.waitFor(({ subject }) => /^Cancelled/.test(subject ?? ''))
    expect(String(mail.attachments[0]?.content)).toContain('METHOD:CANCEL')
    expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').waitFor()
    await page.reload()
    await page.getByLabel('E-mail').waitFor()
    expect(await page.getByText('Consultation').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('stay hidden from everybody else', async () => {
    const { page } = await visit(browser, house, { path: '/manage' })
    await signIn(page, 'mallory@example.com', 0)
    await page.getByText('You have no appointments coming up').waitFor()
    expect(await page.getByRole('listitem').count()).toBe(0)
    const [row] = house.booked()
    for (const reference of [row?.id, row?.strong_id]) {
      for (const path of [`appointments/${reference}`, `appointments/${reference}/calendar.ics`]) {
        const reply = await page.request.get(`${house.url}/wp-json/appointease/v1/${path}`)
        expect(reply.status(), path).toBe(404)
        expect(await reply.text()).not.toContain(PERSON.name)
      }
    }
  })
})
