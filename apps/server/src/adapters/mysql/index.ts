import type { Instant } from '@appointease/domain'
import type { OpenedStorage, Storage, StorageTransaction } from '../../ports/storage.ts'
import { refuseUnfinishedCopy } from '../tables/unfinishedCopy.ts'
import { createConnectionSettings } from '../transients/connections.ts'
import { createTransientEphemeral } from '../transients/ephemeral.ts'
import { createEpochStore, type EpochGround, readEpoch } from '../transients/epochs.ts'
import { createLockReader, createLockStore } from '../transients/locks.ts'
import { parseAddress } from './address.ts'
import type { AdoptionReport } from './adoption/report.ts'
import type { AdoptionWish } from './adoption/site.ts'
import { createAppointmentReader, createAppointmentStore } from './appointments.ts'
import { createCatalogStore } from './catalog.ts'
import { removeExpired } from './cleanUp.ts'
import { createCodeStore } from './codes.ts'
import { Connection } from './connection.ts'
import { createChangedCustomers, createCustomerStore } from './customers.ts'
import { createIdempotencyStore, createReplyFinder } from './idempotency.ts'
import { migrate } from './migrate.ts'
import { createHeldOptionRows, createOptionRows, holdOption } from './options.ts'
import { createOutbox, createOutboxWriter } from './outbox.ts'
import { PATIENCE_MILLISECONDS, Pool } from './pool.ts'
import { type MysqlTables, mysqlTableNames } from './schema.ts'
import { createSessionStore, createSessionWriter } from './sessions.ts'
import { createSnapshots } from './snapshots.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { refuseUnfitServer, whileOpening } from './usable.ts'
import { type Transaction, Writer } from './writer.ts'

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

/** Counting an address's locks and adding one is for one transaction at a time; few rows for all addresses there are. */
const addressMutex = (address: string) => `address:${address.slice(0, 2)}`

function createTransaction(transaction: Transaction, tables: MysqlTables): StorageTransaction {
  const locks = createLockStore(createHeldOptionRows(transaction, tables))
  return {
    appointments: createAppointmentStore(transaction, tables),
    locks: {
      ...locks,
      async countLocksOfAddress(address, now) {
        await transaction.takeMutexes([addressMutex(address)])
        return locks.countLocksOfAddress(address, now)
      },
    },
    customers: createChangedCustomers(transaction, tables),
    sessions: createSessionWriter(transaction, tables),
    codes: createCodeStore(transaction, tables),
    outbox: createOutboxWriter(transaction),
    idempotency: createIdempotencyStore(transaction, tables),
    epoch: (held) => readEpoch(createOptionRows(transaction, tables), held),
  }
}

/**
 * Opens the database and brings its tables up to date. Two pools: one of connections that make changes, each with its
 * employees to itself, and one for everything that is a statement by itself or may be lost, so that however many bookings
 * wait, others are answered. Throws DatabaseUnusable where somebody has to change something first, and StorageUnavailable.
 */
export async function createMysqlStorage(options: MysqlOptions): Promise<OpenedStorage> {
  const { patienceMilliseconds = PATIENCE_MILLISECONDS, connections = CONNECTIONS, onStatement } = options
  const tables = mysqlTableNames(options.tablePrefix)
  const address = parseAddress(options.url)
  const open = (autocommit: boolean) => (giveUpAt: number) =>
    Connection.open(address, giveUpAt, { autocommit, onStatement })

  await prepare(() => open(true)(performance.now() + patienceMilliseconds), tables, options)

  const others = Math.max(1, Math.floor(connections / 3))
  const pool = (autocommit: boolean, size: number) =>
    new Pool({ open: open(autocommit), size, patienceMilliseconds })
  const statements = pool(true, others)
  const changes = pool(false, Math.max(1, connections - others))
  const writer = new Writer(changes, tables, statements)
  const swift = new Writer(statements, tables, statements, 'START TRANSACTION')
  const snapshots = createSnapshots(statements)
  const committedRows = createOptionRows(statements, tables)

  const storage: Storage = {
    change: (employeeIds, work) =>
      writer.transact((transaction) => work(createTransaction(transaction, tables)), {
        mutexes: employeeIds.map((id) => `employee:${id}`),
        keeps: (outcome) => outcome.ok,
      }),
    appointments: createAppointmentReader(statements, snapshots, tables),
    locks: createLockReader(committedRows),
    catalog: createCatalogStore(statements, snapshots, writer, tables),
    customers: createCustomerStore(statements, tables),
    sessions: createSessionStore(statements, writer, tables),
    outbox: createOutbox(statements, swift, tables),
    idempotency: createReplyFinder(statements, tables),
    removeExpired: (now) => removeExpired(statements, swift, tables, now),
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
      await Promise.all([changes.close(), statements.close()])
    },
  }

  const ephemeral = createTransientEphemeral({
    storageMode: 'mysql',
    rows: committedRows,
    transact: (work) => swift.transact((transaction) => work(createHeldOptionRows(transaction, tables))),
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
