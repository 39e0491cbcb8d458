import type { Catalog, CatalogStore, EmployeeRecord, ServiceRecord } from '../../ports/catalog.ts'
import {
  NO_VERSION,
  SETTINGS_OPTION,
  toCatalog,
  toServiceRow,
  toStaffRow,
  VERSION_OPTION,
} from '../tables/catalogRows.ts'
import { batched } from './batched.ts'
import { type MysqlChangeLog, noteEverything } from './changes.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Snapshots } from './snapshots.ts'
import type { Statements } from './statements.ts'
import type { Writer } from './writer.ts'

/** The version that the first save makes. */
const FIRST_VERSION = '1'

export interface VersionedCatalog extends CatalogStore {
  /** The catalog of a version that was seen just now, or of a later one. */
  catalogOf(version: string): Promise<Catalog>
}

/** In the transaction of whatever changes the catalog, and before it does: such changes come one after another. */
export async function raiseCatalogVersion(to: Statements, tables: MysqlTables): Promise<void> {
  await to.runSql(
    `INSERT INTO ${tables.options} (option_name, option_value, autoload) VALUES (?, ?, 'no')
     ON DUPLICATE KEY UPDATE option_value = option_value + 1`,
    [VERSION_OPTION, FIRST_VERSION],
  )
  await noteEverything(to, tables)
}

/**
 * A counter among the options is the version. Every save raises it first, so that saves come one after another, and in
 * its own transaction, so that nobody sees the one without the other: one look at it tells each process whether the
 * catalog that it has in memory is still the one in the database.
 */
export function createCatalogStore(
  statements: Statements,
  snapshots: Snapshots,
  writer: Writer,
  changes: Pick<MysqlChangeLog, 'committed'>,
  tables: MysqlTables,
): VersionedCatalog {
  let latest: Catalog | undefined

  async function readOption(from: Statements, name: string): Promise<string | undefined> {
    const [row] = await from.tuples(`SELECT option_value FROM ${tables.options} WHERE option_name = ?`, [
      name,
    ])
    return row && String(row[0])
  }

  const readVersion = async (from: Statements) => (await readOption(from, VERSION_OPTION)) ?? NO_VERSION

  /** Many ask at once, and one look answers all who asked before it was begun. */
  const presentVersion = batched(() => readVersion(statements))

  const assemble = () =>
    snapshots.read(async (snapshot) =>
      toCatalog(
        await readVersion(snapshot),
        await readOption(snapshot, SETTINGS_OPTION),
        await snapshot.rows(queries.selectFrom(tables.services).selectAll().orderBy('id')),
        await snapshot.rows(queries.selectFrom(tables.staff).selectAll().orderBy('id')),
        await snapshot.rows(queries.selectFrom(tables.busy_times).selectAll().orderBy('starts_at')),
      ),
    )

  const saveSettings = (to: Statements, settings: unknown) =>
    to.runSql(
      `INSERT INTO ${tables.options} (option_name, option_value, autoload) VALUES (?, ?, 'no')
       ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)`,
      [SETTINGS_OPTION, JSON.stringify(settings)],
    )

  async function save<Value>(
    write: (to: Statements) => Promise<Value>,
    keeps: (value: Value) => boolean = () => true,
  ): Promise<Value> {
    const value = await writer.transact(
      async (transaction) => {
        await raiseCatalogVersion(transaction, tables)
        return write(transaction)
      },
      { keeps },
    )
    if (keeps(value)) changes.committed([undefined])
    return value
  }

  async function insertService(to: Statements, service: Omit<ServiceRecord, 'id'>): Promise<number> {
    return (await to.run(queries.insertInto(tables.services).values(toServiceRow(service)))).insertedId
  }

  async function insertEmployee(to: Statements, employee: Omit<EmployeeRecord, 'id'>): Promise<number> {
    return (await to.run(queries.insertInto(tables.staff).values(toStaffRow(employee)))).insertedId
  }

  async function catalogOf(version: string): Promise<Catalog> {
    if (latest?.version !== version) latest = await assemble()
    return latest
  }

  return {
    catalogOf,

    getCatalog: async () => catalogOf(await presentVersion()),

    fillEmpty: ({ settings, services, employees }) =>
      save(
        async (transaction) => {
          if ((await readVersion(transaction)) !== FIRST_VERSION) return false
          await saveSettings(transaction, settings)
          const serviceIds: number[] = []
          for (const service of services) serviceIds.push(await insertService(transaction, service))
          for (const employee of employees) await insertEmployee(transaction, { ...employee, serviceIds })
          return true
        },
        (filled) => filled,
      ),

    async saveSettings(settings) {
      await save((to) => saveSettings(to, settings))
    },

    saveService: ({ id, ...service }) =>
      save(async (to) => {
        if (id === undefined) return insertService(to, service)
        const row = toServiceRow(service)
        await to.run(
          queries
            .insertInto(tables.services)
            .values({ id, ...row })
            .onDuplicateKeyUpdate(row),
        )
        return id
      }),

    saveEmployee: ({ id, ...employee }) =>
      save(async (to) => {
        if (id === undefined) return insertEmployee(to, employee)
        const row = toStaffRow(employee)
        await to.run(
          queries
            .insertInto(tables.staff)
            .values({ id, ...row })
            .onDuplicateKeyUpdate(row),
        )
        return id
      }),
  }
}
