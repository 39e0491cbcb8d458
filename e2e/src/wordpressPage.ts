import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** The folder with jquery.js, hooks.js and heartbeat.js of a WordPress; undefined where the machine has none. */
export const WORDPRESS_SCRIPTS = process.env.APPOINTEASE_TEST_WORDPRESS_SCRIPTS

interface HeardEvent {
  readonly name: string
  /** What `heartbeat-tick` brought. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of every shape are heard
  readonly reply?: any
}

export interface HeartbeatPage {
  /** Puts entries into the queue, ticks at once and returns what the tick brought. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of every shape are read
  tick(entries: Readonly<Record<string, unknown>>): Promise<any>
  /** Everything that was triggered on the document so far, in order. */
  heard(): Promise<readonly HeardEvent[]>
  nonce(): Promise<string>
  /** `wp.heartbeat.interval()`: seconds. */
  setInterval(speed: number): Promise<number>
}

const EVENTS = ['tick', 'error', 'nonces-expired', 'connection-lost', 'connection-restored']

const LISTEN = `window.heard = []
for (const name of ${JSON.stringify(EVENTS)}) {
  jQuery(document).on('heartbeat-' + name + '.test', (event, reply) =>
    heard.push(name === 'tick' ? { name, reply } : { name }))
}`

/** Loads WordPress's own scripts, unchanged, into a page of the server, set up as wp_localize_script() would. */
export async function loadHeartbeat(
  page: Page,
  settings: Readonly<Record<string, unknown>>,
): Promise<HeartbeatPage> {
  if (WORDPRESS_SCRIPTS === undefined) throw new Error('There are no scripts of WordPress.')
  await page.evaluate(`window.heartbeatSettings = ${JSON.stringify(settings)}`)
  for (const name of ['jquery.js', 'hooks.js', 'heartbeat.js'])
    await page.addScriptTag({ path: join(WORDPRESS_SCRIPTS, name) })
  await page.evaluate(LISTEN)
  return {
    tick: (entries) =>
      page.evaluate(`new Promise((resolve) => {
        jQuery(document).one('heartbeat-tick', (event, reply) => resolve(reply))
        for (const [handle, data] of Object.entries(${JSON.stringify(entries)})) wp.heartbeat.enqueue(handle, data)
        wp.heartbeat.connectNow()
      })`),
    heard: () => page.evaluate('heard'),
    nonce: () => page.evaluate('heartbeatSettings.nonce'),
    setInterval: (speed) => page.evaluate(`wp.heartbeat.interval(${speed})`),
  }
}
