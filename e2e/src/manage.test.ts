import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { axeFindings } from './accessibility.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type Hand, keyboard, pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { PERSON, startOf, TUESDAY, walk } from './journey.ts'
import { leaveAll, visit } from './visitor.ts'

const cell = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'Times' }).getByRole('button', { name })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const upcoming = (page: Page) => page.getByRole('tabpanel', { name: /^Coming up/ }).getByRole('listitem')

describe.skipIf(CHROMIUM === undefined)('my appointments', () => {
  let browser: Browser
  let house: House
  /** The link that the page shows once it is booked. */
  let link: string

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
    const { page, context } = await visit(browser, house)
    await walk({ page, hand: pointer(page), house, to: 'confirmed' })
    link = (await page.getByRole('link', { name: 'See, change or cancel' }).getAttribute('href')) ?? ''
    await context.close()
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  async function signIn(page: Page, email: string, codesBefore: number, hand: Hand = pointer(page)) {
    await hand.fill('E-mail', email)
    await hand.press('Send me a code')
    await hand.fill('Code', await house.codeFor(email, codesBefore))
    await page.getByRole('tab', { name: /^Coming up/ }).waitFor()
  }

  const linkPath = () => {
    const { pathname, search } = new URL(link, house.url)
    return pathname + search
  }

  async function axeIsContent(page: Page) {
    expect(await axeFindings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  }

  test('are shown to who proves the address, with all that is known, to be downloaded and cancelled with a reason', async () => {
    const { page, complaints } = await visit(browser, house, { path: '/manage' })
    await page.getByLabel('E-mail').waitFor()
    await axeIsContent(page)
    await signIn(page, PERSON.email, 1)
    await upcoming(page).getByText(TUESDAY).waitFor()
    expect(await upcoming(page).count()).toBe(1)
    await axeIsContent(page)

    await upcoming(page)
      .getByRole('button', { name: /^Details/ })
      .click()
    for (const text of ['Sarah Johnson', 'US$75', PERSON.notes, 'You booked it', /until Tue 24 Nov, 10:00/])
      await page.getByText(text).waitFor()
    await axeIsContent(page)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Calendar file' }).click()
    const calendar = await readFile(await (await downloading).path(), 'utf8')
    expect(calendar).toContain('DTSTART:20261124T100000Z')

    await page.getByRole('button', { name: 'Cancel the appointment' }).click()
    await heading(page, 'Cancel Consultation on Tue 24 Nov, 10:00?').waitFor()
    await axeIsContent(page)
    await page.getByRole('button', { name: 'No, keep it' }).click()
    await heading(page, 'Consultation').waitFor()
    expect(house.booked()[0]?.status).toBe('confirmed')
    await page.getByRole('button', { name: 'Cancel the appointment' }).click()
    await page.getByLabel('Why?').fill('The children are ill')
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page.getByText('It is cancelled, and the time is free again.').waitFor()
    await page.getByText('You cancelled it').waitFor()
    await axeIsContent(page)
    expect(house.booked()[0]?.status).toBe('cancelled')
    expect(house.history().at(-1)).toMatchObject({ action: 'cancelled', reason: 'The children are ill' })
    const mail = await house.mails.waitFor(({ subject }) => /^Cancelled/.test(subject ?? ''))
    expect(String(mail.attachments[0]?.content)).toContain('METHOD:CANCEL')

    await page.goBack()
    await page.goBack()
    await page.reload()
    await page.getByRole('button', { name: 'All appointments' }).click()
    await page
      .getByRole('tabpanel', { name: /^Cancelled/ })
      .getByRole('heading', { name: 'Consultation' })
      .waitFor()
    expect(complaints).toEqual([])
  })

  test('are left here alone, or everywhere', async () => {
    const one = await visit(browser, house, { path: '/manage' })
    await signIn(one.page, PERSON.email, 1)
    const other = await visit(browser, house, { path: '/manage' })
    await signIn(other.page, PERSON.email, 2)

    await one.page.getByRole('button', { name: 'Sign out here' }).click()
    await one.page.getByLabel('E-mail').waitFor()
    await one.page.reload()
    await one.page.getByLabel('E-mail').waitFor()
    expect(await one.page.getByText('Consultation').count()).toBe(0)
    await other.page.reload()
    await upcoming(other.page).getByText(TUESDAY).waitFor()

    await house.clock.advance(601)
    await signIn(one.page, PERSON.email, 3)
    await one.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await one.page.getByText('You are signed out everywhere').waitFor()
    await other.page.reload()
    await other.page.getByLabel('E-mail').waitFor()
    expect(one.complaints).toEqual([])
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

  test('move to a time that is held meanwhile, while another visitor sees both change live', async () => {
    const ben = await visit(browser, house)
    await walk({ page: ben.page, hand: pointer(ben.page), house, to: 'time' })
    await cell(ben.page, /^10:00, taken/).waitFor()
    const { page, complaints } = await visit(browser, house, { path: linkPath() })
    await page.getByRole('button', { name: 'Change time' }).click()
    await heading(page, 'Choose a new day').waitFor()
    await axeIsContent(page)
    await pointer(page).pickDay(TUESDAY)
    await cell(page, /^10:00, where your appointment is now/).waitFor()
    await pointer(ben.page).pickTime(startOf('9:00'))
    await cell(page, /^9:00, held by somebody else/).waitFor()

    await cell(page, startOf('14:00')).hover()
    await cell(ben.page, /^14:00, free, somebody else is looking/).waitFor()
    await pointer(page).pickTime(startOf('14:00'))
    await cell(page, /^14:00, held for you/).waitFor()
    await cell(ben.page, /^14:00, held by somebody else/).waitFor()
    await cell(ben.page, /^10:00, taken/).waitFor()
    await page.getByText('New time held').waitFor()
    await axeIsContent(page)

    await pointer(page).press('Continue with 14:00')
    await heading(page, 'Check and change').waitFor()
    await axeIsContent(page)
    await page.getByLabel('Why?').fill('The train is late')
    await pointer(page).press('Change to Tue 24 Nov, 14:00')
    await heading(page, 'Your appointment has moved').waitFor()
    await cell(ben.page, /^14:00, taken/).waitFor()
    await cell(ben.page, /^10:00, free/).waitFor()
    await axeIsContent(page)
    const [row] = house.booked()
    expect(row?.appointment_date).toBe('2026-11-24 14:00:00')
    expect(house.history().at(-1)).toMatchObject({ action: 'rescheduled', reason: 'The train is late' })
    await page.getByRole('button', { name: 'See the appointment' }).click()
    await page.getByText('You moved it from Tue 24 Nov, 10:00 to Tue 24 Nov, 14:00').waitFor()
    expect(complaints).toEqual([])
  })

  test('may move by half of their own length, and give back what was held when the visitor turns back', async () => {
    // Premium Service takes an hour: its next start reaches into the appointment itself.
    const { send } = house.server()
    const email = 'ben@example.com'
    await send('POST', '/generate-otp', { email })
    const { body } = await send('POST', '/verify-otp', { email, otp: await house.codeFor(email) })
    const booking = { name: 'Ben', email, date: '2026-11-24', time: '12:00', service_id: 2, employee_id: 1 }
    const booked = await send('POST', '/appointments', booking, { authorization: `Bearer ${body.token}` })
    const { pathname, search } = new URL(booked.body.manage_url)
    const { page } = await visit(browser, house, { path: pathname + search })
    const ada = await visit(browser, house)
    await walk({ page: ada.page, hand: pointer(ada.page), house, to: 'time' })

    await page.getByRole('button', { name: 'Change time' }).click()
    await pointer(page).pickDay(TUESDAY)
    await pointer(page).pickTime(startOf('12:30'))
    await cell(page, /^12:30, held for you/).waitFor()
    await cell(ada.page, /^13:00, held by somebody else/).waitFor()
    await pointer(page).press('Back')
    await heading(page, 'Choose a new day').waitFor()
    await pointer(page).press('Back')
    await heading(page, 'Premium Service').waitFor()
    await cell(ada.page, /^13:00, free/).waitFor()
    await cell(ada.page, /^12:30, taken/).waitFor()
  })

  test('stay where they are when the new time is lost, and are offered others', async () => {
    const { page } = await visit(browser, house, { path: linkPath() })
    await page.getByRole('button', { name: 'Change time' }).click()
    await pointer(page).pickDay(TUESDAY)
    await pointer(page).pickTime(startOf('14:00'))
    await cell(page, /^14:00, held for you/).waitFor()
    await pointer(page).press('Continue with 14:00')
    // Ada's page does not know that her hold has run out, and Ben takes the time.
    house.clock.advance(601)
    const email = 'ben@example.com'
    const { send } = house.server()
    await send('POST', '/generate-otp', { email })
    const { body } = await send('POST', '/verify-otp', { email, otp: await house.codeFor(email) })
    const booking = { name: 'Ben', email, date: '2026-11-24', time: '14:00', service_id: 1, employee_id: 1 }
    await send('POST', '/appointments', booking, { authorization: `Bearer ${body.token}` })
    await pointer(page).press('Change to Tue 24 Nov, 14:00')
    const alert = page.getByRole('alert')
    await alert.getByText('Tue 24 Nov, 14:00 has just been booked by somebody else').waitFor()
    await alert.getByText('Your appointment stays where it is.').waitFor()
    expect(house.booked()[0]?.appointment_date).toBe('2026-11-24 10:00:00')
    await alert.getByRole('button', { name: / 14:30/ }).click()
    await pointer(page).press('Change to Tue 24 Nov, 14:30')
    await heading(page, 'Your appointment has moved').waitFor()
  })

  test('may move to another person, or to anybody', async () => {
    const { page } = await visit(browser, house, { path: linkPath() })
    await page.getByRole('button', { name: 'Change time' }).click()
    await pointer(page).press('Sarah Johnson, change')
    await pointer(page).choose('Mike Wilson')
    await pointer(page).pickDay(TUESDAY)
    await pointer(page).pickTime(startOf('11:00'))
    await pointer(page).press('Continue with 11:00')
    await page.getByText(/with Mike Wilson\. The old time/).waitFor()
    await pointer(page).press('Mike Wilson, change')
    await pointer(page).choose('Anybody')
    await pointer(page).pickDay(TUESDAY)
    await pointer(page).pickTime(startOf('9:00'))
    await pointer(page).press('Continue with 9:00')
    await pointer(page).press('Change to Tue 24 Nov, 9:00')
    await heading(page, 'Your appointment has moved').waitFor()
    expect(house.booked()[0]).toMatchObject({ appointment_date: '2026-11-24 09:00:00' })
  })

  test('say when a change is too late, and whom to ask', async () => {
    const { page } = await visit(browser, house, { path: linkPath() })
    await page.getByRole('button', { name: 'Change time' }).waitFor()
    // One second after ten on the day: the appointment has begun.
    house.clock.advance(26 * 3600 + 1)
    await page.getByRole('button', { name: 'Cancel the appointment' }).click()
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await page
      .getByRole('alert')
      .getByText(/too late to change this appointment online/)
      .waitFor()
    expect(house.booked()[0]?.status).toBe('confirmed')
  })

  describe('by a link', () => {
    test('are one, without a session, and the address keeps nothing of it', async () => {
      const { page, context, complaints } = await visit(browser, house, { path: linkPath() })
      await heading(page, 'Your appointment').waitFor()
      await page.getByText(TUESDAY).waitFor()
      expect(page.url()).toBe(`${house.url}/manage`)
      expect(await context.cookies()).toEqual([])
      await axeIsContent(page)
      const downloading = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Calendar file' }).click()
      expect(await readFile(await (await downloading).path(), 'utf8')).toContain('BEGIN:VCALENDAR')
      await page.reload()
      await page.getByText(TUESDAY).waitFor()
      expect(await page.getByRole('tab').count()).toBe(0)
      await page.getByRole('button', { name: 'See all my appointments' }).click()
      await page.getByLabel('E-mail').waitFor()
      expect(await page.getByText('Consultation').count()).toBe(0)
      expect(complaints).toEqual([])
    })

    test('that is in the mail, too', async () => {
      const mail = await house.confirmationFor(PERSON.email)
      const [found = ''] = /\S+\/manage\?manage=\S+/.exec(mail.text ?? '') ?? []
      const { pathname, search } = new URL(found)
      const { page } = await visit(browser, house, { path: pathname + search })
      await page.getByText(TUESDAY).waitFor()
    })

    test('that was made useless say so kindly, and lead to a code', async () => {
      const mine = await visit(browser, house, { path: '/manage' })
      await signIn(mine.page, PERSON.email, 1)
      await upcoming(mine.page)
        .getByRole('button', { name: /^Details/ })
        .click()
      await mine.page.getByRole('button', { name: 'Make links in earlier mails useless' }).click()
      await mine.page.getByText('Mails from now on have a new link.').waitFor()
      await axeIsContent(mine.page)

      const { page } = await visit(browser, house, { path: linkPath() })
      await page.getByText('This link does not open the appointment any more').waitFor()
      expect(await page.getByText('Consultation').count()).toBe(0)
      await axeIsContent(page)
      await page.getByRole('button', { name: 'Sign in with a code' }).click()
      await page.getByLabel('E-mail').waitFor()
    })

    test('of somebody else’s making are refused', async () => {
      const { page } = await visit(browser, house, { path: linkPath().replace(/.{5}$/, 'AAAAA') })
      await page.getByText('This link does not open the appointment any more').waitFor()
      expect(await page.content()).not.toContain(PERSON.name)
    })
  })

  test('are signed in to, moved and cancelled with nothing but the keyboard', async () => {
    const { page } = await visit(browser, house, { path: '/manage' })
    const hand = keyboard(page)
    await signIn(page, PERSON.email, 1, hand)
    await hand.press(/^Change time/)
    await heading(page, 'Choose a new day').waitFor()
    await hand.pickDay(TUESDAY)
    await cell(page, /^10:00, where/).waitFor()
    await hand.pickTime(startOf('10:30'))
    await hand.press('Continue with 10:30')
    await hand.press('Change to Tue 24 Nov, 10:30')
    await heading(page, 'Your appointment has moved').waitFor()
    await hand.press('See the appointment')
    await hand.press('Cancel the appointment')
    await hand.fill('Why?', 'Ill')
    await hand.press('Yes, cancel it')
    await page.getByText('It is cancelled').waitFor()
    expect(house.booked()[0]).toMatchObject({ status: 'cancelled', appointment_date: '2026-11-24 10:30:00' })
  })

  test('fit a screen of 320 px', async () => {
    const { page } = await visit(browser, house, { path: linkPath(), viewport: { width: 320, height: 640 } })
    const hand = pointer(page)
    const fits = async () => {
      const [needed, given] = await page
        .locator('html')
        .evaluate((html) => [html.scrollWidth, html.clientWidth])
      expect(needed).toBeLessThanOrEqual(given ?? 0)
    }
    await page.getByText(TUESDAY).waitFor()
    await fits()
    await hand.press('Change time')
    await hand.pickDay(TUESDAY)
    await hand.pickTime(startOf('16:00'))
    await cell(page, /^16:00, held for you/).waitFor()
    await fits()
    await hand.press('Continue with 16:00')
    await heading(page, 'Check and change').waitFor()
    await fits()
    await hand.press(/^Change to/)
    await hand.press('See the appointment')
    await hand.press('Cancel the appointment')
    await heading(page, /^Cancel Consultation/).waitFor()
    await fits()
  })
})
