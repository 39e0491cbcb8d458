import { type CalendarDate, instantOf, parseCalendarDate } from '@appointease/domain'
import { Redis } from 'ioredis'
import type { SlotChange } from '../../ports/slotEvents.ts'
import { type ClientSettings, waitBefore } from './clientOptions.ts'
import { CHANNELS, channelOf } from './keys.ts'
import { within } from './within.ts'

export type ChangeListener = (change: SlotChange | undefined) => void

/** The channel of an employee's date, and what is said there: what time of it has changed, and nothing about whom. */
export const announcement = ({ date, employeeId, occupied }: SlotChange) => {
  const time = occupied && { occupied_start: occupied.start, occupied_end: occupied.end }
  return [channelOf(date, employeeId), JSON.stringify({ date, employee_id: employeeId, ...time })] as const
}

/** Undefined for a channel that is not of this form, or a message that is not. */
function readMessage(channel: string, message: string): SlotChange | undefined {
  const [, day = '', employee] = /^appointease:slots:([\d-]{10}):(\d{1,15})$/.exec(channel) ?? []
  const date: CalendarDate | undefined = parseCalendarDate(day)
  if (!date) return undefined
  const [, start, end] = /"occupied_start":(\d{1,16}),"occupied_end":(\d{1,16})/.exec(message) ?? []
  const change = { date, employeeId: Number(employee) }
  if (start === undefined || end === undefined) return change
  return { ...change, occupied: { start: instantOf(Number(start)), end: instantOf(Number(end)) } }
}

/**
 * Hears what any process publishes, over a connection of its own. Plain and not sharded channels, also on a cluster: a
 * message to any node reaches all nodes there, in Redis 6 as in 7, so one pattern on one node hears everything, where
 * sharded channels know no patterns and would want a subscription for every employee's every date. What this costs, a
 * message of some eighty bytes a node and change, is little beside the change.
 */
export class Channel {
  readonly #listeners = new Set<ChangeListener>()
  readonly #nextOptions: () => ClientSettings | undefined
  readonly #milliseconds: number
  #client: Redis | undefined
  /** Of the next attempt, where none is under way. */
  #timer: NodeJS.Timeout | undefined
  #isClosed = false
  #attempts = 0

  /** `nextOptions`: who is to be heard now; undefined while nobody is known. */
  constructor(nextOptions: () => ClientSettings | undefined, milliseconds: number) {
    this.#nextOptions = nextOptions
    this.#milliseconds = milliseconds
  }

  subscribe(listener: ChangeListener): () => void {
    // A listener that is given twice is two, each with an end of its own.
    const own: ChangeListener = (change) => listener(change)
    this.#listeners.add(own)
    if (!this.#client && !this.#timer) this.#connect()
    return () => this.#listeners.delete(own)
  }

  /** Makes sure that somebody is there to be heard; a connection that has gone silent is made anew. */
  async check(): Promise<void> {
    const client = this.#client
    if (client?.status !== 'ready') return
    const late = () => new Error('Nothing has been heard')
    await within(this.#milliseconds, client.ping(), late).catch(() => client.disconnect())
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#listeners.clear()
    this.#client?.disconnect()
  }

  #connect(): void {
    if (this.#isClosed) return
    const options = this.#nextOptions()
    if (!options) {
      this.#connectLater()
      return
    }
    const client = new Redis({ ...options, retryStrategy: null })
    this.#client = client
    client.on('error', () => {})
    client.on('end', () => this.#connectLater())
    client.on('pmessage', (_pattern, channel, message) => {
      const change = readMessage(channel, message)
      if (change) this.#tell(change)
    })
    client.on('ready', () => {
      const heard = () => {
        this.#attempts = 0
        this.#tell(undefined)
      }
      client.psubscribe(CHANNELS).then(heard, () => client.disconnect())
    })
    client.connect().catch(() => {})
  }

  #connectLater(): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#connect()
      },
      waitBefore(this.#attempts++),
    ).unref()
  }

  #tell(change: SlotChange | undefined): void {
    for (const listener of this.#listeners) listener(change)
  }
}
