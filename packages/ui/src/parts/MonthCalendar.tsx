import { __, sprintf } from '@wordpress/i18n'
import { format } from 'date-fns/format'
import { DayPicker, type Modifiers } from 'react-day-picker'
import { firstDayOfWeek } from '../time/firstDayOfWeek.ts'
import type { Formats } from '../time/formats.ts'
import { Icon } from './Icon.tsx'

interface MonthCalendarProps {
  formats: Formats
  rightToLeft: boolean
  /** YYYY-MM. */
  month: string
  /** Dates are YYYY-MM-DD in the business's calendar. */
  today: string
  firstDate: string
  lastDate: string
  selected: string | null
  /** Days with at least one free start, of the months that are known. */
  daysWithRoom: ReadonlySet<string>
  /** Whether `daysWithRoom` covers the month that is shown. */
  known: boolean
  onSelect(date: string): void
  onMonthChange(month: string): void
}

/** Noon, since midnight does not exist everywhere on the day when clocks change. */
const toDate = (date: string) => new Date(`${date}T12:00:00`)
const toIso = (date: Date) => format(date, 'yyyy-MM-dd')
const toMonth = (date: Date) => toIso(date).slice(0, 7)

function sentenceFor(date: string, modifiers: Modifiers, known: boolean, formats: Formats): string {
  const day = formats.fullDay(date)
  const room = modifiers.room
    ? __('Times are free.', 'appointease')
    : known
      ? __('No free times.', 'appointease')
      : __('Looking for free times.', 'appointease')
  const marks = [
    modifiers.today ? __('Today.', 'appointease') : '',
    modifiers.selected ? __('Chosen.', 'appointease') : '',
  ]
  return [`${day}.`, room, ...marks].filter(Boolean).join(' ')
}

function Chevron({ orientation }: { orientation?: 'up' | 'down' | 'left' | 'right' | undefined }) {
  return <Icon name={orientation === 'left' ? 'chevronStart' : 'chevronEnd'} />
}

export function MonthCalendar(props: MonthCalendarProps) {
  const { formats, month, today, firstDate, lastDate, selected, daysWithRoom, known } = props
  const hasRoom = (date: Date) => daysWithRoom.has(toIso(date))
  return (
    <DayPicker
      mode="single"
      className={known ? 'ae-calendar' : 'ae-calendar ae-calendar-unknown'}
      dir={props.rightToLeft ? 'rtl' : 'ltr'}
      lang={formats.locale}
      navLayout="around"
      fixedWeeks
      month={toDate(`${month}-01`)}
      startMonth={toDate(firstDate)}
      endMonth={toDate(lastDate)}
      today={toDate(today)}
      weekStartsOn={firstDayOfWeek(formats.locale)}
      selected={selected ? toDate(selected) : undefined}
      disabled={(date) => !hasRoom(date)}
      modifiers={{ room: hasRoom }}
      modifiersClassNames={{ room: 'ae-day-room' }}
      onMonthChange={(date) => props.onMonthChange(toMonth(date))}
      onDayClick={(date, modifiers) => modifiers.room && props.onSelect(toIso(date))}
      components={{ Chevron }}
      formatters={{
        formatCaption: (date) => formats.month(toMonth(date)),
        formatDay: (date) => formats.dayOfMonth(toIso(date)),
        formatWeekdayName: (date) => formats.weekdayHead(toIso(date)),
      }}
      labels={{
        labelNav: () => __('Months', 'appointease'),
        labelGrid: (date) => formats.month(toMonth(date)),
        labelWeekday: (date) => formats.weekday(toIso(date), 'long'),
        labelDayButton: (date, modifiers) => sentenceFor(toIso(date), modifiers, known, formats),
        labelNext: (date) =>
          /* translators: %s: a month, such as "January 2027". */
          date
            ? sprintf(__('Next month, %s', 'appointease'), formats.month(toMonth(date)))
            : __('Next month', 'appointease'),
        labelPrevious: (date) =>
          /* translators: %s: a month, such as "November 2026". */
          date
            ? sprintf(__('Previous month, %s', 'appointease'), formats.month(toMonth(date)))
            : __('Previous month', 'appointease'),
      }}
    />
  )
}
