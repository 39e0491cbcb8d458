type Options = Intl.DateTimeFormatOptions

/** A calendar date has no zone; noon in UTC is on that date for the formatter below. */
const noonOf = (date: string) => Date.parse(`${date}T12:00:00Z`)

const dayOptions: Options = { weekday: 'short', day: 'numeric', month: 'short' }
const fullDayOptions: Options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
const timeOptions: Options = { hour: 'numeric', minute: '2-digit' }

/**
 * Everybody's calendar is the one that the business books by, and its digits are those of the countdown, the code and the
 * reference: both must not mix with those that some locales have of their own.
 */
const asShown = (locale: string) =>
  new Intl.Locale(locale, { calendar: 'gregory', numberingSystem: 'latn' }).toString()

const RIGHT_TO_LEFT_MARK = '\u200f'
const LONGEST_HEAD = 4

/** How people say dates, times and money where this locale is at home. Dates are YYYY-MM-DD, instants milliseconds. */
export function createFormats(locale: string) {
  const shown = asShown(locale)
  const made = new Map<string, Intl.DateTimeFormat>()
  const format = (key: string, options: Options, timeZone: string, instant: number) => {
    const id = `${key} ${timeZone}`
    const formatter = made.get(id) ?? new Intl.DateTimeFormat(shown, { ...options, timeZone })
    made.set(id, formatter)
    return formatter.format(instant)
  }
  const time = (instant: number, zone: string) => format('time', timeOptions, zone, instant)
  const weekday = (date: string, width: 'narrow' | 'short' | 'long') =>
    format(width, { weekday: width }, 'UTC', noonOf(date))
  return {
    locale,
    /** "Tue, 1 Dec" */
    day: (date: string) => format('day', dayOptions, 'UTC', noonOf(date)),
    /** "Tuesday, 1 December 2026" */
    fullDay: (date: string) => format('fullDay', fullDayOptions, 'UTC', noonOf(date)),
    /** "December 2026" */
    month: (month: string) =>
      format('month', { month: 'long', year: 'numeric' }, 'UTC', noonOf(`${month}-01`)),
    weekday,
    /** "Tue": over a column of a month. Where no such short form is in use, the letter that stands for the day. */
    weekdayHead: (date: string) => {
      const short = weekday(date, 'short')
      return short.length > LONGEST_HEAD ? weekday(date, 'narrow') : short
    },
    dayOfMonth: (date: string) =>
      new Intl.NumberFormat(shown, { useGrouping: false }).format(Number(date.slice(8))),
    time,
    timeRange: (from: number, to: number, zone: string) => `${time(from, zone)} – ${time(to, zone)}`,
    /** "Tue, 1 Dec" on the wall in `zone`. */
    dayAt: (instant: number, zone: string) => format('dayAt', dayOptions, zone, instant),
    fullDayAt: (instant: number, zone: string) => format('fullDayAt', fullDayOptions, zone, instant),
    /** "GMT-4" or "EDT": tells the two runs of a repeated hour apart. */
    offset(instant: number, zone: string) {
      const parts = new Intl.DateTimeFormat(shown, {
        timeZone: zone,
        hour: 'numeric',
        timeZoneName: 'short',
      })
      return parts.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? ''
    },
    money(amount: number, currency: string) {
      const digits = Number.isInteger(amount) ? 0 : 2
      const parts = new Intl.NumberFormat(shown, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
      }).formatToParts(amount)
      const isMirrored = parts.some(({ value }) => value.includes(RIGHT_TO_LEFT_MARK))
      // Of "US$" the sign would wander to the other side of the letters.
      const isolated = (symbol: string) => (isMirrored ? `\u2066${symbol}\u2069` : symbol)
      return parts.map(({ type, value }) => (type === 'currency' ? isolated(value) : value)).join('')
    },
  }
}

export type Formats = ReturnType<typeof createFormats>
