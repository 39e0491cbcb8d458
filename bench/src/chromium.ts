import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import type { Row } from './measurement.ts'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome']

/** The one that the tests are given, else the first on the path. */
function findChromium(): string | undefined {
  const given = process.env.APPOINTEASE_TEST_CHROMIUM
  if (given) return given
  const folders = (process.env.PATH ?? '').split(delimiter)
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))).find((path) =>
    existsSync(path),
  )
}

/** Measures in a browser, or says in one line that there is none. */
export async function inChromium(
  what: string,
  measure: (browser: Browser) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    return [{ what, measured: 'skipped: there is no Chromium on this machine' }]
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    return await measure(browser)
  } finally {
    await browser.close()
  }
}
