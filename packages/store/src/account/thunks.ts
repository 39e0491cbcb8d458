import { type AsyncThunk, type Surroundings, stateOf, type Thunk } from '../thunk.ts'

const RESEND_MS = 60_000

export const sameAddress = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

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
      async ({ dispatch }) => {
        dispatch({ type: 'CODE', code: { kind: 'asking', email } })
        const result = await api.generateOtp({ body: { email } })
        dispatch({
          type: 'CODE',
          code: result.ok
            ? { kind: 'sent', email, againAt: now() + RESEND_MS, wrong: null }
            : { kind: 'unsent', email, error: result.error },
        })
      },

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
