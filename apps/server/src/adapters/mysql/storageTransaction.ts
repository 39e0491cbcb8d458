import type { AppointmentStore } from '../../ports/appointments.ts'
import type { SlotNews } from '../../ports/slotEvents.ts'
import type { StorageTransaction } from '../../ports/storage.ts'
import { readEpoch } from '../transients/epochs.ts'
import { createLockStore } from '../transients/locks.ts'
import { rememberRows } from '../transients/rememberedRows.ts'
import { createAppointmentStore } from './appointments.ts'
import type { VersionedCatalog } from './catalog.ts'
import { createChangeNotes } from './changes.ts'
import { createCodeStore } from './codes.ts'
import { createChangedCustomers } from './customers.ts'
import { createHeldOptionRows } from './heldOptions.ts'
import { createIdempotencyStore } from './idempotency.ts'
import type { Seen } from './lookAhead.ts'
import { createManageLinkStore } from './manageLinks.ts'
import { createOptionRows } from './options.ts'
import { createOutboxWriter } from './outbox.ts'
import type { MysqlTables } from './schema.ts'
import { createSessionWriter } from './sessions.ts'
import { createWebhookWriter } from './webhooks.ts'
import type { Transaction } from './writer.ts'

/** Counting an address's locks and adding one is for one transaction at a time; few rows for all addresses there are. */
export const addressMutex = (address: string) => `address:${address.slice(0, 2)}`

export interface TransactionGround {
  readonly tables: MysqlTables
  readonly catalog: VersionedCatalog
  /** Is added what is to be told of it once it is committed. */
  readonly told: SlotNews[]
  readonly seen: Seen | undefined
  /** Whose mutex it has. */
  readonly address: string | undefined
}

export function createStorageTransaction(
  transaction: Transaction,
  { tables, catalog, told, seen, address }: TransactionGround,
): StorageTransaction {
  const rows = rememberRows(createHeldOptionRows(transaction, tables, seen?.options), seen?.options)
  const locks = createLockStore(rows, createChangeNotes(transaction, tables, told))
  return {
    appointments: knowingFree(createAppointmentStore(transaction, tables, told), seen?.free),
    locks: {
      ...locks,
      async countLocksOfAddress(counted, now) {
        if (counted !== address) await transaction.takeMutexes([addressMutex(counted)])
        return locks.countLocksOfAddress(counted, now)
      },
    },
    manageLinks: createManageLinkStore(transaction, tables),
    customers: createChangedCustomers(transaction, tables),
    sessions: createSessionWriter(transaction, tables),
    codes: createCodeStore(transaction, tables),
    outbox: createOutboxWriter(transaction, tables),
    webhooks: createWebhookWriter(transaction),
    idempotency: createIdempotencyStore(transaction, tables),
    catalog: () => (seen ? catalog.catalogOf(seen.catalogVersion) : catalog.getCatalog()),
    epoch: (held) => readEpoch(held || seen ? rows : createOptionRows(transaction, tables), held),
  }
}

/** Whoever asks about this time is answered without a question, until the transaction writes to it itself. */
function knowingFree(store: AppointmentStore, free: Seen['free']): AppointmentStore {
  if (!free) return store
  const { start, end } = free.within
  let isFree = true
  const writing =
    <Arguments extends unknown[], Value>(write: (...given: Arguments) => Promise<Value>) =>
    (...given: Arguments) => {
      isFree = false
      return write(...given)
    }
  return {
    ...store,
    insertAppointment: writing(store.insertAppointment),
    updateAppointment: writing(store.updateAppointment),
    listOccupations(employeeIds, within) {
      const isTheirs = employeeIds.length === 1 && employeeIds[0] === free.employeeId
      const isKnown = isFree && isTheirs && start <= within.start && within.end <= end
      return isKnown ? Promise.resolve([]) : store.listOccupations(employeeIds, within)
    },
  }
}
