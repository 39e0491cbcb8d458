import {
  type Instant,
  type Interval,
  instantsAt,
  parseTimeZoneId,
  type TimeZoneId,
  wallClockAt,
} from '@appointease/domain'
import { type Language, languageOf, localeOf } from './languages.ts'

/** How a recipient reads: in which language, and how dates, times and money are written. */
export interface Reader {
  readonly language: Language
  readonly timeZone: TimeZoneId
  /** BCP 47, in that language. */
  readonly locale: string
  readonly hourCycle: 'h11' | 'h12' | 'h23' | 'h24'
}

/**
 * The recipient's language where there are mails in it, else the business's, else English. Whichever it is, the
 * recipient's region and clock habit decide how dates and money are written.
 */
export function readerOf(
  wanted: { readonly timeZone: string; readonly locale: string },
  business: { readonly timeZone: TimeZoneId; readonly locale: string },
): Reader {
  const language = languageOf(wanted.locale, business.locale)
  const own = localeOf(wanted.locale) ?? localeOf(business.locale) ?? new Intl.Locale('en')
  const region = own.region ?? (own.language === language ? undefined : own.maximize().region)
  const hour = new Intl.DateTimeFormat(own.toString(), { hour: 'numeric' })
  return {
    language,
    timeZone: parseTimeZoneId(wanted.timeZone) ?? business.timeZone,
    locale: new Intl.Locale(language, { ...(region && { region }) }).toString(),
    hourCycle: hour.resolvedOptions().hourCycle ?? 'h23',
  }
}

const SHORT_DATE = { weekday: 'short', day: 'numeric', month: 'short' } as const
const LONG_DATE = { weekday: 'long', day: 'numeric', month: 'long' } as const
const TIME = { hour: 'numeric', minute: '2-digit' } as const

/** `Tue, 1 Dec, 10:00 – 10:30`; with the year where `writtenAt` lies in another one. */
export function formatInterval(slot: Interval, reader: Reader, writtenAt: Instant): string {
  const options = { ...SHORT_DATE, ...yearOf(slot.start, reader, writtenAt), ...TIME }
  return textOf(format(reader, options).formatRangeToParts(slot.start, slot.end), reader)
}

/** `Tue, 1 Dec, 10:00`, for subjects. */
export function formatStart(start: Instant, reader: Reader, writtenAt: Instant): string {
  const options = { ...SHORT_DATE, ...yearOf(start, reader, writtenAt), ...TIME }
  return textOf(format(reader, options).formatToParts(start), reader)
}

/** `Tuesday 1 December`, for sentences. */
export function formatDate(at: Instant, reader: Reader, writtenAt: Instant): string {
  const options = { ...LONG_DATE, ...yearOf(at, reader, writtenAt) }
  return textOf(format(reader, options).formatToParts(at), reader)
}

/** `10:00` */
export function formatTime(at: Instant, reader: Reader): string {
  return textOf(format(reader, TIME).formatToParts(at), reader)
}

export function formatMoney(minor: number, currency: string, { locale }: Reader): string {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  return plainSpaces(money.format(minor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2)))
}

/**
 * The city of the zone's name in English; what the zone is called in other languages, in which cities have other names.
 * With its offset where the clock shows this time twice that day.
 */
export function formatZone(at: Instant, reader: Reader): string {
  const { date, time } = wallClockAt(at, reader.timeZone)
  const isRepeated = instantsAt(date, time, reader.timeZone).length > 1
  const name = zoneName(at, reader)
  if (name !== '' && !isRepeated) return name
  return [name, partOf('timeZoneName', at, reader, { timeZoneName: 'shortOffset' })]
    .filter(Boolean)
    .join(reader.language === 'ar' ? '، ' : ', ')
}

function zoneName(at: Instant, reader: Reader): string {
  const { timeZone, language } = reader
  if (/^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(timeZone)) return 'UTC'
  if (timeZone.startsWith('Etc/')) return ''
  if (language === 'en') return (timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ')
  return partOf('timeZoneName', at, reader, { timeZoneName: 'longGeneric' })
}

function partOf(
  type: Intl.DateTimeFormatPartTypes,
  at: Instant,
  reader: Reader,
  options: Intl.DateTimeFormatOptions,
): string {
  const parts = format(reader, options).formatToParts(at)
  return plainSpaces(parts.find((part) => part.type === type)?.value ?? '')
}

function yearOf(at: Instant, { timeZone }: Reader, writtenAt: Instant): { year?: 'numeric' } {
  const year = (moment: Instant) => wallClockAt(moment, timeZone).date.slice(0, 4)
  return year(at) === year(writtenAt) ? {} : { year: 'numeric' }
}

function format({ timeZone, locale, hourCycle }: Reader, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(locale, { timeZone, hourCycle, calendar: 'gregory', ...options })
}

type Part = Pick<Intl.DateTimeFormatPart, 'type' | 'value'>

/** CLDR knows no first of the month, which French does not count like the others. */
function textOf(parts: readonly Part[], { language }: Reader): string {
  const isFirst = ({ type, value }: Part) => language === 'fr' && type === 'day' && value === '1'
  return plainSpaces(parts.map((part) => (isFirst(part) ? '1er' : part.value)).join(''))
}

/** Narrow spaces show as boxes in some mail programs, and a line of text may break anywhere. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ').replace(/ ?– ?/g, ' – ')
}
