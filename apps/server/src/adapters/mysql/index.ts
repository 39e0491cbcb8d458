import type { Instant } from '@appointease/domain'
import type { SlotNews } from '../../ports/slotEvents.ts'
import type { OpenedStorage, Storage } from '../../ports/storage.ts'
import { createOutsideCalendars } from '../tables/calendarStore.ts'
import { refuseUnfinishedCopy } from '../tables/unfinishedCopy.ts'
import { createConnectionSettings } from '../transients/connections.ts'
import { createTransientEphemeral } from '../transients/ephemeral.ts'
import { createEpochStore, type EpochGround } from '../transients/epochs.ts'
import { createLockReader } from '../transients/locks.ts'
import { parseAddress } from './address.ts'
import type { AdoptionReport } from './adoption/report.ts'
import type { AdoptionWish } from './adoption/site.ts'
import { createAppointmentReader } from './appointments.ts'
import { createCalendarFeeds } from './calendarFeeds.ts'
import { createCatalogStore, raiseCatalogVersion } from './catalog.ts'
import { createChangeLog, createChangeNotes } from './changes.ts'
import { createCleanUp } from './cleanUp.ts'
import { Connection } from './connection.ts'
import { createCustomerStore } from './customers.ts'
import { createEmailTemplateStore } from './emailTemplates.ts'
import { createHeldOptionRows } from './heldOptions.ts'
import { createReplyFinder } from './idempotency.ts'
import { lookAhead } from './lookAhead.ts'
import { createManageLinkReader } from './manageLinks.ts'
import { migrate } from './migrate.ts'
import { createMutexNames } from './mutexNames.ts'
import { createOptionRows, holdOption } from './options.ts'
import { createOutbox } from './outbox.ts'
import { PATIENCE_MILLISECONDS, Pool } from './pool.ts'
import { queries } from './queries.ts'
import { createReminderStore } from './reminders.ts'
import { type MysqlTables, mysqlTableNames } from './schema.ts'
import { createSessionStore } from './sessions.ts'
import { createSnapshots } from './snapshots.ts'
import { addressMutex, createStorageTransaction } from './storageTransaction.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { refuseUnfitServer, whileOpening } from './usable.ts'
import { createWebhooks } from './webhooks.ts'
import { Writer } from './writer.ts'

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` of MySQL 5.7 or newer or MariaDB 10.6 or newer. */
  readonly url: string
  /** `[A-Za-z0-9_]{1,20}`, as WordPress has it. */
  readonly tablePrefix: string
  /** How long anything waits, for a connection and for the database together, before StorageUnavailable; default 1.3 s. */
  readonly patienceMilliseconds?: number
  /** At most so many; default 16. A third of them never makes an appointment, so that everything else is answered. */
  readonly connections?: number
  /** Is told every statement before it is sent. */
  readonly onStatement?: (sql: string) => void
  /** What to know where the tables of the original plugin are taken over; default UTC and the initial currency. */
  readonly adoption?: AdoptionWish
  /** Is told what became of them. */
  readonly onAdopted?: (report: AdoptionReport) => void
}

const CONNECTIONS = 16

/**
 * Opens the database and brings its tables up to date. Two pools: one of connections that make changes, each with its
 * employees to itself, and one for everything that is a statement by itself or may be lost, so that however many bookings
 * wait, others are answered. Throws DatabaseUnusable where somebody has to change something first, and StorageUnavailable.
 */
export async function createMysqlStorage(options: MysqlOptions): Promise<OpenedStorage> {
  const { patienceMilliseconds = PATIENCE_MILLISECONDS, connections = CONNECTIONS, onStatement } = options
  const tables = mysqlTableNames(options.tablePrefix)
  const address = parseAddress(options.url)
  const open = (autocommit: boolean, inOneGo: boolean) => (giveUpAt: number) =>
    Connection.open(address, giveUpAt, { autocommit, inOneGo, onStatement })

  await prepare(() => open(true, false)(performance.now() + patienceMilliseconds), tables, options)

  const others = Math.max(1, Math.floor(connections / 3))
  const pool = (autocommit: boolean, size: number) =>
    new Pool({ open: open(autocommit, true), size, patienceMilliseconds })
  const statements = pool(true, others)
  const forChanges = pool(false, Math.max(1, connections - others))
  const names = createMutexNames(statements, tables.mutexes)
  const writer = new Writer(forChanges, { tables, names })
  const swift = new Writer(statements, { tables, names, begin: 'START TRANSACTION' })
  const snapshots = createSnapshots(statements)
  const committedRows = createOptionRows(statements, tables)

  const changes = createChangeLog(statements, tables)
  const catalog = createCatalogStore(statements, snapshots, writer, changes, tables)

  const storage: Storage = {
    async change(employeeIds, work, about) {
      const ahead = about && lookAhead(tables, about)
      const address = about?.address
      let told: SlotNews[] = []
      const outcome = await writer.transact(
        (transaction, answers) => {
          told = []
          const seen = ahead?.seenIn(answers)
          return work(createStorageTransaction(transaction, { tables, catalog, told, seen, address }))
        },
        {
          mutexes: [
            ...employeeIds.map((id) => `employee:${id}`),
            ...(address === undefined ? [] : [addressMutex(address)]),
          ],
          ahead: ahead?.statements ?? [],
          keeps: ({ ok }) => ok,
        },
      )
      if (outcome.ok) changes.committed(told)
      return outcome
    },
    appointments: createAppointmentReader(statements, snapshots, tables),
    manageLinks: createManageLinkReader(statements, tables),
    locks: createLockReader(committedRows),
    catalog,
    customers: createCustomerStore(statements, tables),
    sessions: createSessionStore(statements, writer, tables),
    emailTemplates: createEmailTemplateStore(statements, tables),
    reminders: createReminderStore(statements, tables),
    outbox: createOutbox(statements, swift, tables),
    webhooks: createWebhooks(statements, snapshots, swift, tables),
    calendarFeeds: createCalendarFeeds(statements, tables),
    idempotency: createReplyFinder(statements, tables),
    removeExpired: createCleanUp(statements, swift, tables),
    async now() {
      const [row] = await statements.tuples(
        'SELECT CAST(UNIX_TIMESTAMP(UTC_TIMESTAMP(3)) * 1000 AS SIGNED)',
        [],
      )
      return row?.[0] as Instant
    },
    async ping() {
      await statements.tuples('SELECT 1', [])
    },
    async close() {
      await Promise.all([forChanges.close(), statements.close()])
    },
  }

  const ephemeral = createTransientEphemeral({
    storageMode: 'mysql',
    rows: committedRows,
    async transact(work) {
      let told: SlotNews[] = []
      const value = await swift.transact((transaction) => {
        told = []
        const notes = createChangeNotes(transaction, tables, told)
        return work(createHeldOptionRows(transaction, tables), notes)
      })
      changes.committed(told)
      return value
    },
  })

  const ground: EpochGround = {
    rows: committedRows,
    transact: (work) => swift.transact((transaction) => work(createOptionRows(transaction, tables))),
    holding: (option, work) =>
      swift.transact(async (transaction) => {
        await holdOption(transaction, tables, option)
        return work(createOptionRows(transaction, tables))
      }),
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
      committed: statements,
      async transact(work) {
        let isCatalogNew = false
        const value = await swift.transact((transaction) => {
          isCatalogNew = false
          return work({
            rows: (query) => transaction.rows(query),
            run: (query) => transaction.run(query),
            async raiseCatalogVersion() {
              isCatalogNew = true
              await raiseCatalogVersion(transaction, tables)
            },
          })
        })
        if (isCatalogNew) changes.committed([undefined])
        return value
      },
    }),
    changes,
  }
}

async function prepare(
  open: () => Promise<Connection>,
  tables: MysqlTables,
  { adoption, onAdopted }: MysqlOptions,
): Promise<void> {
  let connection: Connection | undefined
  try {
    connection = await open()
    await refuseUnfitServer(connection)
    const report = await migrate(connection, tables, adoption)
    if (report) onAdopted?.(report)
    refuseUnfinishedCopy(await findUnfinishedCopy(connection, tables))
  } catch (error) {
    throw whileOpening(error)
  } finally {
    connection?.close()
  }
}
