import type { SlotFields } from '@appointease/contract'
import { holdOneOf } from './heldLock.ts'
import type { OpenPush, PushListener } from './pushFeed.ts'
import type { FeedDay } from './slotFeed.ts'

/** Streams of one browser: over HTTP/1.1 it has six connections to a host for everything. */
const SEATS = ['appointease-seat-1', 'appointease-seat-2']

export interface Sharing {
  locks: LockManager
  /** Between the tabs of this browser. */
  openChannel(): BroadcastChannel
  /** Milliseconds since 1970, the same in every tab. */
  now(): number
  /** The same for two days exactly if one stream tells of both. */
  nameOf(day: FeedDay): string
}

type Message =
  | { kind: 'join' }
  | { kind: 'word' }
  | { kind: 'live'; isLive: boolean }
  | { kind: 'slots'; employeeId: number; fields: SlotFields }

/** What was true some seconds ago as it stands now. */
function aged(fields: SlotFields, seconds: number): SlotFields {
  const locks = fields.appointease_locks.map((lock) => ({
    ...lock,
    expires_in: Math.max(0, lock.expires_in - seconds),
  }))
  return { ...fields, appointease_locks: locks, server_time: fields.server_time + seconds }
}

/** Listens as the leader does, tells the others what came, and tells those who come later what they missed. */
function relay(listener: PushListener, now: () => number, tell: (message: Message) => void) {
  const latest = new Map<number, { fields: SlotFields; at: number }>()
  let isLive = false
  const leader: PushListener = {
    onWord() {
      tell({ kind: 'word' })
      listener.onWord()
    },
    onSlots(employeeId, fields) {
      latest.set(employeeId, { fields, at: now() })
      tell({ kind: 'slots', employeeId, fields })
      listener.onSlots(employeeId, fields)
    },
    onLive(next) {
      isLive = next
      tell({ kind: 'live', isLive })
      listener.onLive(isLive)
    },
  }
  return {
    leader,
    welcome() {
      if (!isLive) return
      for (const [employeeId, { fields, at }] of latest)
        tell({ kind: 'slots', employeeId, fields: aged(fields, Math.round((now() - at) / 1000)) })
      tell({ kind: 'live', isLive })
    },
  }
}

function passOn(message: Message, listener: PushListener) {
  if (message.kind === 'word') listener.onWord()
  else if (message.kind === 'live') listener.onLive(message.isLive)
  else if (message.kind === 'slots') listener.onSlots(message.employeeId, message.fields)
}

/**
 * One stream for all tabs that look at the same day. Whoever holds the day's lock leads: opens the stream and passes
 * on what comes. The others wait for the lock, so that the browser itself names the next as soon as a leader closes,
 * crashes or moves on. A leader without a seat has no stream yet, and all who look at its day go on without.
 */
export function sharePush(open: OpenPush, { locks, openChannel, now, nameOf }: Sharing): OpenPush {
  return (day, listener) => {
    const name = nameOf(day)
    const channel = openChannel()
    const leaving = new AbortController()
    const tell = (message: Message) => channel.postMessage({ ...message, name })
    const { leader, welcome } = relay(listener, now, tell)
    let leads = false
    let stop = () => {}

    channel.onmessage = ({ data }: MessageEvent<Message & { name: string }>) => {
      if (data.name !== name) return
      if (!leads) passOn(data, listener)
      else if (data.kind === 'join') welcome()
    }
    tell({ kind: 'join' })

    async function lead() {
      const { signal } = leaving
      await holdOneOf(locks, [`appointease-day ${name}`], signal)
      if (signal.aborted) return
      leads = true
      // Whoever led before is gone.
      listener.onLive(false)
      await holdOneOf(locks, SEATS, signal)
      if (!signal.aborted) stop = open(day, leader)
    }
    void lead()
    return () => {
      leaving.abort()
      stop()
      channel.close()
    }
  }
}
