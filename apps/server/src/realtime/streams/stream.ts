import type { ServerResponse } from 'node:http'
import { eventId } from './lastEventId.ts'

/** One day of one employee that a stream tells of. */
export interface StreamedDay {
  readonly employeeId: number
  /** Tells the stream what the day has come to, if it does not know. */
  offerTo(stream: Stream): void
}

/** Whoever must know that a connection has ended. */
interface House {
  left(stream: Stream): void
}

const streams = new WeakMap<ServerResponse, Stream>()

/** Listeners that all streams share: a closure for each would be a good part of what a stream needs. */
function onDrain(this: ServerResponse): void {
  streams.get(this)?.goOn()
}
function onClose(this: ServerResponse): void {
  streams.get(this)?.leave()
}
/** A client that goes away is no error of anybody's; that it has gone comes as `close`. */
function onError(): void {}

export interface StreamOptions {
  readonly response: ServerResponse
  readonly house: House
  readonly days: readonly StreamedDay[]
  readonly serviceId: number | undefined
  readonly you: string | undefined
  /** What the client knows of each day already. */
  readonly versions: string[]
  /** Whose place it has. */
  readonly who: string
  /** In which second of each round it is sent a comment. */
  readonly second: number
}

/**
 * One client that is told what becomes of some days. A client that reads slowly gets the newest and no queue: while what was
 * written last has not been taken, nothing is written, and afterwards only what is new by then.
 */
export class Stream {
  readonly serviceId: number | undefined
  readonly you: string | undefined
  readonly who: string
  readonly second: number
  readonly days: readonly StreamedDay[]
  /** What was written last has not been taken yet. */
  #isBehind = false
  /** How many rounds of comments in a row have found it so. */
  #roundsBehind = 0
  readonly #response: ServerResponse
  readonly #house: House
  readonly #versions: string[]

  constructor({ response, house, days, serviceId, you, versions, who, second }: StreamOptions) {
    this.serviceId = serviceId
    this.you = you
    this.who = who
    this.second = second
    this.days = days
    this.#response = response
    this.#house = house
    this.#versions = versions
    streams.set(response, this)
    response.on('drain', onDrain)
    response.on('close', onClose)
    response.on('error', onError)
  }

  /** What it was told of the day last, or the beginning of that; empty for nothing. */
  toldOf(day: StreamedDay): string {
    return this.#versions[this.days.indexOf(day)] ?? ''
  }

  /** Tells a day's new version, if anything can be told now. `data` is a whole line with the empty one after it. */
  tell(day: StreamedDay, version: string, data: string): void {
    if (this.#isBehind) return
    this.#versions[this.days.indexOf(day)] = version
    const told = this.days.map(({ employeeId }, place) => ({
      employeeId,
      version: this.#versions[place] ?? '',
    }))
    this.write(`event: slots\nid: ${eventId(told)}\n${data}`)
  }

  /** Writes unless the client is behind. */
  write(text: string): void {
    if (this.#isBehind || this.#response.destroyed) return
    this.#isBehind = !this.#response.write(text)
  }

  goOn(): void {
    this.#isBehind = false
    this.#roundsBehind = 0
    for (const day of this.days) day.offerTo(this)
  }

  /** A sign of life for a client that takes what it is sent; one that has not for several rounds is cut off. */
  comment(text: string, mostRoundsBehind: number): void {
    if (!this.#isBehind) this.write(text)
    else if (this.#roundsBehind++ >= mostRoundsBehind) this.#response.destroy()
  }

  /** Ends it in order, with a last word. */
  end(text: string): void {
    if (!this.#response.destroyed) this.#response.end(text)
  }

  leave(): void {
    streams.delete(this.#response)
    this.#house.left(this)
  }
}
