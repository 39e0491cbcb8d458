import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { ensureBookingApp } from '../../scripts/bookingApp.ts'
import { inChromium } from './chromium.ts'
import type { Measurement, Row } from './measurement.ts'
import { visit } from './pageUsable.ts'
import { ROOT, startProduct } from './processes.ts'
import { median, milliseconds } from './statistics.ts'

const ASSETS = join(ROOT, 'apps/booking/dist/assets')
const BOUND_BYTES = 150_000
const BOUND_MILLISECONDS = 1000
const CPU_SLOWDOWN = 4
const VISITS = 9

/**
 * The booking page as a visitor gets it: all of its JavaScript, gzipped file by file, the chunks of later steps
 * included; and the time until it can be used, in Chromium on loopback with the processor slowed down four
 * times, every visit in a fresh context with cold caches, the median of nine after one to warm up the server.
 * Usable means that the first service card is drawn and a click on it has led to the next step.
 */
export const page: Measurement = {
  name: 'page',
  async measure() {
    ensureBookingApp()
    return [...measureSizes(), ...(await inChromium('usable, CPU slowed down 4 times', measureVisits))]
  },
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function measureSizes(): Row[] {
  const files = readdirSync(ASSETS)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(ASSETS, name))).length }))
    .sort((one, other) => other.bytes - one.bytes)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    ...files.map(({ name, bytes }) => ({
      what: `gzipped ${name.replace(/\.\w+\.js$/, '.js')}`,
      measured: kilobytes(bytes),
    })),
    {
      what: 'all JavaScript, gzipped',
      measured: kilobytes(total),
      bound: `≤ ${kilobytes(BOUND_BYTES)}`,
      holds: total <= BOUND_BYTES,
    },
  ]
}

async function measureVisits(browser: Browser): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const server = await startProduct(folder)
  try {
    const once = () => visit(browser, server.address, { cpuSlowdown: CPU_SLOWDOWN })
    await once()
    const visits = []
    for (let number = 0; number < VISITS; number++) visits.push(await once())
    const visible = median(visits.map((one) => one.visible))
    const usable = median(visits.map((one) => one.usable))
    return [
      {
        what: `usable, CPU slowed down ${CPU_SLOWDOWN} times`,
        measured: `${milliseconds(usable)} (first card drawn: ${milliseconds(visible)})`,
        bound: `< ${BOUND_MILLISECONDS} ms`,
        holds: usable < BOUND_MILLISECONDS,
      },
    ]
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
