import {
  type Instant,
  type Interval,
  instantsAt,
  parseTimeZoneId,
  type TimeZoneId,
  wallClockAt,
} from '@appointease/domain'

/** How a recipient reads dates and money. */
export interface Reader {
  readonly timeZone: TimeZoneId
  /** BCP 47, in the language of the mails. */
  readonly locale: string
  readonly hourCycle: 'h11' | 'h12' | 'h23' | 'h24'
}

const MAIL_LANGUAGE = 'en'

/** Mails are in one language; the recipient's region and clock habit still decide how dates and money are written. */
export function readerOf(wanted: { timeZone: string; locale: string }, fallbackZone: TimeZoneId): Reader {
  const own = localeOf(wanted.locale)
  const { region } = own.maximize()
  const hour = new Intl.DateTimeFormat(own.toString(), { hour: 'numeric' })
  return {
    timeZone: parseTimeZoneId(wanted.timeZone) ?? fallbackZone,
    locale: new Intl.Locale(MAIL_LANGUAGE, { ...(region && { region }) }).toString(),
    hourCycle: hour.resolvedOptions().hourCycle ?? 'h23',
  }
}

/** `Tue, 1 Dec, 10:00 – 10:30 (New York)`; with the year where `writtenAt` lies in another one. */
export function formatInterval(slot: Interval, reader: Reader, writtenAt: Instant): string {
  const range = dateFormat(reader, slot.start, writtenAt).formatRange(slot.start, slot.end)
  return `${plainSpaces(range)} (${zoneLabel(slot.start, reader)})`
}

/** `Tue, 1 Dec, 10:00`, for subjects. */
export function formatStart(start: Instant, reader: Reader, writtenAt: Instant): string {
  return plainSpaces(dateFormat(reader, start, writtenAt).format(start))
}

export function formatMoney(minor: number, currency: string, reader: Reader): string {
  const format = new Intl.NumberFormat(reader.locale, {
    style: 'currency',
    currency,
    numberingSystem: 'latn',
  })
  return plainSpaces(format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)))
}

/** The city of the zone's name; with its offset where the clock shows this time twice that day. */
function zoneLabel(at: Instant, { timeZone, locale }: Reader): string {
  const place = timeZone.startsWith('Etc/') ? '' : (timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ')
  const { date, time } = wallClockAt(at, timeZone)
  if (place !== '' && instantsAt(date, time, timeZone).length < 2) return place
  const offset = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value
  return [place, offset].filter(Boolean).join(', ')
}

function dateFormat({ timeZone, locale, hourCycle }: Reader, at: Instant, writtenAt: Instant) {
  const otherYear =
    wallClockAt(at, timeZone).date.slice(0, 4) !== wallClockAt(writtenAt, timeZone).date.slice(0, 4)
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    hourCycle,
    calendar: 'gregory',
    numberingSystem: 'latn',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(otherYear && { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  })
}

function localeOf(tag: string): Intl.Locale {
  try {
    return new Intl.Locale(tag)
  } catch {
    return new Intl.Locale(MAIL_LANGUAGE)
  }
}

/** Narrow spaces show as boxes in some mail programs, and a line of text may break anywhere. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ').replace(/ ?– ?/g, ' – ')
}
