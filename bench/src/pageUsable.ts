import type { Browser } from 'playwright-core'

/** Milliseconds since the navigation began, by the page's own clock. */
export interface PageTimes {
  /** The first service card is drawn. */
  readonly visible: number
  /** A click on it has led to the next step. */
  readonly usable: number
}

export interface PageVisit {
  /** 4: four times as slow as this machine. */
  readonly cpuSlowdown: number
}

const USABLE = 'The page can be used'

/**
 * Runs in the page, before anything of it: looks at every frame, clicks the first service card as soon as it is
 * drawn, and again at each frame until the page has gone on to another step. A card that is drawn before anybody
 * listens to it therefore does not count.
 */
const WATCH_FIRST_CARD = `
  globalThis.pageTimes = {}
  const look = () => {
    const step = document.querySelector('.ae-step')?.getAttribute('aria-labelledby')
    if (pageTimes.visible !== undefined && step && step !== 'ae-heading-service') {
      pageTimes.usable = performance.now()
      console.info('${USABLE}')
      return
    }
    const card = document.querySelector('.ae-card')
    if (card && card.getBoundingClientRect().height > 0) {
      pageTimes.visible ??= performance.now()
      card.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }))
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

/** Opens the page in a fresh context, so with cold caches, and waits until it can be used. */
export async function visit(browser: Browser, address: URL, { cpuSlowdown }: PageVisit): Promise<PageTimes> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
    await page.addInitScript({ content: WATCH_FIRST_CARD })
    // Nothing else of the tool's runs in the page while it is timed: it would be slowed down and counted too.
    const usable = page.waitForEvent('console', (message) => message.text() === USABLE)
    await page.goto(address.href, { waitUntil: 'commit' })
    await usable
    return await page.evaluate(() => (globalThis as unknown as { pageTimes: PageTimes }).pageTimes)
  } finally {
    await context.close()
  }
}
