import type { AppointmentRecord, HistoryEntry } from '../ports/appointments.ts'
import type { StorageTransaction } from '../ports/storage.ts'
import { appointmentEvent } from '../webhooks/appointmentEvent.ts'

/** For whoever wants to be told of a change, in the transaction that makes it; `appointment` as it is afterwards. */
export async function tellWebhooks(
  { webhooks }: Pick<StorageTransaction, 'webhooks'>,
  entry: HistoryEntry,
  appointment: AppointmentRecord,
): Promise<void> {
  const event = appointmentEvent(entry, appointment)
  if (event) await webhooks.addEvent(event)
}
