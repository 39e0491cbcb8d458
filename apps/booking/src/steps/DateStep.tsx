import '@appointease/ui/calendar.css'
import { addMonths } from '@appointease/store'
import { Button, MonthCalendar, Notice, Skeleton } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useMemo, useState } from 'react'
import { useActions, useApp } from '../app.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useWhen } from '../frame/useWhen.ts'
import { useZone } from '../frame/zone.tsx'
import { zoneName } from '../words/zones.ts'
import { useMonths } from './useMonths.ts'

export default function DateStep() {
  const { formats, rightToLeft } = useApp()
  const { choices } = useChosen()
  const when = useWhen()
  const { businessZone, isBusinessZone } = useZone()
  const { chooseDate, goTo, next, loadMonth } = useActions()
  const [turnedTo, setTurnedTo] = useState<string | null>(choices.date?.slice(0, 7) ?? null)
  const { serviceId, employee } = choices
  const { today, last, starts, days, isKnown, hasFailed } = useMonths(
    serviceId ?? 0,
    employee ?? 'any',
    turnedTo,
  )
  const room = useMemo(() => new Set(days), [days])
  const firstFree = starts[0]?.date
  const month = turnedTo ?? (firstFree ?? today).slice(0, 7)
  const known = isKnown(month)
  const roomInMonth = [...room].some((date) => date.startsWith(month))
  const later = days.find((date) => date > `${month}-31`)
  const searching = !firstFree && !known && !hasFailed

  const choose = (date: string) => {
    void chooseDate(date)
    void next()
  }
  const retry = () => [month, addMonths(month, 1)].forEach((one) => void loadMonth(serviceId ?? 0, one))
  return (
    <StepFrame
      step="date"
      action={
        choices.date && (
          <Button look="main" onClick={() => void next()}>
            {__('Continue', 'appointease')}
          </Button>
        )
      }
    >
      {searching && !turnedTo ? (
        <Skeleton shape="calendar" label={__('Looking for free days', 'appointease')} />
      ) : (
        <MonthCalendar
          formats={formats}
          rightToLeft={rightToLeft}
          month={month}
          today={today}
          firstDate={today}
          lastDate={last}
          selected={choices.date}
          daysWithRoom={room}
          known={known}
          onSelect={choose}
          onMonthChange={setTurnedTo}
        />
      )}
      <p className="ae-calendar-key ae-quiet ae-small">
        <span className="ae-calendar-key-dot" aria-hidden="true" />
        {__('Days with free times', 'appointease')}
      </p>
      {!isBusinessZone && (
        <p className="ae-calendar-key ae-quiet ae-small">
          {/* translators: %s: a town that stands for a time zone, such as "London". */}
          {sprintf(__('Days in %s. The times follow in your own.', 'appointease'), zoneName(businessZone))}
        </p>
      )}
      <div className="ae-calendar-notes" aria-live="polite">
        {hasFailed && !known && (
          <Notice
            kind="negative"
            title={__('The free days cannot be loaded', 'appointease')}
            actions={<Button onClick={retry}>{__('Try again', 'appointease')}</Button>}
          />
        )}
        {known && !roomInMonth && later && (
          <Notice
            /* translators: %s: a month, such as "November 2026". */
            title={sprintf(__('No free days in %s', 'appointease'), formats.month(month))}
            actions={
              <Button onClick={() => setTurnedTo(later.slice(0, 7))}>
                {/* translators: %s: a date, such as "Tue, 1 Dec". */}
                {sprintf(__('Go to the next: %s', 'appointease'), when.date(later))}
              </Button>
            }
          />
        )}
        {known && starts.length === 0 && (
          <Notice
            title={__('No free times at the moment', 'appointease')}
            actions={
              employee !== 'any' && (
                <Button onClick={() => void goTo('employee')}>
                  {__('Choose somebody else', 'appointease')}
                </Button>
              )
            }
          >
            {/* translators: %s: the last date that can be booked, such as "Tue, 1 Dec". */}
            <p>
              {sprintf(
                __('Everything is taken up to %s. New days open every day.', 'appointease'),
                when.date(last),
              )}
            </p>
          </Notice>
        )}
      </div>
    </StepFrame>
  )
}
