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

    /** Why it could not be cancelled, or null when it was. */
    cancelAppointment:
      (strongId: string): AsyncThunk<string | null> =>
      async ({ dispatch }) => {
        const result = await api.cancelAppointment({ params: { id: strongId } })
        if (!result.ok) return result.error.message
        dispatch({ type: 'APPOINTMENT_CHANGED', appointment: result.data.appointment })
        return null
      },

    signOut:
      (): AsyncThunk =>
      async ({ dispatch }) => {
        await api.endSession()
        dispatch({ type: 'SESSION', session: { kind: 'guest' } })
      },
  }
}
