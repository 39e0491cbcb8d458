import { Worker } from 'node:worker_threads'
import { type Instant, type Interval, mergeIntervals } from '@appointease/domain'
import type { BusyQuestion } from './occurrences.ts'

export interface BusyTimes {
  /** Merged, ascending, within what was asked about. */
  readonly intervals: readonly Interval[]
  /** Objects that could not be understood, and say nothing of what is busy. */
  readonly notUnderstood: number
}

/** What the worker is given. */
export interface BusyWork {
  readonly texts: readonly string[]
  readonly question: BusyQuestion
}

type Understood = readonly Interval[] | undefined

/** An ordinary object takes a millisecond, and a thread on a busy machine a second to begin. */
const LONGEST_SILENCE_MILLISECONDS = 10_000
const MOST_MEGABYTES = 256
/** So many objects that never come to an end are passed over; with more of them the rest is not looked at. */
const MOST_HANGING = 5

/**
 * When these calendar objects keep somebody busy. Anybody can send somebody an invitation, and there are rules that no
 * reader comes to the end of: it is done in a thread that can be ended, and what it hangs at is one that is not understood.
 */
export async function busyTimesOf(
  texts: readonly string[],
  question: BusyQuestion,
  silenceMilliseconds = LONGEST_SILENCE_MILLISECONDS,
): Promise<BusyTimes> {
  const all: Understood[] = []
  for (let hanging = 0; all.length < texts.length && hanging <= MOST_HANGING; hanging++) {
    all.push(...(await understoodOf({ texts: texts.slice(all.length), question }, silenceMilliseconds)))
    if (all.length < texts.length) all.push(undefined)
  }
  const { start, end } = question.within
  const clipped = all.flatMap((found = []) =>
    found.map((one) => ({
      start: Math.max(one.start, start) as Instant,
      end: Math.min(one.end, end) as Instant,
    })),
  )
  const understood = all.filter((found) => found !== undefined).length
  return { intervals: mergeIntervals(clipped), notUnderstood: texts.length - understood }
}

/** As far as the thread came. */
function understoodOf(work: BusyWork, silenceMilliseconds: number): Promise<readonly Understood[]> {
  const found: Understood[] = []
  const { promise, resolve } = Promise.withResolvers<readonly Understood[]>()
  const worker = new Worker(new URL('./busyTimesWorker.ts', import.meta.url), {
    workerData: work,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  })
  const silence = setTimeout(() => void worker.terminate(), silenceMilliseconds)
  worker.on('message', (intervals: Understood) => {
    found.push(intervals)
    silence.refresh()
  })
  // Out of memory, as when it is ended: what was found until then counts.
  worker.on('error', () => {})
  worker.on('exit', () => {
    clearTimeout(silence)
    resolve(found)
  })
  return promise
}
