import type { AppointmentReply } from '@appointease/contract'
import { ButtonLink, Notice } from '@appointease/ui'
import { __, _x, sprintf } from '@wordpress/i18n'
import type { KeyboardEvent } from 'react'
import { useApp } from '../app.tsx'
import { AppointmentCard } from './AppointmentCard.tsx'
import { TABS, type Tab, type View } from './useManageView.ts'

function inTabs(appointments: readonly AppointmentReply[], now: number): Record<Tab, AppointmentReply[]> {
  const byStart = [...appointments].sort((a, b) => a.start_utc.localeCompare(b.start_utc))
  const standing = byStart.filter(({ status }) => status !== 'cancelled')
  return {
    upcoming: standing.filter(({ end_utc }) => Date.parse(end_utc) > now),
    past: standing.filter(({ end_utc }) => Date.parse(end_utc) <= now).reverse(),
    cancelled: byStart.filter(({ status }) => status === 'cancelled').reverse(),
  }
}

function tabWord(tab: Tab): string {
  switch (tab) {
    case 'upcoming':
      return __('Coming up', 'appointease')
    case 'past':
      return __('Past', 'appointease')
    case 'cancelled':
      return _x('Cancelled', 'appointments, the heading of a list', 'appointease')
  }
}

function Nothing({ tab }: { tab: Tab }) {
  const { config } = useApp()
  if (tab === 'past') return <Notice title={__('Nothing here yet', 'appointease')} />
  if (tab === 'cancelled') return <Notice title={__('You have cancelled nothing', 'appointease')} />
  return (
    <Notice
      title={__('You have no appointments coming up', 'appointease')}
      actions={<ButtonLink href={config.bookingUrl}>{__('Book an appointment', 'appointease')}</ButtonLink>}
    />
  )
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

/** Arrow keys turn the tabs, as is usual for them. */
function turn(event: KeyboardEvent<HTMLElement>) {
  const step = steps[event.key]
  if (!step) return
  const tabs = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role="tab"]')]
  const mirrored = getComputedStyle(event.currentTarget).direction === 'rtl'
  const at = tabs.indexOf(document.activeElement as HTMLButtonElement)
  const next = tabs[(at + (mirrored ? -step : step) + tabs.length) % tabs.length]
  next?.focus()
  next?.click()
  event.preventDefault()
}

interface ListProps {
  appointments: readonly AppointmentReply[]
  tab: Tab
  open(view: View): void
}

export function AppointmentList({ appointments, tab, open }: ListProps) {
  const { serverClock } = useApp()
  const lists = inTabs(appointments, serverClock.at(Date.now()))
  return (
    <>
      <div
        className="ae-tabs"
        role="tablist"
        aria-label={__('Which appointments', 'appointease')}
        onKeyDown={turn}
      >
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`ae-tab-${one}`}
            className="ae-tab"
            aria-selected={one === tab}
            aria-controls="ae-tab-panel"
            tabIndex={one === tab ? 0 : -1}
            onClick={() => open({ kind: 'list', tab: one })}
          >
            {tabWord(one)}
            {lists[one].length > 0 && (
              <span className="ae-tab-count ae-figures">
                <span aria-hidden="true">{lists[one].length}</span>
                <span className="ae-visually-hidden">
                  {/* translators: %d: how many appointments there are. */}
                  {sprintf(__('(%d)', 'appointease'), lists[one].length)}
                </span>
              </span>
            )}
          </button>
        ))}
      </div>
      <div id="ae-tab-panel" role="tabpanel" aria-labelledby={`ae-tab-${tab}`}>
        {lists[tab].length === 0 && <Nothing tab={tab} />}
        <ul className="ae-appointments">
          {lists[tab].map((appointment) => (
            <AppointmentCard key={appointment.id} appointment={appointment} open={open} />
          ))}
        </ul>
      </div>
    </>
  )
}
