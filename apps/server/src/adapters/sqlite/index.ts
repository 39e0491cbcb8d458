import type { Instant } from '@appointease/domain'
import type { CatalogStore } from '../../ports/catalog.ts'
import type { OpenedStorage, Storage, StorageTransaction } from '../../ports/storage.ts'
import { createOutsideCalendars } from '../tables/calendarStore.ts'
import { type Tables, tableNames } from '../tables/schema.ts'
import { refuseUnfinishedCopy } from '../tables/unfinishedCopy.ts'
import { createConnectionSettings } from '../transients/connections.ts'
import { createTransientEphemeral } from '../transients/ephemeral.ts'
import { createEpochStore, type EpochGround, readEpoch } from '../transients/epochs.ts'
import { createLockReader, createLockStore } from '../transients/locks.ts'
import { rememberRows } from '../transients/rememberedRows.ts'
import { createAppointmentReader, createAppointmentStore } from './appointments.ts'
import { createCalendarFeeds } from './calendarFeeds.ts'
import { createCatalogStore, raiseCatalogVersion } from './catalog.ts'
import { createChangeLog, createChangeNotes } from './changes.ts'
import { removeExpired } from './cleanUp.ts'
import { createCodeStore } from './codes.ts'
import { Connection } from './connection.ts'
import { createCommittedCustomers, createCustomerStore } from './customers.ts'
import { createEmailTemplateStore } from './emailTemplates.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createManageLinkReader, createManageLinkStore } from './manageLinks.ts'
import { migrate } from './migrate.ts'
import { createOptionRows } from './options.ts'
import { createOutbox, createOutboxWriter } from './outbox.ts'
import { queries } from './queries.ts'
import { createReminderStore } from './reminders.ts'
import { createSessionStore, createSessionWriter } from './sessions.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { createWebhooks, createWebhookWriter } from './webhooks.ts'
import { Turns, Writer } from './writer.ts'

export interface SqliteOptions {
  /** The database file; made where there is none. Its folder must be there. */
  readonly path: string
  /** `[A-Za-z0-9_]{1,20}`, as WordPress has it. */
  readonly tablePrefix: string
  /** How long a change waits for others, of this process and of others, before StorageUnavailable; default 2 s. */
  readonly patienceMilliseconds?: number
}

const createTransactions = (
  connection: Connection,
  tables: Tables,
  catalog: CatalogStore,
): (() => StorageTransaction) => {
  const rows = createOptionRows(connection, tables)
  const notes = createChangeNotes(connection, tables)
  const stores = {
    appointments: createAppointmentStore(connection, tables),
    manageLinks: createManageLinkStore(connection, tables),
    customers: createCustomerStore(connection, tables),
    sessions: createSessionWriter(connection, tables),
    codes: createCodeStore(connection, tables),
    outbox: createOutboxWriter(connection, tables),
    webhooks: createWebhookWriter(connection, tables),
    idempotency: createIdempotencyStore(connection, tables),
    catalog: () => catalog.getCatalog(),
  }
  return () => {
    const remembered = rememberRows(rows)
    return {
      ...stores,
      locks: createLockStore(remembered, notes),
      epoch: (held) => readEpoch(remembered, held),
    }
  }
}

/**
 * Opens the database and brings its tables up to date. Three connections: one that writes durably, one that
 * writes what may be lost to a power cut (so that pointing costs no disk flush), and one that only reads, which
 * in WAL mode never waits for a writer and sees committed state alone. Throws StorageUnavailable.
 */
export async function createSqliteStorage({
  path,
  tablePrefix,
  patienceMilliseconds,
}: SqliteOptions): Promise<OpenedStorage> {
  const tables = tableNames(tablePrefix)
  const turns = new Turns(patienceMilliseconds)
  let told = () => {}
  const open = async (mode: 'full' | 'normal') =>
    new Writer(await Connection.open(path, mode, patienceMilliseconds), turns, () => told())
  const durable = await open('full')
  await migrate(durable, tables)
  refuseUnfinishedCopy(findUnfinishedCopy(durable.connection, tables))
  const swift = await open('normal')
  const reader = await Connection.open(path, 'reader', patienceMilliseconds)
  const changes = createChangeLog(reader, tables)
  told = changes.committed
  const catalog = createCatalogStore(reader, durable, tables)
  const nextTransaction = createTransactions(durable.connection, tables, catalog)
  const committedRows = createOptionRows(reader, tables)
  const swiftRows = createOptionRows(swift.connection, tables)
  const swiftNotes = createChangeNotes(swift.connection, tables)

  const storage: Storage = {
    // The one writer has every employee to itself, whichever are named.
    change: (_employeeIds, work) =>
      durable.transact(
        () => work(nextTransaction()),
        (outcome) => outcome.ok,
      ),
    appointments: createAppointmentReader(reader, tables),
    manageLinks: createManageLinkReader(reader, tables),
    locks: createLockReader(committedRows),
    catalog,
    customers: createCommittedCustomers(reader, durable, tables),
    sessions: createSessionStore(reader, durable, tables),
    emailTemplates: createEmailTemplateStore(reader, durable, tables),
    reminders: createReminderStore(reader, durable, tables),
    outbox: createOutbox({ reader, durable, swift }, tables),
    webhooks: createWebhooks({ reader, durable, swift }, tables),
    calendarFeeds: createCalendarFeeds(reader, durable, tables),
    idempotency: createIdempotencyStore(reader, tables),
    removeExpired: (now) => removeExpired(durable, tables, now),
    async now() {
      return Date.now() as Instant
    },
    async ping() {
      reader.tuples(`SELECT name FROM ${tables.migrations} LIMIT 1`, [])
    },
    async close() {
      await turns.idle()
      for (const connection of [reader, swift.connection, durable.connection]) connection.close()
    },
  }

  const ephemeral = createTransientEphemeral({
    storageMode: 'sqlite',
    rows: committedRows,
    transact: (work) => swift.transact(() => work(swiftRows, swiftNotes)),
  })

  // The one writer has every option to itself, whichever is named. What a power cut takes away, it takes away in order.
  const ground: EpochGround = {
    rows: committedRows,
    transact: (work) => swift.transact(() => work(swiftRows)),
    holding: (_option, work) => swift.transact(() => work(swiftRows)),
    now: storage.now,
  }

  return {
    storage,
    ephemeral,
    epochs: createEpochStore(ground),
    connections: createConnectionSettings(ground),
    calendars: createOutsideCalendars({
      queries,
      tables,
      committed: reader,
      transact: (work) =>
        durable.transact(() =>
          work({
            rows: (query) => durable.connection.rows(query),
            run: (query) => durable.connection.run(query),
            raiseCatalogVersion: () => raiseCatalogVersion(durable.connection, tables),
          }),
        ),
    }),
    changes,
  }
}
