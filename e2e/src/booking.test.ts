import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { axeFindings } from './accessibility.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type Hand, isSeen, keyboard, pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { heading, PERSON, type Step, startOf, walk } from './journey.ts'
import { leaveAll, type VisitorOptions, visit } from './visitor.ts'

interface Way {
  readonly name: string
  readonly options: VisitorOptions
  readonly hand: (page: Page) => Hand
}

const ways: Way[] = [
  { name: 'by mouse', options: {}, hand: pointer },
  { name: 'by keyboard alone', options: {}, hand: keyboard },
  {
    name: 'by touch on a screen of 320 px',
    options: { viewport: { width: 320, height: 640 }, hasTouch: true },
    hand: (page) => pointer(page, { touch: true }),
  },
  {
    name: 'by keyboard at four times the size',
    options: { viewport: { width: 320, height: 256 } },
    hand: keyboard,
  },
]

const OVERHANG = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(CHROMIUM === undefined)('booking', () => {
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

  test.each(ways)('takes seven steps $name', async ({ options, hand }) => {
    const { page, complaints } = await visit(browser, house, options)
    const seen: Step[] = []
    const findings: string[] = []
    const onStep = async (step: Step) => {
      seen.push(step)
      findings.push(...(await axeFindings(page)).map((finding) => `${step}: ${finding}`))
      expect(await page.evaluate<number>(OVERHANG), `${step} is wider than the screen`).toBe(0)
    }
    await walk({ page, hand: hand(page), house, to: 'confirmed', onStep })

    expect(seen).toHaveLength(7)
    expect(findings).toEqual([])
    expect(complaints).toEqual([])
    const [row, ...others] = house.booked()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      ...PERSON,
      status: 'confirmed',
      service_name: 'Consultation',
      employee_name: 'Sarah Johnson',
      appointment_date: '2026-11-24 10:00:00',
    })
    await page.getByText(row?.strong_id ?? 'no reference').waitFor()
    await page.getByRole('link', { name: 'See, change or cancel' }).waitFor()
    const confirmation = await house.confirmationFor(PERSON.email)
    expect(confirmation.text).toContain(row?.strong_id)
    const [calendar] = confirmation.attachments
    expect(calendar?.contentType).toBe('text/calendar')
    expect(String(calendar?.content)).toContain('DTSTART:20261124T100000Z')
  })

  test('asks nobody twice for a code: another appointment is booked at once', async () => {
    const { page, complaints } = await visit(browser, house)
    const hand = pointer(page)
    await walk({ page, hand, house, to: 'confirmed' })
    await hand.press('Book another')
    await walk({ page, hand, house, to: 'time' })
    const times = page.getByRole('group', { name: 'Times' })
    await times.getByRole('button', { name: '10:00, taken' }).waitFor()
    await hand.pickTime(startOf('10:30'))
    await hand.press('Continue with 10:30')
    await heading(page, 'details').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe(PERSON.name)
    await hand.press('Continue')
    await heading(page, 'review').waitFor()
    await hand.press('Book')
    await heading(page, 'confirmed').waitFor()
    expect(house.booked().map(({ appointment_date }) => appointment_date.slice(11, 16))).toEqual([
      '10:00',
      '10:30',
    ])
    expect(house.mails.received().filter(({ subject }) => /is your code/.test(subject ?? ''))).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('says what is amiss where it is seen on a small screen, and axe finds nothing in it', async () => {
    const { page } = await visit(browser, house, { viewport: { width: 320, height: 640 }, hasTouch: true })
    const hand = pointer(page, { touch: true })
    const expectSeen = async (words: string) => {
      await expect.poll(() => isSeen(page.getByText(words)), { message: words }).toBe(true)
      expect(await axeFindings(page), words).toEqual([])
    }
    await hand.press('Continue')
    await expectSeen('Choose a service first.')
    await hand.choose('Consultation')
    await hand.press('Continue')
    await expectSeen('Choose a person, or anybody.')
    await walk({ page, hand, house, from: 'employee', to: 'time' })
    await hand.press('Continue')
    await expectSeen('Choose a time first.')
    await hand.pickTime(startOf('10:00'))
    await hand.press('Continue with 10:00')
    await hand.press('Continue')
    await expectSeen('Please tell us your name.')
    await walk({ page, hand, house, from: 'details', to: 'review' })
    await hand.press('Book')
    await expectSeen('Enter the code from your mail first.')
    await hand.fill('Code', (await house.codeFor(PERSON.email)) === '000000' ? '000001' : '000000')
    await expectSeen(
      'That code is not right. Look at the newest mail; after five wrong tries, ask for another code.',
    )
    house.clock.advance(601)
    await page.clock.fastForward(601_000)
    await expectSeen('Still free – carry on')
  })
})
