import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { TEST_TOOLS } from '../../scripts/testTools.ts'
import { launchChromium } from './chromium.ts'
import { pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { HEADINGS, type Step, startOf, walk } from './journey.ts'
import { emptyPictures } from './pictures.ts'
import { visit } from './visitor.ts'

const FOLDER = join(import.meta.dirname, '../../docs/images')
const STEPS = Object.keys(HEADINGS) as Step[]
const SCREENS = [
  { name: 'wide', viewport: { width: 1280, height: 800 } },
  { name: 'narrow', viewport: { width: 375, height: 812 } },
]
const LATER_ANSWERED: ReadonlySet<Step> = new Set(['time', 'details'])

const cell = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'Times' }).getByRole('button', { name })

/** Some of the day is gone already, as on any day. */
async function bookSomeTimes(house: House): Promise<void> {
  const email = 'grace@example.com'
  const { send } = house.server()
  await send('POST', '/generate-otp', { email })
  const { body } = await send('POST', '/verify-otp', { email, otp: await house.codeFor(email) })
  for (const time of ['09:30', '13:00', '13:30']) {
    const booking = { name: 'Grace Hopper', email, date: '2026-11-24', time, service_id: 1, employee_id: 1 }
    const headers = { authorization: `Bearer ${body.token}`, 'idempotency-key': `a-picture-${time}` }
    const booked = await send('POST', '/appointments', booking, headers)
    if (booked.status !== 201) throw new Error(`A picture's booking was answered ${booked.status}`)
  }
}

async function photographSteps(
  browser: Browser,
  { name, viewport }: (typeof SCREENS)[number],
): Promise<void> {
  const house = await openHouseWithMail()
  await bookSomeTimes(house)
  const { page, context } = await visit(browser, house, { viewport })
  const photograph = async (step: Step) => {
    if (step === 'time') await cell(page, /^10:00, held for you/).waitFor()
    if (step === 'review') await page.getByLabel('Code').waitFor()
    await page.mouse.move(0, 0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const file = `${STEPS.indexOf(step) + 1}-${step}-${name}-${colorScheme}.png`
      await page.screenshot({ path: join(FOLDER, file) })
    }
  }
  await walk({
    page,
    hand: pointer(page),
    house,
    to: 'confirmed',
    onStep: async (step) => (LATER_ANSWERED.has(step) ? undefined : photograph(step)),
    onAnswered: photograph,
  })
  await context.close()
  await house.close()
}

/** One canvas with two browsers: what one does, and what the other sees of it. */
async function photographTwo(browser: Browser): Promise<void> {
  const house = await openHouseWithMail()
  await bookSomeTimes(house)
  const viewport = { width: 600, height: 860 }
  const ada = await visit(browser, house, { viewport })
  const ben = await visit(browser, house, { viewport })
  for (const { page } of [ada, ben]) await walk({ page, hand: pointer(page), house, to: 'time' })
  await pointer(ada.page).pickTime(startOf('10:00'))
  await cell(ada.page, /^10:00, held for you/).waitFor()
  await cell(ada.page, /^11:00, free/).hover()
  await pointer(ben.page).pickTime(startOf('14:30'))
  await cell(ben.page, /^14:30, held for you/).waitFor()
  await cell(ben.page, /^15:30, free/).hover()
  await cell(ben.page, /^11:00, free, somebody else/).waitFor()
  await cell(ada.page, /^15:30, free, somebody else/).waitFor()
  await cell(ada.page, /^14:30, held by somebody else, free again in 9:57/).waitFor()
  const [left, right] = await Promise.all([ada, ben].map(({ page }) => page.screenshot()))
  const canvas = await browser.newPage({ viewport: { width: 1240, height: 922 } })
  const picture = (png: Buffer | undefined) => `data:image/png;base64,${png?.toString('base64')}`
  await canvas.setContent(`<style>
    body { margin: 0; padding: 12px; display: flex; gap: 16px; background: #d9d6cf; font: 600 15px system-ui }
    figure { margin: 0; flex: 1; background: #f4f3ef; border-radius: 10px; overflow: hidden }
    figcaption { padding: 8px 16px; color: #33312c; text-align: center }
    img { display: block; width: 100% }
  </style>
  <figure><figcaption>Ada’s browser</figcaption><img src="${picture(left)}"></figure>
  <figure><figcaption>Ben’s browser, at the same moment</figcaption><img src="${picture(right)}"></figure>`)
  await canvas.screenshot({ path: join(FOLDER, 'two-browsers.png') })
  for (const { context } of [ada, ben]) await context.close()
  await house.close()
}

const chromium = TEST_TOOLS.find(({ variable }) => variable === 'APPOINTEASE_TEST_CHROMIUM')?.find()
const browser = await launchChromium(chromium)
await emptyPictures(FOLDER)
for (const screen of SCREENS) await photographSteps(browser, screen)
await photographTwo(browser)
await browser.close()
