import type { AppointmentReply } from '@appointease/contract'
import type { Failure } from '../api.ts'
import { asksForSession } from '../booking/submitting.ts'
import { type AsyncThunk, type Surroundings, stateOf, type Thunk } from '../thunk.ts'
import type { Code } from './reducer.ts'

const RESEND_MS = 60_000

export const sameAddress = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** A code that is on its way; `againAt` as in `Code`. */
export interface SentCode {
  email: string
  againAt: number
}

/** Where another code cannot be had, an earlier one can still be entered. */
function afterAsking(
  email: string,
  now: number,
  result: Awaited<ReturnType<Surroundings['api']['generateOtp']>>,
  again: Extract<Code, { kind: 'sent' }> | undefined,
): Code {
  if (result.ok) return { kind: 'sent', email, againAt: now + RESEND_MS, wrong: null }
  return again ? { ...again, wrong: result.error } : { kind: 'unsent', email, error: result.error }
}

/** Whoever is told that their session or their link is over sees that at once. */
export const mindCaller =
  ({ code }: Failure): Thunk =>
  ({ dispatch }) => {
    if (asksForSession.has(code)) dispatch({ type: 'SESSION', session: { kind: 'guest' } })
    if (code === 'LINK_INVALID') dispatch({ type: 'SESSION', session: { kind: 'dead-link' } })
  }

export function accountThunks({ api, now }: Surroundings) {
  /** Fills what the visitor left empty with what the business knows of the address they have just proved. */
  const prefill =
    (customer: { name: string | null; phone: string | null }): Thunk =>
    (context) => {
      const { name, phone } = stateOf(context).booking.details
      const details = {
        ...(name.trim() === '' && customer.name ? { name: customer.name } : {}),
        ...(phone.trim() === '' && customer.phone ? { phone: customer.phone } : {}),
      }
      context.dispatch({ type: 'TYPED', details })
    }

  /** The proved address, and what is known of it, unless the visitor books for another. */
  const recognise =
    (email: string): AsyncThunk =>
    async (context) => {
      const typed = stateOf(context).booking.details.email
      if (typed !== '' && !sameAddress(typed, email)) return
      context.dispatch({ type: 'TYPED', details: { email } })
      const known = await api.checkCustomer({ params: { email } })
      if (known.ok && known.data.exists) context.dispatch(prefill(known.data))
    }

  /** The appointment as it is now, where that can be had. */
  const look =
    (strongId: string): AsyncThunk<AppointmentReply | undefined> =>
    async ({ dispatch }) => {
      const result = await api.getAppointment({ params: { id: strongId } })
      if (!result.ok) return undefined
      dispatch({ type: 'APPOINTMENT_CHANGED', appointment: result.data })
      return result.data
    }

  return {
    /** Whose session the cookie opens; what is known of them fills what is empty. */
    loadSession: (): AsyncThunk => async (context) => {
      const result = await api.getSession()
      const email = result.ok && result.data.authenticated ? result.data.email : undefined
      context.dispatch({
        type: 'SESSION',
        session: email ? { kind: 'signed-in', email } : { kind: 'guest' },
      })
      if (email) await context.dispatch(recognise(email))
    },

    askCode:
      (email: string): AsyncThunk =>
      async (context) => {
        const { code: before } = stateOf(context).account
        context.dispatch({ type: 'CODE', code: { kind: 'asking', email } })
        const result = await api.generateOtp({ body: { email } })
        const again = before.kind === 'sent' && sameAddress(before.email, email) ? before : undefined
        context.dispatch({ type: 'CODE', code: afterAsking(email, now(), result, again) })
      },

    /** Takes up waiting for a code that was sent before the page was loaded anew. */
    awaitCode: ({ email, againAt }: SentCode) =>
      ({ type: 'CODE', code: { kind: 'sent', email, againAt, wrong: null } }) as const,

    /** Whether the code proved the address. */
    checkCode:
      (otp: string): AsyncThunk<boolean> =>
      async (context) => {
        const { code } = stateOf(context).account
        if (code.kind !== 'sent') return false
        const { email, againAt } = code
        context.dispatch({ type: 'CODE', code: { kind: 'checking', email, againAt } })
        const result = await api.verifyOtp({ body: { email, otp } })
        if (!result.ok) {
          context.dispatch({ type: 'CODE', code: { kind: 'sent', email, againAt, wrong: result.error } })
          return false
        }
        context.dispatch({ type: 'CODE', code: { kind: 'none' } })
        context.dispatch({ type: 'SESSION', session: { kind: 'signed-in', email } })
        if (result.data.customer) context.dispatch(prefill(result.data.customer))
        return true
      },

    forgetCode: () => ({ type: 'CODE', code: { kind: 'none' } }) as const,

    loadAppointments:
      (): AsyncThunk =>
      async ({ dispatch }) => {
        dispatch({ type: 'APPOINTMENTS_ASKED' })
        const result = await api.listUserAppointments({ query: { per_page: 100 } })
        if (result.ok) dispatch({ type: 'APPOINTMENTS_CAME', appointments: result.data })
        else if (result.error.status === 401) dispatch({ type: 'SESSION', session: { kind: 'guest' } })
        else dispatch({ type: 'APPOINTMENTS_FAILED', error: result.error })
      },

    /** The one appointment that the page's link opens. */
    openLink:
      (strongId: string): AsyncThunk =>
      async ({ dispatch }) => {
        dispatch({ type: 'APPOINTMENTS_ASKED' })
        const result = await api.getAppointment({ params: { id: strongId } })
        if (result.ok) {
          dispatch({ type: 'SESSION', session: { kind: 'link' } })
          dispatch({ type: 'APPOINTMENTS_CAME', appointments: [result.data] })
        } else if (result.error.code === 'LINK_INVALID' || result.error.status === 404)
          dispatch({ type: 'SESSION', session: { kind: 'dead-link' } })
        else dispatch({ type: 'APPOINTMENTS_FAILED', error: result.error })
      },

    /** Why it could not be cancelled, or null when it was. What else has become of it meanwhile is then known. */
    cancelAppointment:
      (strongId: string, reason: string): AsyncThunk<Failure | null> =>
      async ({ dispatch }) => {
        const body = reason.trim() ? { reason: reason.trim() } : {}
        const result = await api.cancelAppointment({ params: { id: strongId }, body })
        if (result.ok) {
          dispatch({ type: 'APPOINTMENT_CHANGED', appointment: result.data.appointment })
          return null
        }
        const present = await dispatch(look(strongId))
        if (present?.status === 'cancelled') return null
        dispatch(mindCaller(result.error))
        return result.error
      },

    /** Makes earlier links to the appointment useless: the new one, or why that could not be done. */
    revokeLinks:
      (strongId: string): AsyncThunk<{ url: string } | Failure> =>
      async () => {
        const result = await api.revokeManageLinks({ params: { id: strongId } })
        return result.ok ? { url: result.data.manage_url } : result.error
      },

    /** Why it could not be done, or null when it was. Whoever is not signed out is not to be told that they are. */
    signOut:
      (scope: 'this' | 'everywhere'): AsyncThunk<Failure | null> =>
      async ({ dispatch }) => {
        const result = await api.endSession({ query: { scope } })
        if (!result.ok) return result.error
        dispatch({ type: 'SESSION', session: { kind: 'guest' } })
        return null
      },
  }
}
