import type { Randomness } from '../../../ports/randomness.ts'
import { toAppointmentRow, toHistoryRow } from '../../tables/appointmentRows.ts'
import { toServiceRow, toStaffRow } from '../../tables/catalogRows.ts'
import { queries } from '../queries.ts'
import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import { type AdoptedAppointment, newReference } from './appointments.ts'
import { asideName, CLASHING } from './originalTables.ts'
import type { Survey } from './survey.ts'

const ROWS_A_STATEMENT = 100

/** In statements that are not too long for the server. */
async function inParts<Row>(rows: readonly Row[], write: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < rows.length; first += ROWS_A_STATEMENT)
    await write(rows.slice(first, first + ROWS_A_STATEMENT))
}

export async function writeCatalog(
  statements: Statements,
  tables: MysqlTables,
  { catalog, customers }: Survey,
): Promise<void> {
  const services = catalog.services.map(({ id, ...service }) => ({ id, ...toServiceRow(service) }))
  const staff = catalog.employees.map(({ id, ...employee }) => ({ id, ...toStaffRow(employee) }))
  await inParts(services, (some) => statements.run(queries.insertInto(tables.services).values(some)))
  await inParts(staff, (some) => statements.run(queries.insertInto(tables.staff).values(some)))
  await inParts(customers, (some) => statements.run(queries.insertInto(tables.customers).values([...some])))
}

/** Marked ones last: they let nobody new overlap them. */
export async function writeAppointments(
  statements: Statements,
  tables: MysqlTables,
  { appointments, colliding }: Survey,
  randomness: Randomness,
): Promise<void> {
  for (const isMarked of [false, true]) {
    for await (const page of appointments()) {
      const some = page.filter(({ appointment }) => colliding.has(appointment.id) === isMarked)
      await inParts(some, (part) => writePart(statements, tables, part, isMarked, randomness))
    }
  }
}

async function writePart(
  statements: Statements,
  tables: MysqlTables,
  part: readonly AdoptedAppointment[],
  isMarked: boolean,
  randomness: Randomness,
): Promise<void> {
  const rows = part.map(({ appointment, formerReference }) => {
    const strongId = newReference(appointment.createdAt, appointment.timeZone, randomness.reference(10))
    return {
      id: appointment.id,
      ...toAppointmentRow({ ...appointment, strongId }, appointment.version),
      former_reference: formerReference,
      unresolved_collision: isMarked ? 1 : 0,
    }
  })
  await statements.run(queries.insertInto(tables.appointments).values(rows))
  const entries = part.flatMap(({ appointment, history }) =>
    history.map((entry) => toHistoryRow(appointment.id, entry)),
  )
  await statements.run(queries.insertInto(tables.history).values(entries))
}

/** No id of the original's is given again, also none of a row that stays where it is. */
export async function countOn(statements: Statements, tables: MysqlTables): Promise<void> {
  for (const table of CLASHING) {
    const aside = asideName(tables[table])
    if (!(await hasTable(statements, aside))) continue
    const [row] = await statements.tuples(`SELECT MAX(id) FROM ${aside}`, [])
    const last = Math.max(0, Number(row?.[0] ?? 0))
    await statements.runSql(`ALTER TABLE ${tables[table]} AUTO_INCREMENT = ${last + 1}`, [])
  }
}
