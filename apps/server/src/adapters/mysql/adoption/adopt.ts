import { type Instant, instantOf, type TimeZoneId } from '@appointease/domain'
import { initialSettings } from '../../../initialSettings.ts'
import type { Randomness } from '../../../ports/randomness.ts'
import { createRandomness } from '../../crypto/randomness.ts'
import { SETTINGS_OPTION, VERSION_OPTION } from '../../tables/catalogRows.ts'
import { columnsOf as ownColumnsOf } from '../../tables/columns.ts'
import { createOptionRows } from '../options.ts'
import { queries } from '../queries.ts'
import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import { addCarriedColumns, fillCarriedColumns } from './carriedColumns.ts'
import type { Site } from './catalog.ts'
import { asideName, CLASHING, findOriginal } from './originalTables.ts'
import type { AdoptionReport } from './report.ts'
import { findClashing } from './setAside.ts'
import { type SiteZone, siteZone } from './siteZone.ts'
import { type Survey, survey } from './survey.ts'
import { countOn, writeAppointments, writeCatalog } from './write.ts'

/** Where the report is kept, as JSON. */
export const REPORT_OPTION = 'appointease_adoption_report'
/** Among the steps that were taken: the original's rows have been taken over. */
const RECORD = 'adoption'

export interface AdoptionWish {
  /** Of the business, where the site does not say. */
  readonly timeZone: TimeZoneId
  /** ISO 4217; what the original's prices are in. */
  readonly currency?: string | undefined
  readonly randomness?: Randomness | undefined
}

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
  const { found, zone, site } = await surveyed(statements, tables, wish)
  return reportOf(found, zone, site)
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
  const { found, zone, site } = await surveyed(statements, tables, wish)
  const report = reportOf(found, zone, site)
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
  { timeZone, currency = initialSettings().currency }: AdoptionWish,
): Promise<{ found: Survey; zone: SiteZone; site: Site }> {
  const names = ['timezone_string', 'gmt_offset', 'blogname']
  const hasOptions = await hasTable(statements, tables.options)
  const options = hasOptions
    ? await createOptionRows(statements, tables).find(names)
    : new Map<string, string>()
  const zone = siteZone(options, timeZone)
  const site = { name: plainText(options.get('blogname') ?? ''), timeZone: zone.timeZone, currency }
  return { found: await survey(await findOriginal(statements, tables), site), zone, site }
}

function reportOf({ report }: Survey, zone: SiteZone, { currency }: Site): AdoptionReport {
  return report.build({ at: now(), timeZone: zone.timeZone, timeZoneFrom: zone.from, currency })
}

const now = (): Instant => instantOf(Date.now())

/** WordPress keeps the site's name as HTML (sanitize_option). */
function plainText(html: string): string {
  const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#039': "'" }
  return html.replace(/&(amp|lt|gt|quot|#039);/g, (entity, name: string) => characters[name] ?? entity).trim()
}
