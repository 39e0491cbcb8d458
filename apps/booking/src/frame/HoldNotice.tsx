import { freeStarts, movedAppointment, nearestStarts, type Start } from '@appointease/store'
import { Button, Notice } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useMemo } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { sayFailure } from '../words/failures.ts'
import { useChosen } from './useChosen.ts'
import { useWhen } from './useWhen.ts'

const MOST = 5

/** Free starts to offer in place of the one that was lost: the server's own, else the nearest that are known. */
function useAlternatives(): Start[] {
  const hold = usePiece((state) => state.booking.hold)
  const state = usePiece((whole) => whole)
  const { choices, service } = useChosen()
  const { availability } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the whole state only the availability is read
  return useMemo(() => {
    if (hold.kind !== 'lapsed' && hold.kind !== 'refused') return []
    const fits = ({ employee_id }: { employee_id: number }) =>
      choices.employee === 'any' || employee_id === choices.employee
    const offered = hold.kind === 'refused' ? hold.alternatives.filter(fits) : []
    if (offered.length > 0) {
      const length = (service?.duration ?? 0) * 60_000
      return offered.map(({ date, time, start_utc, employee_id }) => ({
        date,
        time,
        start_utc,
        end_utc: new Date(Date.parse(start_utc) + length).toISOString(),
        employeeIds: [employee_id],
      }))
    }
    const { start_utc, serviceId } = hold.slot
    const others = freeStarts(state, serviceId, choices.employee ?? 'any').filter(
      (one) => one.start_utc !== start_utc,
    )
    return nearestStarts(others, Date.parse(start_utc), MOST)
  }, [hold, availability, choices.employee, service])
}

function Alternatives() {
  const { holdStart, chooseDate, goTo } = useActions()
  const alternatives = useAlternatives()
  const when = useWhen()
  if (alternatives.length === 0) {
    return <Button onClick={() => void goTo('date')}>{__('Choose another day', 'appointease')}</Button>
  }
  const take = (start: Start) => {
    void chooseDate(start.date)
    void holdStart(start)
  }
  return (
    <>
      {alternatives.map((start) => (
        <Button key={start.start_utc} onClick={() => take(start)}>
          {when.start(start)}
        </Button>
      ))}
    </>
  )
}

function Lapsed({ stillFree, time }: { stillFree: boolean | null; time: string }) {
  const { holdAgain } = useActions()
  const title = __('The time we held for you has run out', 'appointease')
  if (stillFree === null) {
    return (
      <Notice kind="caution" icon="hourglass" urgent title={title}>
        <p>{__('Nothing you typed is lost. One moment, we look whether it is still free.', 'appointease')}</p>
      </Notice>
    )
  }
  if (stillFree) {
    const carryOn = (
      <Button look="main" onClick={() => void holdAgain()}>
        {__('Still free – carry on', 'appointease')}
      </Button>
    )
    return (
      <Notice kind="caution" icon="hourglass" urgent title={title} actions={carryOn}>
        {/* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */}
        <p>{sprintf(__('%s is still free, and nothing you typed is lost.', 'appointease'), time)}</p>
      </Notice>
    )
  }
  return (
    <Notice kind="caution" icon="hourglass" urgent title={title} actions={<Alternatives />}>
      {/* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */}
      <p>
        {sprintf(
          __('%s has gone to somebody else. Nothing you typed is lost; these are near:', 'appointease'),
          time,
        )}
      </p>
    </Notice>
  )
}

/** What happened to the visitor's time, and what to do now. Nothing while all is well. */
export function HoldNotice() {
  const hold = usePiece((state) => state.booking.hold)
  const isMoving = usePiece((state) => movedAppointment(state.moving) !== null)
  const { dismissRefusal } = useActions()
  const when = useWhen()
  if (hold.kind === 'lapsed') return <Lapsed stillFree={hold.stillFree} time={when.start(hold.slot)} />
  if (hold.kind !== 'refused') return null
  const time = when.start(hold.slot)
  const kept = hold.kept && hold.kept.slot.start_utc !== hold.slot.start_utc ? hold.kept : null
  const titles: Record<string, string> = {
    /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
    SLOT_TAKEN: sprintf(__('%s has just been booked by somebody else', 'appointease'), time),
    /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
    SLOT_LOCKED: sprintf(__('Somebody else is booking %s right now', 'appointease'), time),
  }
  const title = titles[hold.error.code]
  return (
    <Notice
      kind="caution"
      icon="hourglass"
      urgent
      title={title ?? __('That time could not be held for you', 'appointease')}
      actions={
        <>
          {title && <Alternatives />}
          {kept && (
            <Button look="quiet" onClick={() => void dismissRefusal()}>
              {/* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */}
              {sprintf(__('Keep %s', 'appointease'), when.start(kept.slot))}
            </Button>
          )}
        </>
      }
    >
      {!title && <p>{sayFailure(hold.error)}</p>}
      {title && (
        <p>
          {isMoving
            ? __('Your appointment stays where it is. These times are free:', 'appointease')
            : __('Nothing was booked. These times are free:', 'appointease')}
        </p>
      )}
    </Notice>
  )
}
