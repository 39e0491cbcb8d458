import type { Browser, Page, Request, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type Hand, pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { heading, PERSON, type Step, startOf, walk } from './journey.ts'
import { leaveAll, visit } from './visitor.ts'

const BOOKING = '**/wp-json/appointease/v1/appointments'
const RUN_OUT = 'The time we held for you has run out'
const UNHEARD = 'We could not hear whether your booking went through'

const cell = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Times' }).getByRole('button', { name })

describe.skipIf(CHROMIUM === undefined)('a booking that is interrupted', () => {
  let browser: Browser
  let house: House
  let page: Page
  let hand: Hand

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
    page = (await visit(browser, house)).page
    hand = pointer(page)
  })
  afterEach(async (context) => {
    await leaveAll(context)
    await house.close()
  })

  async function expectDetails(): Promise<void> {
    for (const [label, text] of [
      ['Name', PERSON.name],
      ['E-mail', PERSON.email],
      ['Telephone', PERSON.phone],
      ['Anything we should know?', PERSON.notes],
    ] as const) {
      expect(await page.getByLabel(label).inputValue(), label).toBe(text)
    }
  }

  async function enterCode(codesBefore = 0): Promise<void> {
    await hand.fill('Code', await house.codeFor(PERSON.email, codesBefore))
  }

  async function expectOneBooking(time = '10:00'): Promise<void> {
    await heading(page, 'confirmed').waitFor()
    expect(house.booked().map(({ appointment_date, status }) => [appointment_date, status])).toEqual([
      [`2026-11-24 ${time}:00`, 'confirmed'],
    ])
    await house.confirmationFor(PERSON.email)
    await house.server().sendDueMails()
    expect(house.mails.received().filter(({ subject }) => /^Booked/.test(subject ?? ''))).toHaveLength(1)
  }

  test('is where it was after a reload, on every step', async () => {
    const onStep = async (step: Step) => {
      await page.reload()
      await heading(page, step).waitFor()
    }
    await walk({ page, hand, house, to: 'review', onStep })
    await hand.press('Back')
    await heading(page, 'details').waitFor()
    await expectDetails()
    await page.reload()
    await heading(page, 'details').waitFor()
    await expectDetails()
    await hand.press('Back')
    await cell(page, '10:00, held for you').waitFor()
    await page.reload()
    await cell(page, '10:00, held for you').waitFor()
    await hand.press('Continue with 10:00')
    await hand.press('Continue')
    await heading(page, 'review').waitFor()
    // The code of the first visit: no reload asked for another.
    await enterCode()
    await expectOneBooking()
    const [row] = house.booked()
    await page.reload()
    await heading(page, 'confirmed').waitFor()
    await page.getByText(row?.strong_id ?? 'no reference').waitFor()
  })

  test('lets go of its time when it is left, and not where the visitor loads it again by the keys', async () => {
    const releases = () => house.server().log.filter((line) => line.includes('/slots/deselect')).length
    await walk({ page, hand, house, to: 'time' })
    await hand.pickTime(startOf('10:00'))
    await cell(page, '10:00, held for you').waitFor()
    await page.keyboard.press('F5')
    await page.reload()
    await cell(page, '10:00, held for you').waitFor()
    expect(releases()).toBe(0)
    await page.goto('about:blank')
    await expect.poll(releases).toBe(1)
  })

  test('keeps what was typed half-way through a field', async () => {
    await walk({ page, hand, house, to: 'details' })
    await hand.fill('Name', 'Ada Lov')
    await page.reload()
    await heading(page, 'details').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada Lov')
  })

  test.each([
    ['the page’s own Back', () => hand.press('Back')],
    ['the browser’s Back', () => page.goBack()],
  ])('loses nothing to %s', async (_name, back) => {
    await walk({ page, hand, house, to: 'review' })
    for (const step of ['details', 'time', 'date', 'employee', 'service'] as const) {
      await back()
      await heading(page, step).waitFor()
    }
    await hand.press('Continue')
    await heading(page, 'employee').waitFor()
    expect(await page.getByRole('radio', { name: 'Sarah Johnson' }).isChecked()).toBe(true)
    await hand.press('Continue')
    await heading(page, 'date').waitFor()
    await hand.press('Continue')
    await cell(page, '10:00, held for you').waitFor()
    await hand.press('Continue with 10:00')
    await heading(page, 'details').waitFor()
    await expectDetails()
    await hand.press('Continue')
    await heading(page, 'review').waitFor()
    await enterCode()
    await expectOneBooking()
  })

  async function letTheHoldRunOut(): Promise<void> {
    house.clock.advance(601)
    await page.clock.fastForward(601_000)
    await page.getByText(RUN_OUT).waitFor()
  }

  test('goes on with its time where that is still free after the hold has run out', async () => {
    await walk({ page, hand, house, to: 'details' })
    await hand.fill('Name', PERSON.name)
    await letTheHoldRunOut()
    await hand.press('Still free – carry on')
    expect(await page.getByLabel('Name').inputValue()).toBe(PERSON.name)
    await hand.fill('E-mail', PERSON.email)
    await hand.press('Continue')
    await enterCode()
    await expectOneBooking()
  })

  test('goes on with another time where its own was taken after the hold had run out', async () => {
    await walk({ page, hand, house, to: 'review' })
    house.clock.advance(1801)
    const other = await visit(browser, house)
    await walk({ page: other.page, hand: pointer(other.page), house, to: 'time' })
    await pointer(other.page).pickTime(startOf('10:00'))
    await cell(other.page, '10:00, held for you').waitFor()
    await page.clock.fastForward(1801_000)
    await page.getByText(/10:00 has gone to somebody else/).waitFor()
    await page
      .getByRole('alert')
      .getByRole('button', { name: / 10:30/ })
      .click()
    await page.getByText('10:30 – 11:00').first().waitFor()
    await hand.press('Send another code')
    await enterCode(1)
    await expectOneBooking('10:30')
  })

  test('books once where the reply to the booking is lost', async () => {
    await walk({ page, hand, house, to: 'review' })
    await loseReply()
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    expect(house.booked()).toHaveLength(1)
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('books once where the reply is lost and the page is then loaded again', async () => {
    await walk({ page, hand, house, to: 'review' })
    await loseReply()
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    await page.reload()
    await page.getByText(UNHEARD).waitFor()
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('books once where the reply is lost and the server then starts anew', async () => {
    await walk({ page, hand, house, to: 'review' })
    await loseReply()
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    await house.restart(async () => {
      await hand.press('Ask again')
      await page.getByText(UNHEARD).waitFor()
    })
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('books once where the reply is lost and the session has then ended', async () => {
    await walk({ page, hand, house, to: 'review' })
    await loseReply()
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    await page.context().clearCookies()
    await hand.press('Ask again')
    await page.getByText(/Enter the fresh code, and we ask again/).waitFor()
    await page.getByText(UNHEARD).waitFor()
    await enterCode(1)
    await expectOneBooking()
  })

  test('books once where the reply cannot be read', async () => {
    await walk({ page, hand, house, to: 'review' })
    const spoil: Parameters<Page['route']>[1] = async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `<b>Notice</b>: ${await response.text()}` })
    }
    await page.route(BOOKING, spoil, { times: 1 })
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('asks about a booking that was under way when the page was loaded again', async () => {
    const claims: string[] = []
    const note = (request: Request) => request.url().includes('/slots/select') && claims.push(request.url())
    await walk({ page, hand, house, to: 'review' })
    const { sent } = await delayReply((route) => route.fetch())
    await enterCode()
    await sent
    expect(house.booked()).toHaveLength(1)
    page.on('request', note)
    await page.reload()
    await page.getByText(UNHEARD).waitFor()
    await hand.press('Ask again')
    await expectOneBooking()
    expect(claims).toEqual([])
  })

  test('keeps the time of a booking that was under way when the page was left', async () => {
    await walk({ page, hand, house, to: 'review' })
    const { sent } = await delayReply(async () => {})
    await enterCode()
    await sent
    const address = page.url()
    await page.goto('about:blank')
    const other = (await visit(browser, house)).page
    await walk({ page: other, hand: pointer(other), house, to: 'time' })
    await other.getByRole('button', { name: /^10:00, held by somebody else/ }).waitFor()
    await page.goto(address)
    await page.getByText(UNHEARD).waitFor()
    expect(house.booked()).toEqual([])
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('is not told that its time has run out while it may be booked', async () => {
    await walk({ page, hand, house, to: 'review' })
    await loseReply()
    await enterCode()
    await page.getByText(UNHEARD).waitFor()
    house.clock.advance(601)
    await page.clock.fastForward(601_000)
    await page.getByRole('timer').getByText('0:00').waitFor()
    expect(await page.getByText(RUN_OUT).count()).toBe(0)
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('books once where there is no network when it is sent', async () => {
    await walk({ page, hand, house, to: 'review' })
    const code = await house.codeFor(PERSON.email)
    await page.route(BOOKING, (route) => route.abort('internetdisconnected'), { times: 1 })
    await hand.fill('Code', code)
    await page.getByText(UNHEARD).waitFor()
    expect(house.booked()).toEqual([])
    await hand.press('Ask again')
    await expectOneBooking()
  })

  test('survives a restart of the server, and so does the session', async () => {
    await walk({ page, hand, house, to: 'time' })
    await hand.pickTime(startOf('10:00'))
    await cell(page, '10:00, held for you').waitFor()
    await house.restart(() => page.getByText('Reconnecting').waitFor())
    await page.getByText(/^(Live|Updating every second)$/).waitFor()
    await cell(page, '10:00, held for you').waitFor()
    await hand.press('Continue with 10:00')
    await walk({ page, hand, house, from: 'details', to: 'review' })
    await enterCode()
    await expectOneBooking()
    await house.restart()
    await page.goto(`${house.url}/manage`)
    await page
      .getByRole('tabpanel', { name: /^Coming up/ })
      .getByRole('heading', { name: 'Consultation' })
      .waitFor()
  })

  /** The next booking is never answered. `sent`: once `meanwhile` is done, too. */
  async function delayReply(meanwhile: (route: Route) => Promise<unknown>): Promise<{ sent: Promise<void> }> {
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route(BOOKING, (route) => meanwhile(route).then(() => resolve()), { times: 1 })
    return { sent: promise }
  }

  /** The request arrives and is answered; the answer does not come back. */
  function loseReply(): Promise<void> {
    const lose: Parameters<Page['route']>[1] = async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }
    return page.route(BOOKING, lose, { times: 1 }).then(() => undefined)
  }
})
