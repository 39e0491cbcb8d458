import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { startOf, walk } from './journey.ts'
import { leaveAll, refusePush, visit } from './visitor.ts'

const cell = (page: Page, name: RegExp | string) =>
  page.getByRole('group', { name: 'Times' }).getByRole('button', { name })
const held = /^10:00, held by somebody else/

describe.skipIf(CHROMIUM === undefined)('a page that is pushed to', () => {
  let browser: Browser
  let house: House
  let context: BrowserContext
  let page: Page
  let streams: string[]
  let ticks: string[]

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouseWithMail()
    ;({ page, context } = await visit(browser, house))
    streams = []
    ticks = []
    context.on('request', (request) => {
      if (request.url().includes('/slots/stream')) streams.push(request.url())
      if (request.url().includes('/admin-ajax.php')) ticks.push(request.url())
    })
    await walk({ page, hand: pointer(page), house, to: 'time' })
    await page.getByText('Live', { exact: true }).waitFor()
  })
  afterEach(async (task) => {
    await leaveAll(task)
    await house.close()
  })

  /** Another tab of the same browser, on the same day. */
  async function openTab(): Promise<Page> {
    const tab = await context.newPage()
    await tab.goto(house.url)
    await walk({ page: tab, hand: pointer(tab), house, to: 'time' })
    await tab.getByText('Live', { exact: true }).waitFor()
    return tab
  }

  const hold = (tab: Page) => pointer(tab).pickTime(startOf('10:00'))

  test('asks for nothing more', async () => {
    const ticksBefore = ticks.length
    const other = await visit(browser, house)
    await walk({ page: other.page, hand: pointer(other.page), house, to: 'time' })
    await hold(other.page)
    await cell(page, held).waitFor()
    expect(ticks.length).toBe(ticksBefore)
    expect(streams).toHaveLength(1)
  })

  test('shares its stream with the browser’s other tabs, each with a hold of its own', async () => {
    const tab = await openTab()
    expect(streams).toHaveLength(1)
    await hold(page)
    await cell(page, '10:00, held for you').waitFor()
    await cell(tab, held).waitFor()
    await pointer(tab).pickTime(startOf('11:00'))
    await cell(tab, '11:00, held for you').waitFor()
    await cell(page, /^11:00, held by somebody else/).waitFor()
    await cell(page, '10:00, held for you').waitFor()
    await cell(tab, held).waitFor()
  })

  test('goes on where the tab that had the stream is closed', async () => {
    const tab = await openTab()
    const before = performance.now()
    const taken = context.waitForEvent('request', (request) => request.url().includes('/slots/stream'))
    await page.close()
    await taken
    expect(performance.now() - before).toBeLessThan(1000)
    await tab.getByText('Live', { exact: true }).waitFor()
    const other = await visit(browser, house)
    await walk({ page: other.page, hand: pointer(other.page), house, to: 'time' })
    await hold(other.page)
    await cell(tab, held).waitFor()
  })

  test('asks every second where there is no room, and is pushed to again later', async () => {
    const allowPush = await refusePush(context, 503)
    await house.restart()
    await page.getByText('Updating every second').waitFor()
    const other = await visit(browser, house)
    await walk({ page: other.page, hand: pointer(other.page), house, to: 'time' })
    await hold(other.page)
    await cell(page, held).waitFor()
    await allowPush()
    await page.clock.fastForward(60_000)
    await page.getByText('Live', { exact: true }).waitFor()
    await cell(page, held).waitFor()
  })

  test('is pushed to on the day that it turns to', async () => {
    await pointer(page).press(/^Next day/)
    await expect.poll(() => streams.length).toBe(2)
    const dates = streams.map((stream) => new URL(stream).searchParams.get('date'))
    expect(dates).toEqual(['2026-11-24', '2026-11-25'])
    await page.getByText('Live', { exact: true }).waitFor()
    const other = await visit(browser, house)
    await walk({ page: other.page, hand: pointer(other.page), house, to: 'time' })
    await pointer(other.page).press(/^Next day/)
    await hold(other.page)
    await cell(page, held).waitFor()
  })
})
