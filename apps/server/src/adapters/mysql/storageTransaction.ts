import type { AppointmentStore } from '../../ports/appointments.ts'
import type { StorageTransaction } from '../../ports/storage.ts'
import { readEpoch } from '../transients/epochs.ts'
import { createLockStore } from '../transients/locks.ts'
import { rememberRows } from '../transients/rememberedRows.ts'
import { createAppointmentStore } from './appointments.ts'
import { createCodeStore } from './codes.ts'
import { createChangedCustomers } from './customers.ts'
import { createHeldOptionRows } from './heldOptions.ts'
import { createIdempotencyStore } from './idempotency.ts'
import type { Seen } from './lookAhead.ts'
import { createOptionRows } from './options.ts'
import { createOutboxWriter } from './outbox.ts'
import type { MysqlTables } from './schema.ts'
import { createSessionWriter } from './sessions.ts'
import type { Transaction } from './writer.ts'

/** Counting an address's locks and adding one is for one transaction at a time; few rows for all addresses there are. */
export const addressMutex = (address: string) => `address:${address.slice(0, 2)}`

/** `address`: whose mutex it has. */
export function createStorageTransaction(
  transaction: Transaction,
  tables: MysqlTables,
  seen: Seen | undefined,
  address: string | undefined,
): StorageTransaction {
  const rows = rememberRows(createHeldOptionRows(transaction, tables, seen?.options), seen?.options)
  const locks = createLockStore(rows)
  return {
    appointments: answeringOnce(createAppointmentStore(transaction, tables), seen?.occupations),
    locks: {
      ...locks,
      async countLocksOfAddress(counted, now) {
        if (counted !== address) await transaction.takeMutexes([addressMutex(counted)])
        return locks.countLocksOfAddress(counted, now)
      },
    },
    customers: createChangedCustomers(transaction, tables),
    sessions: createSessionWriter(transaction, tables),
    codes: createCodeStore(transaction, tables),
    outbox: createOutboxWriter(transaction),
    idempotency: createIdempotencyStore(transaction, tables),
    epoch: (held) => readEpoch(held ? rows : createOptionRows(transaction, tables), held),
  }
}

/** Whoever asks first what has been read already is answered with it; afterwards the transaction may have changed it. */
function answeringOnce(store: AppointmentStore, seen: Seen['occupations']): AppointmentStore {
  if (!seen) return store
  let isFirst = true
  return {
    ...store,
    listOccupations(employeeIds, within) {
      const { start, end } = seen.within
      const isSeen =
        isFirst &&
        employeeIds.length === 1 &&
        employeeIds[0] === seen.employeeId &&
        within.start === start &&
        within.end === end
      isFirst = false
      return isSeen ? Promise.resolve(seen.found) : store.listOccupations(employeeIds, within)
    },
  }
}
