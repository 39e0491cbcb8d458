import type { BookAppointmentRequest } from '@appointease/contract'
import type { Failure } from '../api.ts'
import { type AsyncThunk, type Surroundings, stateOf } from '../thunk.ts'
import { slotOf } from './flow.ts'
import { alternativesOf, isConflict } from './holding.ts'
import type { Attempt, BookingState } from './reducer.ts'

export const asksForSession: ReadonlySet<string> = new Set([
  'EMAIL_NOT_VERIFIED',
  'SESSION_EXPIRED',
  'rest_not_logged_in',
])

/** Nothing came back, or nothing that says whether the booking was made; what a proxy says of itself does not. */
export const leavesOpen = ({ code, status }: Failure) =>
  code === 'bad_reply' || status === 0 || (status >= 500 && code !== 'STORAGE_UNAVAILABLE')

/** Said before the key is looked up, thus of this try alone: an earlier one with the same key may have gone through. */
const saidOfThisTry = new Set([
  ...asksForSession,
  'rest_cookie_invalid_nonce',
  'RATE_LIMITED',
  'STORAGE_UNAVAILABLE',
])

interface Helpers {
  lapse(): AsyncThunk
}

export function submittingThunks(surroundings: Surroundings, { lapse }: Helpers) {
  const { api, clientId, newIdempotencyKey, locale, visitorZone } = surroundings

  function bodyOf({ hold, details }: BookingState): BookAppointmentRequest | null {
    const slot = slotOf(hold)
    if (!slot) return null
    const phone = details.phone.trim()
    const notes = details.notes.trim()
    return {
      name: details.name.trim(),
      email: details.email.trim(),
      date: slot.start_utc,
      service_id: slot.serviceId,
      employee_id: slot.employeeId,
      client_id: clientId,
      timezone: visitorZone,
      locale,
      ...(hold.kind === 'held' ? { lock_token: hold.token } : {}),
      ...(phone ? { phone } : {}),
      ...(notes ? { notes } : {}),
    }
  }

  const refuse =
    (error: Failure): AsyncThunk =>
    async (context) => {
      const slot = slotOf(stateOf(context).booking.hold)
      context.dispatch({ type: 'SUBMISSION', submission: { kind: 'refused', error } })
      if (error.code === 'LOCK_EXPIRED') await context.dispatch(lapse())
      if (!slot || !isConflict(error)) return
      const alternatives = alternativesOf(error)
      context.dispatch({ type: 'HOLD', hold: { kind: 'refused', slot, error, alternatives, kept: null } })
    }

  /** Whether the attempt was answered, with yes or no. */
  const send =
    (attempt: Attempt): AsyncThunk<boolean> =>
    async (context) => {
      const isRetry = stateOf(context).booking.submission.kind === 'unanswered'
      context.dispatch({ type: 'SUBMISSION', submission: { kind: 'sending', attempt } })
      const result = await api.bookAppointment({ body: attempt.body, idempotencyKey: attempt.key })
      if (result.ok) {
        context.dispatch({ type: 'SUBMISSION', submission: { kind: 'done', reply: result.data } })
        context.dispatch({ type: 'HOLD', hold: { kind: 'none' } })
        context.dispatch({ type: 'STEP', step: 'confirmed' })
        return true
      }
      const { error } = result
      if (asksForSession.has(error.code)) context.dispatch({ type: 'SESSION', session: { kind: 'guest' } })
      if (leavesOpen(error) || (isRetry && saidOfThisTry.has(error.code))) {
        context.dispatch({ type: 'SUBMISSION', submission: { kind: 'unanswered', attempt, error } })
        return false
      }
      await context.dispatch(refuse(error))
      return true
    }

  return {
    /**
     * Books what was chosen. An attempt that was never answered is asked about first, with its own key and body: had
     * it gone through, a second booking beside it would be nobody's wish.
     */
    book: (): AsyncThunk => async (context) => {
      const { submission } = stateOf(context).booking
      if (submission.kind === 'sending' || submission.kind === 'done') return
      const body = bodyOf(stateOf(context).booking)
      if (submission.kind === 'unanswered') {
        const answered = await context.dispatch(send(submission.attempt))
        const booked = stateOf(context).booking.submission.kind === 'done'
        const same = JSON.stringify(body) === JSON.stringify(submission.attempt.body)
        if (!answered || booked || same) return
      }
      if (body) await context.dispatch(send({ key: newIdempotencyKey(), body }))
    },
  }
}
