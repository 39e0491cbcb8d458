type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6
type WeekInfo = { firstDay: number }
type LocaleWithWeek = Intl.Locale & { weekInfo?: WeekInfo; getWeekInfo?(): WeekInfo }

// CLDR supplemental weekData, for browsers that do not know it. Everywhere else the week begins on Monday.
const sunday = new Set(
  'AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(
    ' ',
  ),
)
const saturday = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '))

/** 0 is Sunday. */
export function firstDayOfWeek(tag: string): Weekday {
  const locale: LocaleWithWeek = new Intl.Locale(tag)
  const known = locale.getWeekInfo?.() ?? locale.weekInfo
  if (known) return (known.firstDay % 7) as Weekday
  const region = locale.maximize().region ?? ''
  if (sunday.has(region)) return 0
  return saturday.has(region) ? 6 : 1
}
