import { setTimeout as pause } from 'node:timers/promises'
import { Overtaken } from './faults.ts'

const MOST_RETRIES = 3
const SHORTEST_PAUSE_MILLISECONDS = 5
const LONGEST_PAUSE_MILLISECONDS = 50

/**
 * Runs `attempt` again where another transaction came in between, three times at most and not beyond `giveUpAt` (of
 * performance.now), each time after a pause of its own so that two do not meet for ever. Then the last fault is thrown.
 */
export async function againstOvertaking<Value>(
  giveUpAt: number,
  attempt: () => Promise<Value>,
): Promise<Value> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Overtaken) || retries === MOST_RETRIES) throw error
      const milliseconds =
        SHORTEST_PAUSE_MILLISECONDS +
        Math.random() * (LONGEST_PAUSE_MILLISECONDS - SHORTEST_PAUSE_MILLISECONDS)
      if (performance.now() + milliseconds >= giveUpAt) throw error
      await pause(milliseconds)
    }
  }
}
