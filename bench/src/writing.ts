import { bareInserts, type Durability } from './bareInserts.ts'
import type { Row } from './measurement.ts'
import { formatLatency, latencyOf, median, rate } from './statistics.ts'
import type { Run } from './workers.ts'

const REPETITIONS = 5

/**
 * What writes, beside bare inserts: the two take turns, so that both meet the same disk and the same neighbours.
 * `run` is called once more than is measured, to warm up.
 */
export async function besideBareInserts(
  what: string,
  durability: Durability,
  calls: number,
  run: () => Promise<Run>,
): Promise<Row> {
  const runs: Run[] = []
  const bareRates: number[] = []
  await run()
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const bare = await bareInserts(durability, calls)
    bareRates.push((bare.length * 1000) / bare.reduce((sum, one) => sum + one, 0))
    runs.push(await run())
  }
  const perSecond = median(runs.map((one) => one.perSecond))
  const bare = median(bareRates)
  const latency = latencyOf(runs.map(({ latencies }) => latencies))
  return {
    what,
    measured: `${rate(perSecond)}, ${formatLatency(latency)}`,
    reference: `bare insert ${rate(bare)}, ratio ${(perSecond / bare).toFixed(2)}`,
  }
}
