import '@appointease/ui/times.css'
import {
  announce,
  Button,
  ConnectionDot,
  Icon,
  MissingAnswer,
  Notice,
  Skeleton,
  TimeGrid,
} from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useEffect, useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { HoldNotice } from '../frame/HoldNotice.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useZone } from '../frame/zone.tsx'
import { zoneName } from '../words/zones.ts'
import { DayTurner } from './DayTurner.tsx'
import { cellGroups } from './timeCells.ts'
import { useDayTimes } from './useDayTimes.ts'

function ZoneSwitch() {
  const { zone, businessZone, differs, isBusinessZone, setBusinessZone } = useZone()
  const { visitorZone } = useApp()
  if (!differs) return null
  const other = isBusinessZone ? visitorZone : businessZone
  return (
    <p className="ae-zone ae-small">
      <Icon name="globe" />
      {/* translators: %s: a town that stands for a time zone, such as "New York". */}
      <span>{sprintf(__('Times in %s', 'appointease'), zoneName(zone))}</span>
      <Button look="quiet" onClick={() => setBusinessZone(!isBusinessZone)}>
        {/* translators: %s: a town that stands for a time zone, such as "New York". */}
        {sprintf(__('Show %s time', 'appointease'), zoneName(other))}
      </Button>
    </p>
  )
}

function Connection({ isFollowed }: { isFollowed: boolean }) {
  const status = usePiece((state) => state.live.status)
  const words = {
    live: __('Live', 'appointease'),
    polling: __('Updating every second', 'appointease'),
    reconnecting: __('Reconnecting', 'appointease'),
    /* translators: no word of this day came for a while; what others did since is not shown. */
    stale: __('Not up to date', 'appointease'),
  }
  if (!isFollowed)
    return <ConnectionDot state="polling" word={__('Updating every few seconds', 'appointease')} />
  return <ConnectionDot state={status} word={words[status]} />
}

export default function TimeStep() {
  const { formats } = useApp()
  const { zone } = useZone()
  const { choices, slot } = useChosen()
  const hold = usePiece((state) => state.booking.hold)
  const { holdStart, pointAt, next, refreshDay } = useActions()
  const { options, isFollowed, status, now } = useDayTimes()
  const [pointedAt, setPointedAt] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const groups = cellGroups(options, formats, zone, now)
  const find = (id: string | null) => options.find(({ start }) => start.start_utc === id)
  const lost = hold.kind === 'refused' || hold.kind === 'lapsed' ? hold.slot.start_utc : undefined
  const lostGroup = groups.find(({ cells }) => cells.some(({ id }) => id === lost))

  const pointed = find(pointedAt)?.start
  const giver = pointed?.employeeIds[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew each second, it is the same start
  useEffect(() => void pointAt(pointed ?? null), [pointedAt, giver, pointAt])

  const choose = (id: string) => {
    const option = find(id)
    setMissing(false)
    if (option) void holdStart(option.start)
  }
  const ask = (id: string) => {
    const cell = groups.flatMap(({ cells }) => cells).find((one) => one.id === id)
    if (cell) announce(cell.sentence)
  }
  const mine = slot && hold.kind !== 'lapsed'
  return (
    <StepFrame
      step="time"
      lead={
        <div className="ae-time-bar">
          <DayTurner />
          <Connection isFollowed={isFollowed} />
        </div>
      }
      action={
        <Button look="main" onClick={() => (mine ? void next() : setMissing(true))}>
          {mine
            ? /* translators: %s: the chosen time of day. */
              sprintf(__('Continue with %s', 'appointease'), formats.time(Date.parse(slot.start_utc), zone))
            : __('Continue', 'appointease')}
        </Button>
      }
    >
      <ZoneSwitch />
      {status === 'loading' && <Skeleton shape="times" label={__('Looking for free times', 'appointease')} />}
      {status === 'failed' && (
        <Notice
          kind="negative"
          urgent
          title={__('The times of this day cannot be loaded', 'appointease')}
          actions={
            <Button onClick={() => void refreshDay(choices.serviceId ?? 0, choices.date ?? '')}>
              {__('Try again', 'appointease')}
            </Button>
          }
        />
      )}
      {status === 'ready' && options.length === 0 && (
        <Notice title={__('No free times on this day', 'appointease')} actions={<DayTurner asButton />} />
      )}
      <TimeGrid
        groups={groups}
        onChoose={choose}
        onPoint={setPointedAt}
        onAsk={ask}
        note={lostGroup && { group: lostGroup.key, content: <HoldNotice /> }}
      />
      {!lostGroup && <HoldNotice />}
      {missing && !mine && <MissingAnswer>{__('Choose a time first.', 'appointease')}</MissingAnswer>}
    </StepFrame>
  )
}
