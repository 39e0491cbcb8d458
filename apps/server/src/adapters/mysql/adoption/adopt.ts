import { instantOf } from '@appointease/domain'
import { createRandomness } from '../../crypto/randomness.ts'
import { SETTINGS_OPTION, VERSION_OPTION } from '../../tables/catalogRows.ts'
import { columnsOf as ownColumnsOf } from '../../tables/columns.ts'
import { createOptionRows } from '../options.ts'
import { queries } from '../queries.ts'
import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import { addCarriedColumns, fillCarriedColumns } from './carriedColumns.ts'
import { asideName, CLASHING, findOriginal } from './originalTables.ts'
import type { AdoptionReport } from './report.ts'
import { findClashing } from './setAside.ts'
import { type AdoptionWish, readSite, type Site } from './site.ts'
import { type Survey, survey } from './survey.ts'
import { countOn, writeAppointments, writeCatalog } from './write.ts'

/** Where the report is kept, as JSON. */
export const REPORT_OPTION = 'appointease_adoption_report'
/** Among the steps that were taken: the original's rows have been taken over. */
const RECORD = 'adoption'

/** Whether tables were set aside whose rows have not been taken over. */
export async function isAdoptionDue(statements: Statements, tables: MysqlTables): Promise<boolean> {
  const aside = await Promise.all(CLASHING.map((table) => hasTable(statements, asideName(tables[table]))))
  if (!aside.includes(true)) return false
  // Where there is anything already, tables of such names are nobody's business here.
  const { migrations, appointments, options } = tables
  const signs: readonly (readonly [table: string, condition: string])[] = [
    [migrations, `name = '${RECORD}'`],
    [appointments, '1 = 1'],
    [options, `option_name = '${VERSION_OPTION}'`],
  ]
  for (const [table, condition] of signs) {
    if (!(await hasTable(statements, table))) continue
    if ((await statements.tuples(`SELECT 1 FROM ${table} WHERE ${condition} LIMIT 1`, [])).length > 0)
      return false
  }
  return true
}

/** What taking over would say now; undefined where there is nothing to take over. Changes nothing. */
export async function planAdoption(
  statements: Statements,
  tables: MysqlTables,
  wish: AdoptionWish,
): Promise<AdoptionReport | undefined> {
  const isNew = (await findClashing(statements, tables)).length > 0
  if (!isNew && !(await isAdoptionDue(statements, tables))) return undefined
  const { found, site } = await surveyed(statements, tables, wish)
  return reportOf(found, site)
}

/** The report of what was taken over; undefined where nothing was. */
export async function findReport(
  statements: Statements,
  tables: MysqlTables,
): Promise<AdoptionReport | undefined> {
  if (!(await hasTable(statements, tables.options))) return undefined
  const text = (await createOptionRows(statements, tables).find([REPORT_OPTION])).get(REPORT_OPTION)
  return text === undefined ? undefined : (JSON.parse(text) as AdoptionReport)
}

/**
 * Takes over the rows of the original that are set aside, in one transaction with its report and its record: whoever is
 * interrupted has taken over nothing, and begins again. The connection commits each statement, and nobody else changes
 * the tables. Undefined where there is nothing to take over.
 */
export async function adopt(
  statements: Statements,
  tables: MysqlTables,
  wish: AdoptionWish,
): Promise<AdoptionReport | undefined> {
  if (!(await isAdoptionDue(statements, tables))) return undefined
  const own = ownColumnsOf('appointments')
  const hasAppointments = await hasTable(statements, asideName(tables.appointments))
  if (hasAppointments) await addCarriedColumns(statements, tables, own)
  await countOn(statements, tables)
  const { found, site } = await surveyed(statements, tables, wish)
  const report = reportOf(found, site)
  await statements.runSql('START TRANSACTION', [])
  try {
    await writeCatalog(statements, tables, found)
    await writeAppointments(statements, tables, found, wish.randomness ?? createRandomness())
    if (hasAppointments) await fillCarriedColumns(statements, tables, own)
    await createOptionRows(statements, tables).write([
      { name: SETTINGS_OPTION, value: JSON.stringify(found.catalog.settings) },
      { name: VERSION_OPTION, value: '1' },
      { name: REPORT_OPTION, value: JSON.stringify(report) },
    ])
    const record = { name: RECORD, applied_at: report.at }
    await statements.run(queries.insertInto(tables.migrations).values(record))
    await statements.runSql('COMMIT', [])
  } catch (error) {
    // Where the connection is lost, the server rolls back.
    await statements.runSql('ROLLBACK', []).catch(() => undefined)
    throw error
  }
  return report
}

async function surveyed(
  statements: Statements,
  tables: MysqlTables,
  wish: AdoptionWish,
): Promise<{ found: Survey; site: Site }> {
  const site = await readSite(statements, tables, wish)
  return { found: await survey(await findOriginal(statements, tables), site), site }
}

function reportOf({ report }: Survey, { timeZone, timeZoneFrom, currency }: Site): AdoptionReport {
  return report.build({ at: instantOf(Date.now()), timeZone, timeZoneFrom, currency })
}
