import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { axeFindings } from './accessibility.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { type Hand, keyboard, pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { PERSON, type Step, walk } from './journey.ts'
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
    const confirmation = await house.confirmationFor(PERSON.email)
    expect(confirmation.text).toContain(row?.strong_id)
    const [calendar] = confirmation.attachments
    expect(calendar?.contentType).toBe('text/calendar')
    expect(String(calendar?.content)).toContain('DTSTART:20261124T100000Z')
  })
})
