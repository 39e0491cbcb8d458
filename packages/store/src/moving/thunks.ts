import type { AppointmentReply } from '@appointease/contract'
import { mindCaller } from '../account/thunks.ts'
import type { Failure } from '../api.ts'
import { alternativesOf, isConflict } from '../booking/holding.ts'
import type { Held, Slot } from '../booking/reducer.ts'
import { leavesOpen } from '../booking/submitting.ts'
import { findService } from '../catalog/selectors.ts'
import { type AsyncThunk, type Surroundings, stateOf, type Thunk } from '../thunk.ts'
import { addDays } from '../times/calendar.ts'
import { movedAppointment } from './reducer.ts'

interface Helpers {
  release(): AsyncThunk
  refreshDay(serviceId: number, date: string): AsyncThunk<boolean>
}

const dateOf = ({ appointment_date }: AppointmentReply) => appointment_date.slice(0, 10)

const isAt = (appointment: AppointmentReply, { start_utc, employeeId }: Slot) =>
  Date.parse(appointment.start_utc) === Date.parse(start_utc) && appointment.employee_id === employeeId

export function movingThunks({ api, clientId }: Surroundings, { release, refreshDay }: Helpers) {
  /** As it is now, where that can be found out. */
  const look = (appointment: AppointmentReply) =>
    api.getAppointment({ params: { id: appointment.strong_id } })

  const changed =
    (before: AppointmentReply, appointment: AppointmentReply): Thunk =>
    ({ dispatch }) => {
      dispatch({ type: 'APPOINTMENT_CHANGED', appointment })
      dispatch({ type: 'HOLD', hold: { kind: 'none' } })
      dispatch({ type: 'MOVING', moving: { kind: 'moved', appointment, before } })
    }

  /** What was changed elsewhere is shown as it is now. */
  const freshOf =
    (appointment: AppointmentReply, { code }: Failure): AsyncThunk<AppointmentReply> =>
    async ({ dispatch }) => {
      const fresh = code === 'STALE_VERSION' ? await look(appointment) : undefined
      if (!fresh?.ok) return appointment
      dispatch({ type: 'APPOINTMENT_CHANGED', appointment: fresh.data })
      return fresh.data
    }

  /** Nothing was moved: says why where the visitor is, and what else there is. */
  const refuse =
    (asked: AppointmentReply, slot: Slot, refused: Failure): AsyncThunk =>
    async ({ dispatch }) => {
      const appointment = await dispatch(freshOf(asked, refused))
      dispatch({ type: 'MOVING', moving: { kind: 'choosing', appointment, refused } })
      dispatch(mindCaller(refused))
      if (!isConflict(refused)) return
      const alternatives = alternativesOf(refused)
      dispatch({ type: 'HOLD', hold: { kind: 'refused', slot, error: refused, alternatives, kept: null } })
      void dispatch(refreshDay(slot.serviceId, slot.date))
    }

  const send =
    (appointment: AppointmentReply, { slot, token }: Held, reason: string): AsyncThunk =>
    async ({ dispatch }) => {
      dispatch({ type: 'MOVING', moving: { kind: 'sending', appointment } })
      const result = await api.rescheduleAppointment({
        params: { id: appointment.strong_id },
        body: {
          new_date: slot.start_utc,
          employee_id: slot.employeeId,
          client_id: clientId,
          lock_token: token,
          version: appointment.version,
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        },
      })
      if (result.ok) dispatch(changed(appointment, result.data.appointment))
      else if (leavesOpen(result.error))
        dispatch({ type: 'MOVING', moving: { kind: 'unanswered', appointment, error: result.error } })
      else await dispatch(refuse(appointment, slot, result.error))
    }

  const sendAgain =
    (appointment: AppointmentReply, held: Held, reason: string): AsyncThunk =>
    async ({ dispatch }) => {
      dispatch({ type: 'MOVING', moving: { kind: 'sending', appointment } })
      const seen = await look(appointment)
      if (!seen.ok)
        dispatch({ type: 'MOVING', moving: { kind: 'unanswered', appointment, error: seen.error } })
      else if (isAt(seen.data, held.slot)) dispatch(changed(appointment, seen.data))
      else await dispatch(send(appointment, held, reason))
    }

  return {
    /** Begins to look for another time with the same employee; the steps are those of a booking. */
    startMoving:
      (appointment: AppointmentReply): Thunk =>
      (context) => {
        const { service_id: serviceId, employee_id } = appointment
        const offers = findService(stateOf(context), serviceId)?.staff.includes(employee_id)
        const employee = offers ? employee_id : null
        context.dispatch({ type: 'STARTED_ANEW' })
        context.dispatch({ type: 'MOVING', moving: { kind: 'choosing', appointment, refused: null } })
        context.dispatch({ type: 'CHOSE', choices: { serviceId, employee, date: null } })
        context.dispatch({ type: 'STEP', step: employee === null ? 'employee' : 'date' })
      },

    /** Leaves the appointment where it is and gives back what is held. */
    stopMoving: (): Thunk => (context) => {
      if (stateOf(context).moving.now.kind === 'none') return
      void context.dispatch(release())
      context.dispatch({ type: 'MOVING', moving: { kind: 'none' } })
      context.dispatch({ type: 'STARTED_ANEW' })
    },

    /**
     * Moves the appointment to the time that is held. A try that was never answered is looked after first: it may have
     * gone through, and the version would refuse the same again as stale.
     */
    move:
      (reason: string): AsyncThunk =>
      async (context) => {
        const { moving, booking } = stateOf(context)
        const { hold } = booking
        if (hold.kind !== 'held') return
        if (moving.now.kind === 'choosing') await context.dispatch(send(moving.now.appointment, hold, reason))
        if (moving.now.kind === 'unanswered')
          await context.dispatch(sendAgain(moving.now.appointment, hold, reason))
      },

    /** Asks which starts of the date are in nobody's way but the appointment's own. Far from it none can be. */
    spare:
      (date: string): AsyncThunk =>
      async (context) => {
        const appointment = movedAppointment(stateOf(context).moving)
        if (!appointment) return
        const own = dateOf(appointment)
        if (date < addDays(own, -1) || date > addDays(own, 1)) return
        const result = await api.checkRescheduleAvailability({
          body: {
            date,
            employee_id: appointment.employee_id,
            exclude_appointment_id: appointment.strong_id,
            client_id: clientId,
          },
        })
        if (!result.ok) return
        const starts = result.data.slots
          .filter(({ available, reason }) => available || reason === 'SLOT_LOCKED')
          .map(({ time, start_utc }) => ({ time, start_utc }))
        context.dispatch({ type: 'SPARED', spared: { date, starts } })
      },
  }
}
