import type { Alternative, SlotLockReply } from '@appointease/contract'
import type { Failure } from '../api.ts'
import { movedAppointment } from '../moving/reducer.ts'
import { type AsyncThunk, type Surroundings, stateOf, type Thunk, type ThunkContext } from '../thunk.ts'
import { inOrderOfAsking, type Start } from '../times/start.ts'
import { slotOf } from './flow.ts'
import type { Held, Hold, Slot } from './reducer.ts'

/** Server and tab may differ by a tick; smaller differences would make the countdown stutter. */
const DRIFT_MS = 2500

export const isConflict = (error: Failure): boolean =>
  error.code === 'SLOT_TAKEN' || error.code === 'SLOT_LOCKED'

export const alternativesOf = (error: Failure): readonly Alternative[] => error.data.alternatives ?? []

function keptBy(hold: Hold): Held | null {
  if (hold.kind === 'held') return { slot: hold.slot, token: hold.token, until: hold.until }
  return hold.kind === 'asking' || hold.kind === 'refused' ? hold.kept : null
}

interface Helpers {
  refreshDay(serviceId: number, date: string): AsyncThunk<boolean>
  isFreeToAll(slot: Slot): AsyncThunk<boolean>
}

export function holdingThunks({ api, now, clientId }: Surroundings, { refreshDay, isFreeToAll }: Helpers) {
  // One claim at a time: answers that overtake each other would leave the wrong time held.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => {
    const done = turn.then(work, work)
    turn = done
    return done
  }

  const claim = (context: ThunkContext, slot: Slot, kept: Held | null) => {
    const moved = movedAppointment(stateOf(context).moving)
    return api.selectSlot({
      body: {
        date: slot.date,
        time: slot.time,
        start_utc: slot.start_utc,
        employee_id: slot.employeeId,
        service_id: slot.serviceId,
        client_id: clientId,
        ...(kept ? { lock_token: kept.token } : {}),
        ...(moved ? { exclude_appointment_id: moved.strong_id } : {}),
      },
    })
  }

  const heldBy = (slot: Slot, lock: SlotLockReply): Hold => ({
    kind: 'held',
    slot,
    token: lock.token,
    until: now() + lock.expires_in * 1000,
  })

  /** Tries the employees in turn: the first who still has the time gives it. */
  const ask =
    (slots: readonly Slot[]): AsyncThunk =>
    async (context) => {
      const [slot, ...others] = slots
      if (!slot) return
      const kept = keptBy(stateOf(context).booking.hold)
      const result = await claim(context, slot, kept)
      if (result.ok) {
        context.dispatch({ type: 'HOLD', hold: heldBy(slot, result.data.lock) })
        return
      }
      const { error } = result
      if (isConflict(error) && others.length > 0) {
        await context.dispatch(ask(others))
        return
      }
      const alternatives = alternativesOf(error)
      context.dispatch({ type: 'HOLD', hold: { kind: 'refused', slot, error, alternatives, kept } })
      if (isConflict(error)) void context.dispatch(refreshDay(slot.serviceId, slot.date))
    }

  const slotsFor = (start: Start, serviceId: number, preferred: number | undefined): Slot[] => {
    const { employeeIds, ...when } = start
    return inOrderOfAsking(employeeIds, preferred).map((employeeId) => ({ ...when, employeeId, serviceId }))
  }

  const holdStart =
    (start: Start): AsyncThunk =>
    (context) => {
      const { choices, hold } = stateOf(context).booking
      const slots = slotsFor(start, choices.serviceId ?? 0, slotOf(hold)?.employeeId)
      const [first] = slots
      if (!first) return Promise.resolve()
      context.dispatch({ type: 'HOLD', hold: { kind: 'asking', slot: first, kept: keptBy(hold) } })
      return inTurn(async () => {
        const present = stateOf(context).booking.hold
        if (present.kind === 'asking' && present.slot.start_utc === start.start_utc)
          await context.dispatch(ask(slots))
      })
    }

  /** Holds the same time again, after it ran out or was given back. */
  const holdAgain = (): AsyncThunk => (context) => {
    const slot = slotOf(stateOf(context).booking.hold)
    return slot ? inTurn(() => context.dispatch(ask([slot]))) : Promise.resolve()
  }

  /** Makes what is held last longer, where the server allows it. */
  const renew = (): AsyncThunk => (context) =>
    inTurn(async () => {
      const kept = keptBy(stateOf(context).booking.hold)
      const result = kept && (await claim(context, kept.slot, kept))
      const { hold } = stateOf(context).booking
      if (!kept || !result?.ok || hold.kind !== 'held' || hold.token !== kept.token) return
      context.dispatch({ type: 'HOLD', hold: heldBy(kept.slot, result.data.lock) })
    })

  return {
    holdStart,
    holdAgain,
    renew,

    /** Gives the held time back to the others. */
    release: (): AsyncThunk => (context) => {
      const kept = keptBy(stateOf(context).booking.hold)
      context.dispatch({ type: 'HOLD', hold: { kind: 'none' } })
      return inTurn(async () => {
        if (kept) await api.deselectSlot({ body: releaseBody(kept, clientId) })
      })
    },

    /**
     * The held time ran out by this tab's clock: finds out whether it is still free. Where it is not, it may be
     * because the server let the hold last longer, so the token is tried once more.
     */
    lapse: (): AsyncThunk => async (context) => {
      const before = stateOf(context).booking.hold
      const slot = slotOf(before)
      if (!slot) return
      context.dispatch({ type: 'HOLD', hold: { kind: 'lapsed', slot, stillFree: null } })
      void context.dispatch(refreshDay(slot.serviceId, slot.date))
      const stillFree = await context.dispatch(isFreeToAll(slot))
      const again = stillFree ? undefined : await claim(context, slot, keptBy(before))
      if (stateOf(context).booking.hold.kind !== 'lapsed') return
      if (again?.ok) context.dispatch({ type: 'HOLD', hold: heldBy(slot, again.data.lock) })
      else context.dispatch({ type: 'HOLD', hold: { kind: 'lapsed', slot, stillFree } })
    },

    /** Takes over how long the server says the hold lasts, such as after it was extended for a slow mail. */
    agreeOn:
      (until: number): Thunk =>
      (context) => {
        const { hold } = stateOf(context).booking
        if (hold.kind !== 'held' || Math.abs(hold.until - until) < DRIFT_MS) return
        context.dispatch({ type: 'HOLD', hold: { ...hold, until } })
      },

    dismissRefusal: (): Thunk => (context) => {
      const { hold } = stateOf(context).booking
      if (hold.kind !== 'refused') return
      context.dispatch({ type: 'HOLD', hold: hold.kept ? { kind: 'held', ...hold.kept } : { kind: 'none' } })
    },
  }
}

/** What `slots/deselect` wants; also sent by a beacon when the page is left. */
export const releaseBody = ({ slot, token }: Held, clientId: string) => ({
  date: slot.date,
  time: slot.time,
  start_utc: slot.start_utc,
  employee_id: slot.employeeId,
  client_id: clientId,
  lock_token: token,
})
