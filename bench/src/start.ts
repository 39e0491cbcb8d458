import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { inChromium } from './chromium.ts'
import type { Measurement, Row } from './measurement.ts'
import { visit } from './pageUsable.ts'
import { ROOT, startProcess } from './processes.ts'

const BOUND_SECONDS = 60
const WHAT = 'from `npm start` to a usable page'

/**
 * A fresh clone of HEAD beside a copy of the installed packages, without their caches, without anything built and
 * without data: the seconds from calling `npm start` until the booking page can be used in Chromium, building
 * included. Once: a second start would no longer be the first. Reference: the bound.
 */
export const start: Measurement = {
  name: 'start',
  measure: () => inChromium(WHAT, measureStart),
}

async function measureStart(browser: Browser): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const clone = join(folder, 'appointease')
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, clone])
    execFileSync('cp', ['-a', join(ROOT, 'node_modules'), join(clone, 'node_modules')])
    await rm(join(clone, 'node_modules/.cache'), { recursive: true, force: true })
    return [await measureClone(browser, clone)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureClone(browser: Browser, clone: string): Promise<Row> {
  const began = performance.now()
  const server = await startProcess({ command: 'npm', args: ['start'], cwd: clone, env: { PORT: '0' } })
  try {
    const listening = (performance.now() - began) / 1000
    await visit(browser, server.address, { cpuSlowdown: 1 })
    const seconds = (performance.now() - began) / 1000
    return {
      what: WHAT,
      measured: `${seconds.toFixed(1)} s (it listens after ${listening.toFixed(1)} s)`,
      bound: `< ${BOUND_SECONDS} s`,
      holds: seconds < BOUND_SECONDS,
    }
  } finally {
    await server.stop()
  }
}
