import { initialSettings } from '../../initialSettings.ts'
import type {
  BusinessSettings,
  Catalog,
  CatalogStore,
  EmployeeRecord,
  ServiceRecord,
} from '../../ports/catalog.ts'
import { toEmployee, toService, toServiceRow, toStaffRow } from './catalogRows.ts'
import type { Connection } from './connection.ts'
import { queries, type Tables } from './schema.ts'
import type { Writer } from './writer.ts'

const SETTINGS = 'appointease_settings'
const VERSION = 'appointease_catalog_version'
const NO_VERSION = '0'

function assemble(version: string, connection: Connection, tables: Tables): Catalog {
  const stored = connection.first(
    queries.selectFrom(tables.options).select('option_value').where('option_name', '=', SETTINGS),
  )
  const settings = stored ? (JSON.parse(stored.option_value) as BusinessSettings) : initialSettings()
  const services = connection
    .rows(queries.selectFrom(tables.services).selectAll().orderBy('id'))
    .map(toService)
  const employees = connection
    .rows(queries.selectFrom(tables.staff).selectAll().orderBy('id'))
    .map(toEmployee)
  return {
    version,
    settings,
    services,
    employees,
    calendar: {
      rules: settings.rules,
      services: new Map(services.filter(({ active }) => active).map((service) => [service.id, service])),
      employees: new Map(employees.filter(({ active }) => active).map((employee) => [employee.id, employee])),
    },
  }
}

/**
 * A counter among the options is the version, raised in the transaction of every save: one look at it tells
 * each process whether the catalog that it has in memory is still the one in the database.
 */
export function createCatalogStore(reader: Connection, writer: Writer, tables: Tables): CatalogStore {
  let latest: Catalog | undefined

  const readVersion = (connection: Connection): string => {
    const [row] = connection.tuples(`SELECT option_value FROM ${tables.options} WHERE option_name = ?`, [
      VERSION,
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

  const raiseVersion = (): void => setOption(VERSION, String(Number(readVersion(writer.connection)) + 1))

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
        setOption(SETTINGS, JSON.stringify(settings))
        const serviceIds = services.map(insertService)
        for (const employee of employees) insertEmployee({ ...employee, serviceIds })
        raiseVersion()
        return true
      }),

    saveSettings: (settings) => save(() => setOption(SETTINGS, JSON.stringify(settings))),

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
