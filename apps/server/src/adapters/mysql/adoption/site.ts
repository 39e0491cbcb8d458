import type { TimeZoneId } from '@appointease/domain'
import { initialSettings } from '../../../initialSettings.ts'
import type { Randomness } from '../../../ports/randomness.ts'
import { createOptionRows } from '../options.ts'
import type { MysqlTables } from '../schema.ts'
import type { Statements } from '../statements.ts'
import { hasTable } from '../tablesThere.ts'
import { siteZone, type ZoneSource } from './siteZone.ts'

export interface AdoptionWish {
  /** Of the business, where the site does not say. */
  readonly timeZone: TimeZoneId
  /** ISO 4217; what the original's prices are in. Default: that of a new business. */
  readonly currency?: string | undefined
  readonly randomness?: Randomness | undefined
}

/** The WordPress site that the original was on. */
export interface Site {
  /** Empty where it has none. */
  readonly name: string
  readonly timeZone: TimeZoneId
  readonly timeZoneFrom: ZoneSource
  readonly currency: string
}

/** Throws DatabaseUnusable where the site's clock cannot be told. */
export async function readSite(
  statements: Statements,
  tables: MysqlTables,
  { timeZone: otherwise, currency = initialSettings().currency }: AdoptionWish,
): Promise<Site> {
  const names = ['timezone_string', 'gmt_offset', 'blogname']
  const options = (await hasTable(statements, tables.options))
    ? await createOptionRows(statements, tables).find(names)
    : new Map<string, string>()
  const { timeZone, from } = siteZone(options, otherwise)
  return { name: plainText(options.get('blogname') ?? ''), timeZone, timeZoneFrom: from, currency }
}

/** WordPress keeps the site's name as HTML (sanitize_option). */
function plainText(html: string): string {
  const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#039': "'" }
  return html.replace(/&(amp|lt|gt|quot|#039);/g, (entity, name: string) => characters[name] ?? entity).trim()
}
