import type { AppointmentReply } from '@appointease/contract'
import { useSelect } from '@wordpress/data'
import { useApp } from '../app.tsx'

/** Whether another time can be chosen here: the rules allow it, and the service is still offered. */
export function useMovable({ can_reschedule, service_id }: AppointmentReply): boolean {
  const { store } = useApp()
  const service = useSelect((select) => select(store).findService(service_id), [store, service_id])
  return can_reschedule && service !== undefined && service.staff.length > 0
}
