import { parentPort, workerData } from 'node:worker_threads'
import type { Interval } from '@appointease/domain'
import type { BusyWork } from './busyTimes.ts'
import { occurrencesIn } from './occurrences.ts'

/** What each object comes to, one after the other; undefined for one that cannot be understood. */
const { texts, question }: BusyWork = workerData
for (const text of texts) parentPort?.postMessage(understood(text))

function understood(text: string): readonly Interval[] | undefined {
  try {
    return occurrencesIn(text, question)
  } catch {
    return undefined
  }
}
