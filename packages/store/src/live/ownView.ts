import type { PollSlotsReply, SlotFields } from '@appointease/contract'
import type { Timers } from './slotFeed.ts'

/** How soon it is asked again where the answer and the stream differ, and where there was no answer; then twice as long each time. */
const ASK_AGAIN_MS = 250
const AFTER_FAILURE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

export interface OwnViewSurroundings extends Pick<Timers, 'setTimer' | 'clearTimer'> {
  /** One employee's day as the server shows it to this very tab; undefined without an answer. */
  askForOwn(employeeId: number): Promise<PollSlotsReply | undefined>
  /** This tab's alias, once the server has named it. */
  alias(): string | undefined
  onSlots(employeeId: number, fields: SlotFields): void
}

interface Seen {
  latest: SlotFields
  /** What this tab's own list belongs to, and the list. */
  agreedOn?: string
  ownHeld?: readonly string[]
  isAsking: boolean
  /** How often in a row it was asked in vain. */
  failures: number
  /** Until it is asked again. */
  timer?: unknown
}

/** What the stream and the server's answer to this tab must have in common. */
const claims = (fields: SlotFields) =>
  JSON.stringify([
    fields.appointease_booked_slots,
    fields.appointease_locks.map(({ time, client_id }) => [time, client_id]),
  ])

const claimsAndReach = (fields: SlotFields) => claims(fields) + fields.appointease_locked_slots

/**
 * Makes of a stream what one tab is to see. The tabs of a browser share their streams and have each a hold of their
 * own, so a stream is nobody's: its list of starts that a hold rules out counts every hold. Which of those only this
 * tab's hold rules out cannot be told from the list, as a hold may reach over several starts. So while this tab holds
 * a time of the day, the server is asked for the tab's own list, once after each change of holds or bookings; and once
 * at first where the tab does not know its alias yet. At all other times the stream is right as it is.
 */
export function createOwnView({ setTimer, clearTimer, askForOwn, alias, onSlots }: OwnViewSurroundings) {
  const days = new Map<number, Seen>()
  let isClosed = false

  const isOwn = ({ appointease_locks }: SlotFields) => {
    const you = alias()
    return you === undefined || appointease_locks.some(({ client_id }) => client_id === you)
  }

  const show = (employeeId: number, fields: SlotFields) => {
    const you = alias()
    onSlots(employeeId, you === undefined ? fields : { ...fields, appointease_you: you })
  }

  const stopWaiting = (seen: Seen) => {
    clearTimer(seen.timer)
    seen.timer = undefined
  }

  async function ask(employeeId: number, seen: Seen) {
    stopWaiting(seen)
    if (seen.isAsking) return
    seen.isAsking = true
    const own = await askForOwn(employeeId)
    seen.isAsking = false
    if (isClosed) return
    if (!isOwn(seen.latest)) return show(employeeId, seen.latest)
    const again = (milliseconds: number) => {
      const longer = Math.min(LONGEST_PAUSE_MS, milliseconds * 2 ** seen.failures)
      seen.failures += 1
      seen.timer = setTimer(() => void ask(employeeId, seen), longer)
    }
    if (!own || 'appointease_unchanged' in own) return again(AFTER_FAILURE_MS)
    onSlots(employeeId, own)
    // One of the two is ahead of the other: by the next answer they will have met.
    if (claims(own) !== claims(seen.latest)) return again(ASK_AGAIN_MS)
    seen.failures = 0
    seen.agreedOn = claimsAndReach(seen.latest)
    seen.ownHeld = own.appointease_locked_slots
  }

  return {
    take(employeeId: number, fields: SlotFields) {
      const seen = days.get(employeeId) ?? { latest: fields, isAsking: false, failures: 0 }
      days.set(employeeId, seen)
      const isNews = claimsAndReach(seen.latest) !== claimsAndReach(fields)
      seen.latest = fields
      if (isNews) seen.failures = 0
      if (!isOwn(fields)) {
        stopWaiting(seen)
        show(employeeId, fields)
      } else if (seen.ownHeld && seen.agreedOn === claimsAndReach(fields)) {
        // Put together of two: no version that the server knows.
        show(employeeId, { ...fields, appointease_locked_slots: [...seen.ownHeld], appointease_version: '' })
      } else if (isNews || seen.timer === undefined) void ask(employeeId, seen)
    },
    close() {
      isClosed = true
      for (const { timer } of days.values()) clearTimer(timer)
    },
  }
}
