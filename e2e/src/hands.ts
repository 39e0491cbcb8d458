import type { Locator, Page } from 'playwright-core'

/** A way to use a page. */
export interface Hand {
  /** Decides for a card of a radio group. */
  choose(name: string): Promise<void>
  pickDay(name: RegExp): Promise<void>
  pickTime(name: RegExp): Promise<void>
  press(button: string | RegExp): Promise<void>
  fill(label: string, text: string): Promise<void>
}

const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })
const day = (page: Page, name: RegExp) => page.getByRole('gridcell').getByRole('button', { name })
const times = (page: Page) => page.getByRole('group', { name: 'Times' })

/** A mouse, or a finger where the screen has touch. */
export function pointer(page: Page, { touch = false } = {}): Hand {
  const use = (target: Locator) => (touch ? target.tap() : target.click())
  return {
    choose: (name) => use(page.locator('label').filter({ has: radio(page, name) })),
    pickDay: (name) => use(day(page, name)),
    pickTime: (name) => use(times(page).getByRole('button', { name })),
    press: (name) => use(page.getByRole('button', { name })),
    async fill(label, text) {
      await use(page.getByLabel(label))
      await page.keyboard.type(text)
    },
  }
}

const MOST_STOPS = 40

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element.ownerDocument.activeElement === element)

const hasFocusInside = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element.contains(element.ownerDocument.activeElement))

/** The mark may be on the stop itself or, for a radio button, on the card around it. */
const showsFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) =>
    [element, element.closest('label')].some((one) => {
      if (!one) return false
      const { outlineStyle, outlineWidth } = one.ownerDocument.defaultView.getComputedStyle(one)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    }),
  )

/** Whether a finger at its middle would touch it: it is on the screen, and nothing lies over it. */
export function isSeen(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const whole = element.closest('label') ?? element
    const { left, top, width, height } = whole.getBoundingClientRect()
    const there = whole.ownerDocument.elementFromPoint(left + width / 2, top + height / 2)
    return there !== null && whole.contains(there)
  })
}

/** Nothing but keys. What has the focus must show it, and nothing may lie over it. */
export function keyboard(page: Page): Hand {
  async function walkTo(key: string, arrived: () => Promise<boolean>, goal: string) {
    for (let stops = 0; !(await arrived()); stops += 1) {
      if (stops === MOST_STOPS) throw new Error(`${MOST_STOPS} presses of ${key} do not lead to ${goal}`)
      await page.keyboard.press(key)
    }
  }

  async function reach(target: Locator, within?: { group: Locator; key: string }) {
    const goal = String(target)
    await target.waitFor()
    if (within) {
      await walkTo('Tab', () => hasFocusInside(within.group), String(within.group))
      await walkTo(within.key, () => isFocused(target), goal)
    } else await walkTo('Tab', () => isFocused(target), goal)
    if (!(await showsFocus(target))) throw new Error(`Nothing shows that ${goal} has the focus`)
    if (!(await isSeen(target))) throw new Error(`${goal} has the focus and is not to be seen`)
  }

  const decide = async (target: Locator, within: { group: Locator; key: string }) => {
    await reach(target, within)
    await page.keyboard.press('Enter')
  }
  return {
    choose: (name) => decide(radio(page, name), { group: page.getByRole('radiogroup'), key: 'ArrowDown' }),
    pickDay: (name) => decide(day(page, name), { group: page.getByRole('grid'), key: 'ArrowRight' }),
    pickTime: (name) =>
      decide(times(page).getByRole('button', { name }), { group: times(page), key: 'ArrowRight' }),
    async press(name) {
      await reach(page.getByRole('button', { name }))
      await page.keyboard.press('Enter')
    },
    async fill(label, text) {
      await reach(page.getByLabel(label))
      await page.keyboard.type(text)
    },
  }
}
