import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { House } from './house.ts'

/** A person with a browser of their own. */
export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser held against the page: errors, warnings, failed requests, refusals, breaches of the CSP. */
  readonly complaints: string[]
}

export type VisitorOptions = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'locale' | 'timezoneId' | 'hasTouch' | 'bypassCSP' | 'deviceScaleFactor'
> & { readonly path?: string }

const REPORT_BREACHES = `addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP', event.violatedDirective, event.blockedURI))`

const present = new Set<Visitor>()

/** Closes every browser that was opened; of a test that failed it tells first what its visitors had before them. */
export async function leaveAll({
  task,
}: {
  readonly task: { result?: { state: string } | undefined }
}): Promise<void> {
  for (const visitor of present) {
    if (task.result?.state === 'fail') process.stderr.write(`${await viewOf(visitor)}\n`)
    await visitor.context.close()
  }
  present.clear()
}

async function viewOf({ page, complaints }: Visitor): Promise<string> {
  const view = page.isClosed() ? 'closed' : await page.locator('body').ariaSnapshot()
  return [page.url(), view, ...complaints].join('\n')
}

/** Opens the page in a browser whose clock shows the house's time. */
export async function visit(browser: Browser, house: House, options: VisitorOptions = {}): Promise<Visitor> {
  const { path = '/', ...context } = options
  const visitor = await openVisitor(browser, house, context)
  await visitor.page.goto(house.url + path)
  return visitor
}

async function openVisitor(browser: Browser, house: House, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(15_000)
  await context.clock.install({ time: house.clock.now() })
  await context.addInitScript(REPORT_BREACHES)
  const page = await context.newPage()
  const visitor = { page, context, complaints: complaintsOf(page) }
  present.add(visitor)
  return visitor
}

const STREAM = '**/slots/stream*'
const withoutPush = new WeakSet<BrowserContext>()

/** As a server does that pushes nothing (404), or nothing now (503); until it is ended. Its pages do not complain of that. */
export async function refusePush(context: BrowserContext, status: 404 | 503): Promise<() => Promise<void>> {
  withoutPush.add(context)
  await context.route(STREAM, (route) => route.fulfill({ status }))
  return () => context.unroute(STREAM)
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  const isRefused = (url: string) => withoutPush.has(page.context()) && url.includes('/slots/stream')
  page.on('console', (message) => {
    if (isRefused(message.location().url)) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('response', (response) => {
    if (isRefused(response.url())) return
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // A tick that is under way when its step is left is taken back by the page itself.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason} ${request.url()}`)
  })
  return complaints
}
