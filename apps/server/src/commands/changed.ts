import type { BusinessRules } from '@appointease/domain'
import type { AppointmentRecord, HistoryEntry } from '../ports/appointments.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { StorageTransaction } from '../ports/storage.ts'

export type Cutoffs = Pick<BusinessRules, 'cancelCutoffMinutes' | 'rescheduleCutoffMinutes'>

/**
 * All that the reply to a change is made of, read with the change itself: once that is kept nothing more has to be
 * read, and a database that goes away just then turns no success into a failure.
 */
export interface Changed {
  readonly appointment: AppointmentRecord
  readonly history: readonly HistoryEntry[]
  readonly cutoffs: Cutoffs
}

export const cutoffsOf = ({ settings }: Pick<Catalog, 'settings'>): Cutoffs => {
  const { cancelCutoffMinutes, rescheduleCutoffMinutes } = settings.rules
  return { cancelCutoffMinutes, rescheduleCutoffMinutes }
}

export async function changedTo(
  { appointments }: Pick<StorageTransaction, 'appointments'>,
  appointment: AppointmentRecord,
  catalog: Pick<Catalog, 'settings'>,
): Promise<Changed> {
  const history = await appointments.listHistory(appointment.id)
  return { appointment, history, cutoffs: cutoffsOf(catalog) }
}
