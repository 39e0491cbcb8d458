import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  bookAll,
  countViolations,
  type Load,
  METHODS,
  type Method,
  prepareDatabase,
  requestsOf,
} from './collisionMethods.ts'
import type { Measurement, Row } from './measurement.ts'
import { median, rate } from './statistics.ts'

const ROUNDS = 3
const WRITERS = 4
/** One employee whom everybody wants, and a business of twenty. */
export const CROWD: Load = { requests: 1_500, employees: 1, days: 10 }
const BUSINESS: Load = { requests: 20_000, employees: 20, days: 90 }

interface Result {
  readonly taken: number
  readonly violations: number
  readonly perSecond: number
  readonly cpuMicroseconds: number
  readonly bytes: number
}

type Run = (path: string) => Promise<{ taken: number; requests: number; milliseconds: number }>

async function withDatabase(method: Method, run: Run): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const path = join(folder, 'a.db')
  try {
    await prepareDatabase(path, method)
    const before = process.cpuUsage()
    const { taken, requests, milliseconds } = await run(path)
    const { user, system } = process.cpuUsage(before)
    return {
      taken,
      violations: countViolations(path),
      perSecond: (requests * 1000) / milliseconds,
      cpuMicroseconds: (user + system) / requests,
      bytes: (await stat(path)).size,
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** One writer after another, the disk left out, so that the method alone is measured. */
const alone =
  (load: Load, seed: number): Run =>
  async (path) => {
    const requests = requestsOf(load, seed)
    const began = performance.now()
    const taken = bookAll(path, 'alone', requests, 'OFF')
    return { taken, requests: requests.length, milliseconds: performance.now() - began }
  }

/** Several connections at once, each commit on the disk. */
const together =
  (load: Load, seed: number): Run =>
  async (path) => {
    const each = { ...load, requests: load.requests / WRITERS }
    const writers = Array.from({ length: WRITERS }, (_, writer) => {
      const workerData = { path, name: String(writer), requests: requestsOf(each, seed * WRITERS + writer) }
      return new Worker(new URL('./collisionWriter.ts', import.meta.url), { workerData })
    })
    await Promise.all(writers.map((writer) => once(writer, 'message')))
    const began = performance.now()
    const results = writers.map((writer) => once(writer, 'message'))
    for (const writer of writers) writer.postMessage('go')
    const taken = (await Promise.all(results))
      .map(([count]) => Number(count))
      .reduce((sum, one) => sum + one, 0)
    return { taken, requests: load.requests, milliseconds: performance.now() - began }
  }

type Describe = (of: (field: keyof Result) => number) => string

const SETTINGS: readonly {
  readonly what: string
  readonly run: (seed: number) => Run
  readonly describe: Describe
}[] = [
  {
    what: `1 employee, ${WRITERS} writers`,
    run: (seed) => together(CROWD, seed),
    describe: (of) => rate(of('perSecond')),
  },
  {
    what: '20 employees, 1 writer',
    run: (seed) => alone(BUSINESS, seed),
    describe: (of) => `${of('cpuMicroseconds').toFixed(0)} µs CPU, ${(of('bytes') / 1e6).toFixed(1)} MB`,
  },
]

function describeResults(results: readonly Result[], describe: Describe): string {
  const of = (field: keyof Result) => median(results.map((result) => result[field]))
  return `${of('taken')} taken, ${of('violations')} overlaps, ${describe(of)}`
}

/** The means of refusing an overlap by turns on the same requests; medians. */
export const collisions: Measurement = {
  name: 'collisions',
  async measure() {
    const rows: Row[] = []
    for (const { what, run, describe } of SETTINGS) {
      const results = new Map<Method, Result[]>()
      for (let round = 0; round < ROUNDS; round++) {
        for (const method of Object.keys(METHODS) as Method[])
          results.set(method, [...(results.get(method) ?? []), await withDatabase(method, run(round))])
      }
      const [triggers = [], fiveMinutes = [], nothing = []] = [...results.values()]
      rows.push({
        what,
        measured: `triggers: ${describeResults(triggers, describe)}`,
        reference: `rows: ${describeResults(fiveMinutes, describe)}; nothing: ${describeResults(nothing, describe)}`,
        bound: 'no overlap',
        holds: triggers.every(({ violations }) => violations === 0),
      })
    }
    return rows
  },
}
