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
  )
}

/**
 * A counter among the options is the version, raised in the transaction of every save: one look at it tells
 * each process whether the catalog that it has in memory is still the one in the database.
 */
export function createCatalogStore(reader: Connection, writer: Writer, tables: Tables): CatalogStore {
  let latest: Catalog | undefined

  const readVersion = (connection: Connection): string => {
    const [row] = connection.tuples(`SELECT option_value FROM ${tables.options} WHERE option_name = ?`, [
      VERSION_OPTION,
    ])
    return row ? String(row[0]) : NO_VERSION
  }

  const setOption = (name: string, value: string): void => {
    const insert = queries
      .insertInto(tables.options)
      .values({ option_name: name, option_value: value, autoload: 'no' })
      .onConflict((conflict) => conflict.column('option_name').doUpdateSet({ option_value: value }))
    writer.connection.run(insert)
  }

  const raiseVersion = (): void =>
    setOption(VERSION_OPTION, String(Number(readVersion(writer.connection)) + 1))

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
