import { findService } from '../catalog/selectors.ts'
import { dataOf } from '../remote.ts'
import { type AsyncThunk, stateOf, type Thunk } from '../thunk.ts'
import { canOpen, getNextStep, slotOf } from './flow.ts'
import type { Details, Step } from './reducer.ts'

export function choosingThunks(release: () => AsyncThunk) {
  /** A held time that no longer fits what was chosen is given back. */
  const releaseUnfit = (): Thunk => (context) => {
    const { choices, hold } = stateOf(context).booking
    const slot = slotOf(hold)
    if (!slot) return
    const fits =
      slot.serviceId === choices.serviceId &&
      (choices.employee === 'any' || slot.employeeId === choices.employee)
    if (!fits) void context.dispatch(release())
  }

  const chooseService =
    (serviceId: number): Thunk =>
    (context) => {
      const before = stateOf(context).booking.choices
      if (before.serviceId === serviceId) return
      const team = findService(stateOf(context), serviceId)?.staff ?? []
      const only = team.length === 1 ? (team[0] ?? null) : null
      const stays = before.employee === 'any' || (before.employee !== null && team.includes(before.employee))
      const employee = only ?? (stays ? before.employee : null)
      context.dispatch({ type: 'CHOSE', choices: { serviceId, employee, date: null } })
      context.dispatch(releaseUnfit())
    }

  const chooseEmployee =
    (employee: number | 'any'): Thunk =>
    (context) => {
      if (stateOf(context).booking.choices.employee === employee) return
      context.dispatch({ type: 'CHOSE', choices: { employee, date: null } })
      context.dispatch(releaseUnfit())
    }

  const goTo =
    (step: Step): Thunk =>
    (context) => {
      if (canOpen(stateOf(context), step)) context.dispatch({ type: 'STEP', step })
    }

  return {
    chooseService,
    chooseEmployee,
    goTo,
    /** The date that is looked at. A time that is held on another date stays held until another is chosen. */
    chooseDate: (date: string) => ({ type: 'CHOSE', choices: { date } }) as const,
    type: (details: Partial<Details>) => ({ type: 'TYPED', details }) as const,
    next: (): Thunk => (context) => context.dispatch(goTo(getNextStep(stateOf(context)))),
    startAnew: () => ({ type: 'STARTED_ANEW' }) as const,

    /** Gives the answers that have only one choice, and those that the page was opened with, and moves past them. */
    settle:
      (preset: { serviceId?: number; employeeId?: number }): Thunk =>
      (context) => {
        const services = dataOf(stateOf(context).catalog)?.services ?? []
        const wanted =
          services.length === 1 ? services[0] : services.find(({ id }) => id === preset.serviceId)
        if (!wanted || stateOf(context).booking.step !== 'service') return
        context.dispatch(chooseService(wanted.id))
        const offered = wanted.staff.find((id) => id === preset.employeeId)
        if (offered !== undefined) context.dispatch(chooseEmployee(offered))
        const { employee } = stateOf(context).booking.choices
        context.dispatch({ type: 'STEP', step: employee === null ? 'employee' : 'date' })
      },
  }
}
