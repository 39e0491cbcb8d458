import type { Catalog, CatalogStore, EmployeeRecord, ServiceRecord } from '../../ports/catalog.ts'
import {
  NO_VERSION,
  SETTINGS_OPTION,
  toCatalog,
  toServiceRow,
  toStaffRow,
  VERSION_OPTION,
} from '../tables/catalogRows.ts'
import type { Tables } from '../tables/schema.ts'
import { noteEverything } from './changes.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

function assemble(version: string, connection: Connection, tables: Tables): Catalog {
  const settings = queries
    .selectFrom(tables.options)
    .select('option_value')
    .where('option_name', '=', SETTINGS_OPTION)
  return toCatalog(
    version,
    connection.first(settings)?.option_value,
    connection.rows(queries.selectFrom(tables.services).selectAll().orderBy('id')),
    connection.rows(queries.selectFrom(tables.staff).selectAll().orderBy('id')),
    connection.rows(queries.selectFrom(tables.busy_times).selectAll().orderBy('starts_at')),
  )
}

function versionIn(connection: Connection, { options }: Tables): string {
  const sql = `SELECT option_value FROM ${options} WHERE option_name = ?`
  const [row] = connection.tuples(sql, [VERSION_OPTION])
  return row ? String(row[0]) : NO_VERSION
}

function writeOption(connection: Connection, { options }: Tables, name: string, value: string): void {
  const insert = queries
    .insertInto(options)
    .values({ option_name: name, option_value: value, autoload: 'no' })
    .onConflict((conflict) => conflict.column('option_name').doUpdateSet({ option_value: value }))
  connection.run(insert)
}

/** In the transaction of whatever changes the catalog, over a connection that is inside it. */
export function raiseCatalogVersion(connection: Connection, tables: Tables): void {
  writeOption(connection, tables, VERSION_OPTION, String(Number(versionIn(connection, tables)) + 1))
  noteEverything(connection, tables)
}

/**
 * A counter among the options is the version, raised in the transaction of every save: one look at it tells
 * each process whether the catalog that it has in memory is still the one in the database.
 */
export function createCatalogStore(reader: Connection, writer: Writer, tables: Tables): CatalogStore {
  let latest: Catalog | undefined

  const readVersion = (connection: Connection): string => versionIn(connection, tables)

  const setOption = (name: string, value: string): void => writeOption(writer.connection, tables, name, value)
  const raiseVersion = (): void => raiseCatalogVersion(writer.connection, tables)

  const save = <Value>(write: () => Value): Promise<Value> =>
    writer.transact(() => {
      const value = write()
      raiseVersion()
      return value
    })

  const insertService = (service: Omit<ServiceRecord, 'id'>): number =>
    writer.connection.run(queries.insertInto(tables.services).values(toServiceRow(service))).insertedId

  const insertEmployee = (employee: Omit<EmployeeRecord, 'id'>): number =>
    writer.connection.run(queries.insertInto(tables.staff).values(toStaffRow(employee))).insertedId

  return {
    async getCatalog() {
      if (latest?.version !== readVersion(reader))
        latest = reader.snapshot(() => assemble(readVersion(reader), reader, tables))
      return latest
    },

    fillEmpty: ({ settings, services, employees }) =>
      writer.transact(() => {
        if (readVersion(writer.connection) !== NO_VERSION) return false
        setOption(SETTINGS_OPTION, JSON.stringify(settings))
        const serviceIds = services.map(insertService)
        for (const employee of employees) insertEmployee({ ...employee, serviceIds })
        raiseVersion()
        return true
      }),

    saveSettings: (settings) => save(() => setOption(SETTINGS_OPTION, JSON.stringify(settings))),

    saveService: ({ id, ...service }) =>
      save(() => {
        if (id === undefined) return insertService(service)
        const row = toServiceRow(service)
        writer.connection.run(
          queries
            .insertInto(tables.services)
            .values({ id, ...row })
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
        )
        return id
      }),

    saveEmployee: ({ id, ...employee }) =>
      save(() => {
        if (id === undefined) return insertEmployee(employee)
        const row = toStaffRow(employee)
        writer.connection.run(
          queries
            .insertInto(tables.staff)
            .values({ id, ...row })
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
        )
        return id
      }),
  }
}
