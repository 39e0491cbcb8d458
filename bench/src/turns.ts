import type { Row } from './measurement.ts'
import { formatLatency, latencyOf, median, milliseconds, rate } from './statistics.ts'
import type { Run } from './workers.ts'

const REPETITIONS = 7

/** What the same machine does without the product. */
export interface Reference {
  readonly name: string
  readonly run: () => Promise<Run>
}

export interface Contest {
  readonly what: string
  readonly run: () => Promise<Run>
  readonly reference: Reference
}

interface Turn {
  readonly own: Run
  readonly bare: Run
}

/**
 * The two take turns, so that both meet the same disk and the same neighbours, after a turn of each to warm up. Ratios
 * are of one turn's two halves: what else the machine does in it slows both down.
 */
async function takeTurns({ run, reference }: Contest): Promise<readonly Turn[]> {
  await reference.run()
  await run()
  const turns: Turn[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const bare = await reference.run()
    turns.push({ bare, own: await run() })
  }
  return turns
}

const latencyIn = (runs: readonly Run[]) => latencyOf(runs.map(({ latencies }) => latencies))

/** Calls a second, as a share of the reference's; `atLeast` bounds the share. */
export async function compareRates(contest: Contest, atLeast?: number): Promise<Row & { ratio: number }> {
  const turns = await takeTurns(contest)
  const own = turns.map((turn) => turn.own)
  const perSecond = (runs: readonly Run[]) => rate(median(runs.map((run) => run.perSecond)))
  const ratio = median(turns.map((turn) => turn.own.perSecond / turn.bare.perSecond))
  const bare = perSecond(turns.map((turn) => turn.bare))
  return {
    what: contest.what,
    measured: `${perSecond(own)}, ${formatLatency(latencyIn(own))}`,
    reference: `${contest.reference.name} ${bare}, ratio ${ratio.toFixed(2)}`,
    ratio,
    ...(atLeast !== undefined && { bound: `ratio ≥ ${atLeast}`, holds: ratio >= atLeast }),
  }
}

/** How long a call takes, as a multiple of the reference's at p50; `atMost` bounds the multiple. */
export async function compareLatencies(contest: Contest, atMost?: number): Promise<Row> {
  const turns = await takeTurns(contest)
  const bare = latencyIn(turns.map((turn) => turn.bare))
  const times = median(turns.map(({ own, bare }) => latencyIn([own]).p50 / latencyIn([bare]).p50))
  return {
    what: contest.what,
    measured: formatLatency(latencyIn(turns.map(({ own }) => own))),
    reference: `${contest.reference.name} p50 ${milliseconds(bare.p50)}, ${times.toFixed(2)} times`,
    ...(atMost !== undefined && { bound: `≤ ${atMost} times`, holds: times <= atMost }),
  }
}
