import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { pointer } from './hands.ts'
import { type House, openHouseWithMail } from './house.ts'
import { heading, PERSON, startOf, walk } from './journey.ts'
import { leaveAll, refusePush, type Visitor, visit } from './visitor.ts'

const TICK = '**/admin-ajax.php'
const STREAM = '**/slots/stream*'

/** How soon everybody else must see what one does. */
const SOON_MS = 2000

const looking = (time: string) => new RegExp(`^${time}, free, somebody else is looking at it`)
const held = (time: string) =>
  new RegExp(`^${time}, held by somebody else, free again in \\d+:\\d\\d unless booked`)
/** Whoever let go of it may still have been looking at it a moment ago. */
const free = (time: string) => new RegExp(`^${time}, free\\b`)
const unwatched = (time: string) => new RegExp(`^${time}, free$`)
const taken = (time: string) => new RegExp(`^${time}, taken`)
const yours = (time: string) => new RegExp(`^${time}, held for you`)

const cell = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'Times' }).getByRole('button', { name })

const WAYS = [{ way: 'push' }, { way: 'heartbeat' }] as const

describe.skipIf(CHROMIUM === undefined).each(WAYS)(
  'two visitors who look at the same day, by $way',
  ({ way }) => {
    const measured = new Map<string, number[]>()
    let browser: Browser
    let house: House
    let ada: Visitor
    let ben: Visitor

    beforeAll(async () => {
      browser = await launchChromium()
    })
    afterAll(async () => {
      await browser?.close()
      for (const [what, all] of measured) {
        const [least, most] = [Math.min(...all), Math.max(...all)].map(Math.round)
        process.stdout.write(
          `${way}, ${what}: seen by the other after ${least} to ${most} ms (${all.length} times)\n`,
        )
      }
    })
    beforeEach(async () => {
      house = await openHouseWithMail()
      ada = await visit(browser, house)
      ben = await visit(browser, house)
      for (const { page, context } of [ada, ben]) {
        if (way === 'heartbeat') await refusePush(context, 404)
        await walk({ page, hand: pointer(page), house, to: 'time' })
      }
    })
    afterEach(async (context) => {
      await leaveAll(context)
      await house.close()
    })

    const choose = (visitor: Visitor, time: string) => pointer(visitor.page).pickTime(startOf(time))

    async function sees(what: string, act: () => Promise<unknown>, ...signs: Locator[]): Promise<void> {
      const before = performance.now()
      await act()
      for (const sign of signs) await sign.waitFor()
      const milliseconds = performance.now() - before
      measured.set(what, [...(measured.get(what) ?? []), milliseconds])
      expect(milliseconds, what).toBeLessThan(SOON_MS)
    }

    test('see each other point', async () => {
      for (const time of ['9:30', '10:00', '11:30', '13:00', '14:30', '16:00']) {
        // Just after a tick: whoever waited for the next would be late.
        if (way === 'heartbeat') await ada.page.waitForResponse(TICK)
        await sees('pointing', () => cell(ada.page, startOf(time)).hover(), cell(ben.page, looking(time)))
      }
      await sees('pointing away', () => heading(ada.page, 'time').hover(), cell(ben.page, unwatched('16:00')))
    })

    test('see each other hold a time, move to another and book it', async () => {
      await sees('holding', () => choose(ada, '10:00'), cell(ben.page, held('10:00')))
      await cell(ada.page, yours('10:00')).waitFor()
      const countdown = () => cell(ben.page, held('10:00')).textContent()
      const first = await countdown()
      await expect.poll(countdown, { timeout: 5000 }).not.toBe(first)

      let before = '10:00'
      for (const next of ['14:00', '9:00', '16:30', '12:00', '11:00']) {
        const moved = [cell(ben.page, free(before)), cell(ben.page, held(next))]
        await sees('moving', () => choose(ada, next), ...moved)
        before = next
      }

      const hand = pointer(ada.page)
      await hand.press('Continue with 11:00')
      await walk({ page: ada.page, hand, house, from: 'details', to: 'review' })
      const code = await house.codeFor(PERSON.email)
      await sees('booking', () => hand.fill('Code', code), cell(ben.page, taken('11:00')))
      await heading(ada.page, 'confirmed').waitFor()
    })

    test.each([
      ['goes on to another page', (visitor: Visitor) => visitor.page.goto('about:blank')],
      ['closes the tab', (visitor: Visitor) => visitor.page.close({ runBeforeUnload: true })],
    ])('get a time back when who held it %s', async (what, leaving) => {
      await choose(ada, '10:00')
      await cell(ben.page, held('10:00')).waitFor()
      await sees(what, () => leaving(ada), cell(ben.page, free('10:00')))
    })

    test('are kept from a held time wherever the service would reach into it', async () => {
      await pointer(ben.page).press(/^Consultation, change/)
      await pointer(ben.page).choose('Premium Service')
      await walk({ page: ben.page, hand: pointer(ben.page), house, from: 'employee', to: 'time' })
      await choose(ada, '10:00')
      await cell(ben.page, held('10:00')).waitFor()
      await cell(ben.page, /^9:30, held by somebody else/).waitFor()
      await cell(ben.page, free('10:30')).waitFor()
    })

    test('see each other also where one would see anybody', async () => {
      await pointer(ben.page).press(/^Sarah Johnson, change/)
      await pointer(ben.page).choose('Anybody')
      await walk({ page: ben.page, hand: pointer(ben.page), house, from: 'date', to: 'time' })
      // At nine only Sarah is there; at ten Mike is too.
      await cell(ben.page, unwatched('9:00')).waitFor()
      await sees(
        'pointing, to anybody’s',
        () => cell(ada.page, startOf('9:00')).hover(),
        cell(ben.page, looking('9:00')),
      )
      await sees('holding, to anybody’s', () => choose(ada, '9:00'), cell(ben.page, /^9:00, held/))
      await choose(ada, '10:00')
      await cell(ben.page, free('9:00')).waitFor()
      await cell(ben.page, free('10:00')).waitFor()
    })

    test('are offered other times where one was quicker, and can go on with them', async () => {
      // Ben's page hears nothing for a while, so it still shows as free what Ada takes.
      for (const way of [TICK, STREAM]) await ben.page.route(way, () => undefined)
      await ben.page.reload()
      await cell(ben.page, free('10:00')).waitFor()
      await choose(ada, '10:00')
      await cell(ada.page, yours('10:00')).waitFor()
      await choose(ben, '10:00')
      const alert = ben.page.getByRole('alert')
      await alert.getByText(/^Somebody else is booking .* 10:00 right now/).waitFor()
      await alert.getByRole('button', { name: / 10:30/ }).click()
      await cell(ben.page, yours('10:30')).waitFor()
      await ben.page.getByRole('button', { name: 'Continue with 10:30' }).waitFor()
    })

    test('can both book, each what they hold', async () => {
      await choose(ada, '10:00')
      await choose(ben, '10:30')
      await cell(ben.page, held('10:00')).waitFor()
      await book(ben, '10:30', 'ben@example.com')
      await book(ada, '10:00', PERSON.email)
      expect(
        house.booked().map(({ appointment_date, email }) => [appointment_date.slice(11, 16), email]),
      ).toEqual([
        ['10:30', 'ben@example.com'],
        ['10:00', PERSON.email],
      ])
    })

    test('can take over a time that ran out, and who lost it is told where it was and finds another', async () => {
      await choose(ada, '10:00')
      await cell(ben.page, held('10:00')).waitFor()
      house.clock.advance(601)
      await cell(ben.page, free('10:00')).waitFor()
      await choose(ben, '10:00')
      await cell(ben.page, yours('10:00')).waitFor()

      await ada.page.clock.fastForward(601_000)
      const morning = ada.page.getByRole('region', { name: 'Morning' })
      await morning.getByText('The time we held for you has run out').waitFor()
      await morning.getByText(/10:00 has gone to somebody else/).waitFor()
      await morning
        .getByRole('alert')
        .getByRole('button', { name: / 10:30/ })
        .click()
      await cell(ada.page, yours('10:30')).waitFor()
    })

    async function book({ page }: Visitor, time: string, email: string): Promise<void> {
      const hand = pointer(page)
      await hand.press(`Continue with ${time}`)
      await hand.fill('Name', 'Somebody')
      await hand.fill('E-mail', email)
      await hand.press('Continue')
      await hand.fill('Code', await house.codeFor(email))
      await heading(page, 'confirmed').waitFor()
    }
  },
)
