import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { useApp, usePiece } from '../app.tsx'

/** What has been chosen so far, as objects rather than ids. */
export function useChosen() {
  const { store } = useApp()
  const choices = usePiece((state) => state.booking.choices)
  const slot = useSelect((select) => select(store).getSlot(), [store])
  const employeeId = slot && choices.employee !== 'any' ? slot.employeeId : choices.employee
  const service = useSelect(
    (select) => select(store).findService(choices.serviceId),
    [store, choices.serviceId],
  )
  const employee = useSelect((select) => select(store).findEmployee(employeeId), [store, employeeId])
  const giver = useSelect((select) => select(store).findEmployee(slot?.employeeId ?? null), [store, slot])
  const employeeName = choices.employee === 'any' ? __('Anybody', 'appointease') : employee?.name
  return { choices, slot, service, employee, employeeName, giver }
}
