import { parseTimeZoneId, type TimeZoneId } from '@appointease/domain'
import { DatabaseUnusable } from '../../../ports/storage.ts'

export type ZoneSource = 'timezone_string' | 'gmt_offset' | 'APPOINTEASE_TIMEZONE'

export interface SiteZone {
  readonly timeZone: TimeZoneId
  readonly from: ZoneSource
}

/** Offsets that are no whole hours, and a place that has kept each, all year, for as long as there are websites. */
const PLACES: ReadonlyMap<number, string> = new Map([
  [-9.5, 'Pacific/Marquesas'],
  [4.5, 'Asia/Kabul'],
  [5.5, 'Asia/Kolkata'],
  [5.75, 'Asia/Kathmandu'],
  [6.5, 'Asia/Yangon'],
  [8.75, 'Australia/Eucla'],
  [9.5, 'Australia/Darwin'],
])

/**
 * The zone of the site's clock, as WordPress keeps it: a city in `timezone_string`, else an offset in hours in
 * `gmt_offset`. Throws DatabaseUnusable for an offset that no zone keeps: a guess would move every appointment.
 */
export function siteZone(options: ReadonlyMap<string, string>, otherwise: TimeZoneId): SiteZone {
  const city = parseTimeZoneId(options.get('timezone_string') ?? '')
  if (city) return { timeZone: city, from: 'timezone_string' }
  const text = options.get('gmt_offset')?.trim() ?? ''
  if (text === '') return { timeZone: otherwise, from: 'APPOINTEASE_TIMEZONE' }
  const zone = parseTimeZoneId(nameOfOffset(Number(text)) ?? '')
  if (!zone)
    throw new DatabaseUnusable(
      'The time zone of the site is an offset from UTC that no city keeps all year.',
      'choose a city in WordPress under Settings, General, Timezone',
    )
  return { timeZone: zone, from: 'gmt_offset' }
}

/** POSIX turns the sign round: what is east of Greenwich is minus. */
function nameOfOffset(hours: number): string | undefined {
  if (hours === 0) return 'UTC'
  if (Number.isInteger(hours)) return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
  return PLACES.get(hours)
}
