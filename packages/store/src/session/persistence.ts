import type { Code } from '../account/reducer.ts'
import type { SentCode } from '../account/thunks.ts'
import { type BookingState, emptyBooking, type Hold, STEPS, type Submission } from '../booking/reducer.ts'

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

const KEY = 'appointease-booking'

/** A claim that was under way proves nothing after a reload; what was held before it does. */
function holdToKeep(hold: Hold): Hold {
  if (hold.kind !== 'asking' && hold.kind !== 'refused') return hold
  return hold.kept ? { kind: 'held', ...hold.kept } : { kind: 'none' }
}

/** A booking that was under way may or may not have been made: it must be asked about with its own key. */
function submissionToKeep(submission: Submission): Submission {
  if (submission.kind !== 'sending') return submission.kind === 'refused' ? { kind: 'none' } : submission
  const error = { code: 'network_error', message: '', status: 0, data: { status: 0 } }
  return { kind: 'unanswered', attempt: submission.attempt, error }
}

/** Keeps the booking for this tab's next load. A browser that forbids storage only loses that. */
export function keep(storage: Storage, booking: BookingState): void {
  const kept = {
    ...booking,
    hold: holdToKeep(booking.hold),
    submission: submissionToKeep(booking.submission),
  }
  try {
    storage.setItem(KEY, JSON.stringify(kept))
  } catch {
    return
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** What an earlier load of this tab kept; undefined where there is nothing, or nothing that can be read. */
export function recall(storage: Storage): BookingState | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null')
    if (!isRecord(kept) || !STEPS.some((step) => step === kept.step)) return undefined
    const whole = ['choices', 'details', 'hold', 'submission'].every((part) => isRecord(kept[part]))
    return whole ? { ...emptyBooking, ...(kept as Partial<BookingState>) } : undefined
  } catch {
    return undefined
  }
}

export function forget(storage: Storage): void {
  try {
    storage.removeItem(KEY)
  } catch {
    return
  }
}

const CODE_KEY = 'appointease-code'
/** A little less than a code is good for, counted from when the next one may be asked for. */
const CODE_KEPT_MS = 8 * 60_000

/** Remembers that a code is on its way, never the code. Anything else that can be said of one forgets it. */
export function keepSentCode(storage: Storage, code: Code): void {
  try {
    if (code.kind === 'sent') {
      storage.setItem(CODE_KEY, JSON.stringify({ email: code.email, againAt: code.againAt }))
    } else if (code.kind === 'none') storage.removeItem(CODE_KEY)
  } catch {
    return
  }
}

/** The code that an earlier load of this tab waited for, where it may still be good. */
export function recallSentCode(storage: Storage, now: number): SentCode | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(CODE_KEY) ?? 'null')
    if (!isRecord(kept) || typeof kept.email !== 'string' || typeof kept.againAt !== 'number')
      return undefined
    return now < kept.againAt + CODE_KEPT_MS ? { email: kept.email, againAt: kept.againAt } : undefined
  } catch {
    return undefined
  }
}
