import { type Browser, chromium } from 'playwright-core'

/** Undefined where the machine has no Chromium; the browser tests are then skipped. */
export const CHROMIUM = process.env.APPOINTEASE_TEST_CHROMIUM

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchChromium(executablePath = CHROMIUM): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no Chromium to launch.')
  return chromium.launch({ executablePath, args: FLAGS })
}
