import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkHistory } from './history/checkHistory.ts'
import type { FleetEngines } from './history/fleetGrounds.ts'
import { liveInFleet, PROCESSES } from './history/fleetHistory.ts'
import { tallyOf } from './history/recording.ts'
import { tell } from './history/violation.ts'
import { replayableSeed } from './replayableSeed.ts'

const MILLISECONDS = 8_000
/** A history in which hardly anything happens would prove nothing. */
const FEWEST_CALLS = 60

export interface HistoriesOptions {
  /** Whether the machine has what they need. */
  readonly isThere: boolean
  readonly histories: number
  /** How late a process may show what another one did: docs/reference/live.md. */
  readonly lateMilliseconds: number
  readonly start: (processes: number) => Promise<FleetEngines>
}

/** What many customers are told by several processes keeps every promise, whatever goes wrong meanwhile. */
export function describeHistories(
  name: string,
  { isThere, histories, lateMilliseconds, start }: HistoriesOptions,
): void {
  describe.skipIf(!isThere)(`three processes on ${name}`, () => {
    let engines: FleetEngines
    beforeAll(async () => {
      engines = await start(PROCESSES)
    })
    afterAll(() => engines.stop())

    it.each(Array.from({ length: histories }, (_, place) => place + 1))(
      'keep every promise whatever goes wrong, history %i',
      { timeout: 180_000 },
      async (number) => {
        const seed = replayableSeed(`history ${number} on ${name}`)
        const began = performance.now()
        const { calls, state, struck } = await liveInFleet(engines, { seed, milliseconds: MILLISECONDS })
        const violations = checkHistory(calls, state, { lateMilliseconds })
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        const outcomes = Object.entries(tallyOf(calls)).map(([outcome, times]) => `${times} ${outcome}`)
        process.stdout.write(
          `history ${number} on ${name}: ${calls.length} calls in ${seconds} s; ${struck.join(', ')}\n` +
            `  ${outcomes.join(', ')}\n`,
        )
        expect(violations.map(tell), `seed ${seed}`).toEqual([])
        expect(calls.length).toBeGreaterThan(FEWEST_CALLS)
      },
    )
  })
}
