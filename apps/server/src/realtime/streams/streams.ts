import type { ServerResponse } from 'node:http'
import type { CalendarDate } from '@appointease/domain'
import type { Refusal } from '../../commands/refusals.ts'
import type { OpenedStream } from '../../http/handler.ts'
import type { Outcome } from '../../ports/storage.ts'
import { DayFeed, type DayFeedDependencies } from './dayFeed.ts'
import { heardVersions } from './lastEventId.ts'
import { createPlaces, type StreamLimits } from './places.ts'
import { Stream } from './stream.ts'
import { createTurns } from './turns.ts'

export interface StreamWish {
  readonly date: CalendarDate
  readonly employeeIds: readonly number[]
  readonly serviceId: number | undefined
  /** Alias of whoever watches. */
  readonly you: string | undefined
  /** Whose places it counts among: an address and a client. */
  readonly who: string
  readonly lastEventId: string | undefined
}

export interface Streams {
  /** Refused where there is no such employee or service, or no place. Throws StorageUnavailable. */
  open(wish: StreamWish): Promise<Outcome<OpenedStream, Refusal>>
  count(): number
  /** Ends every stream in order, with the time after which its client should come back; no more are opened. */
  endAll(): void
}

export interface StreamsDependencies extends Omit<DayFeedDependencies, 'endText' | 'takeTurn'> {
  readonly limits: StreamLimits
  readonly random: () => number
}

const READS_AT_ONCE = 8
const TICK_MILLISECONDS = 250
const TICKS_A_SECOND = 1_000 / TICK_MILLISECONDS
/** Every stream hears something so often. */
const COMMENT_SECONDS = 15
const COMMENT = ':\n\n'
/** A reader that has taken nothing for two rounds, half a minute, is gone or might as well be. */
const MOST_ROUNDS_BEHIND = 2
/** Of days on which nobody could book now so many are told of, whoever asks: there are dates without end. */
const MOST_FAR_DAYS = 1_000
const FAR_RETRY_SECONDS = 60
/** Clients that lose a stream come back one by one: spread over a time that grows with their number. */
const RETRY = { least: 1_000, spread: 2_000, eachSpread: 3, mostSpread: 30_000 }

/** Days that are pushed to whoever watches them. Neither timers nor closures of its own for a stream: there may be very many. */
export function createStreams(deps: StreamsDependencies): Streams {
  const { snapshots, clock, timers, random } = deps
  const places = createPlaces(deps.limits, random)
  const feeds = new Map<string, DayFeed>()
  /** The keys of those of them on which nobody could book when they were first told of. */
  const farDays = new Set<string>()
  /** By the second of each round in which they are sent a comment. */
  const rounds = Array.from({ length: COMMENT_SECONDS }, () => new Set<Stream>())
  let opened = 0
  let ticks = 0
  let isTicking = false
  let isEnding = false

  const count = () => rounds.reduce((sum, { size }) => sum + size, 0)

  function retryMilliseconds(): number {
    const spread = Math.min(RETRY.mostSpread, RETRY.spread + count() * RETRY.eachSpread)
    return Math.round(RETRY.least + random() * spread)
  }
  const endText = () => `event: end\ndata: {"retry":${retryMilliseconds()}}\n\n`

  const feedDependencies: DayFeedDependencies = { ...deps, endText, takeTurn: createTurns(READS_AT_ONCE) }

  function feedOf(date: CalendarDate, employeeId: number, isFar: boolean): DayFeed {
    const key = `${employeeId} ${date}`
    const known = feeds.get(key)
    if (known) return known
    const feed = new DayFeed({ date, employeeId }, feedDependencies)
    feeds.set(key, feed)
    if (isFar) farDays.add(key)
    return feed
  }

  const house = {
    left(stream: Stream): void {
      for (const feed of stream.days as readonly DayFeed[]) feed.remove(stream)
      rounds[stream.second]?.delete(stream)
      places.give(stream.who)
    },
  }

  function tick(): void {
    ticks += 1
    snapshots.lookThroughWatched()
    const due = ticks % TICKS_A_SECOND === 0 ? rounds[(ticks / TICKS_A_SECOND) % COMMENT_SECONDS] : undefined
    for (const stream of due ?? []) stream.comment(COMMENT, MOST_ROUNDS_BEHIND)
    dropEmptyFeeds()
    isTicking = count() > 0
    if (isTicking) timers.after(TICK_MILLISECONDS, tick)
  }

  function dropEmptyFeeds(): void {
    for (const [key, feed] of feeds) {
      if (!feed.isEmpty) continue
      feed.close()
      feeds.delete(key)
      farDays.delete(key)
    }
  }

  function start(wish: StreamWish, isFar: boolean, response: ServerResponse): void {
    const { date, employeeIds, serviceId, you, who } = wish
    // Its client may have gone while its days were read: nothing would tell of that any more.
    if (response.destroyed || response.closed) {
      places.give(who)
      return
    }
    const versions = heardVersions(employeeIds, wish.lastEventId)
    const days = employeeIds.map((id) => feedOf(date, id, isFar))
    const second = opened++ % COMMENT_SECONDS
    const stream = new Stream({ response, house, days, serviceId, you, versions, who, second })
    rounds[second]?.add(stream)
    if (!isTicking) {
      isTicking = true
      timers.after(TICK_MILLISECONDS, tick)
    }
    stream.write(`retry: ${retryMilliseconds()}\n\n`)
    for (const day of days) day.add(stream)
    if (isEnding) stream.end(endText())
  }

  return {
    async open(wish) {
      const looks = await Promise.all(
        wish.employeeIds.map((employeeId) => snapshots.look({ employeeId, date: wish.date })),
      )
      let isFar = false
      for (const look of looks) {
        if (!look.ok) return look
        isFar ||= !look.value.isBookable(clock.now())
        if (!look.value.seenBy(wish.serviceId, wish.you)) return { ok: false, refusal: { kind: 'not_found' } }
      }
      if (isFar && farDays.size >= MOST_FAR_DAYS)
        return { ok: false, refusal: { kind: 'server_busy', retryAfterSeconds: FAR_RETRY_SECONDS } }
      const place = places.take(wish.who)
      if (!place.ok) return place
      return {
        ok: true,
        value: { start: (response) => start(wish, isFar, response), cancel: () => places.give(wish.who) },
      }
    },
    count,
    endAll() {
      isEnding = true
      for (const round of rounds) for (const stream of round) stream.end(endText())
    },
  }
}
