import { type CalendarDate, parseCalendarDate } from '@appointease/domain'
import { Redis } from 'ioredis'
import type { SlotChange } from '../../ports/quickStore.ts'
import { type ClientSettings, waitBefore } from './clientOptions.ts'
import { CHANNELS, channelOf } from './keys.ts'
import { within } from './within.ts'

export type ChangeListener = (change: SlotChange | undefined) => void

/** The channel of an employee's date, and what is said there: that it has changed, and nothing about whom. */
export const announcement = ({ date, employeeId }: SlotChange) =>
  [channelOf(date, employeeId), JSON.stringify({ date, employee_id: employeeId })] as const

/** By the channel's name, which says it all; undefined for one that is not of this form. */
function readChannel(channel: string): SlotChange | undefined {
  const [, day = '', employee] = /^appointease:slots:([\d-]{10}):(\d{1,15})$/.exec(channel) ?? []
  const date: CalendarDate | undefined = parseCalendarDate(day)
  return date && { date, employeeId: Number(employee) }
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
    client.on('pmessage', (_pattern, channel) => {
      const change = readChannel(channel)
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
