import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Timers } from '../../jobs/job.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EphemeralStore } from '../../ports/ephemeral.ts'
import { StorageUnavailable } from '../../ports/storage.ts'
import type { EmployeeDate } from '../../queries/daySlots.ts'
import type { DaySnapshot } from '../daySnapshot.ts'
import type { DaySnapshots, Look } from '../daySnapshots.ts'
import { streamData } from '../slotTexts.ts'
import { isSameVersion } from './lastEventId.ts'
import type { Stream, StreamedDay } from './stream.ts'
import type { TakeTurn } from './turns.ts'

export interface DayFeedDependencies {
  readonly snapshots: DaySnapshots
  readonly ephemeral: Pick<EphemeralStore, 'status'>
  readonly clock: Clock
  readonly timers: Timers
  /** Days are read for streams a few at a time: whoever asks or books is not kept waiting by all of them. */
  readonly takeTurn: TakeTurn
  readonly warn: (fault: unknown) => void
  /** What its streams are told when the day is no longer there for them. */
  readonly endText: () => string
}

/** Changes that come in such a time after one are told together. */
const REST_MILLISECONDS = 50
/** So many are told without a break, that of a very large crowd others are not kept waiting. */
const TOLD_AT_ONCE = 500

/** One day of one employee with all who are told of it: looked at once a change, written once for all who see the same. */
export class DayFeed implements StreamedDay {
  readonly employeeId: number
  readonly #deps: DayFeedDependencies
  readonly #day: EmployeeDate
  readonly #streams = new Set<Stream>()
  readonly #unwatch: () => void
  #latest: DaySnapshot | undefined
  #isLooking = false
  #isResting = false
  #isBehind = false

  constructor(day: EmployeeDate, deps: DayFeedDependencies) {
    this.employeeId = day.employeeId
    this.#day = day
    this.#deps = deps
    this.#unwatch = deps.snapshots.watch(day, () => this.#changed())
  }

  get isEmpty(): boolean {
    return this.#streams.size === 0
  }

  /** From now on the stream is told of the day; at once what it does not know of it. */
  add(stream: Stream): void {
    this.#streams.add(stream)
    const looked = this.#deps.snapshots.look(this.#day)
    if (looked instanceof Promise) this.#changed()
    else if (looked.ok) {
      this.#latest = looked.value
      this.offerTo(stream)
    }
  }

  remove(stream: Stream): void {
    this.#streams.delete(stream)
  }

  close(): void {
    this.#unwatch()
  }

  offerTo(stream: Stream): void {
    const snapshot = this.#latest
    const seen = snapshot?.seenBy(stream.serviceId, stream.you)
    if (!snapshot || (seen && isSameVersion(seen.version, stream.toldOf(this)))) return
    if (!seen) {
      stream.end(this.#deps.endText())
      return
    }
    const { ephemeral, clock } = this.#deps
    const data = streamData(seen, ephemeral.status(), stream.you, this.employeeId, clock.now())
    stream.tell(this, seen.version, data)
  }

  /** Looks as soon as whoever made the change has been answered; what comes meanwhile or soon after waits for the next look. */
  #changed(): void {
    this.#isBehind = true
    if (this.#isLooking || this.#isResting) return
    this.#isLooking = true
    setImmediate(() => void this.#look())
  }

  async #look(): Promise<void> {
    this.#isBehind = false
    try {
      await this.#serve(await this.#deps.takeTurn(() => this.#deps.snapshots.look(this.#day)))
    } catch (fault) {
      // What cannot be read is nobody's news. Whoever looks through the watched days tries again.
      if (!(fault instanceof StorageUnavailable)) this.#deps.warn(fault)
    }
    this.#isLooking = false
    if (this.#streams.size === 0) return
    this.#isResting = true
    this.#deps.timers.after(REST_MILLISECONDS, () => {
      this.#isResting = false
      if (this.#isBehind) this.#changed()
    })
  }

  async #serve(looked: Look): Promise<void> {
    if (looked.ok) this.#latest = looked.value
    let told = 0
    for (const stream of this.#streams) {
      if (looked.ok) this.offerTo(stream)
      else stream.end(this.#deps.endText())
      told += 1
      if (told % TOLD_AT_ONCE === 0) await nextTurn()
    }
  }
}
