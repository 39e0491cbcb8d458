import type { AppointmentReply } from '@appointease/contract'
import { dataOf } from '@appointease/store'
import { Button, ButtonLink, Notice, Skeleton } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { useEffect } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { sayFailure } from '../words/failures.ts'
import { AppointmentCard } from './AppointmentCard.tsx'

interface Sections {
  upcoming: AppointmentReply[]
  past: AppointmentReply[]
  cancelled: AppointmentReply[]
}

function inSections(appointments: readonly AppointmentReply[], now: number): Sections {
  const byStart = [...appointments].sort((a, b) => a.start_utc.localeCompare(b.start_utc))
  const standing = byStart.filter(({ status }) => status !== 'cancelled')
  return {
    upcoming: standing.filter(({ end_utc }) => Date.parse(end_utc) > now),
    past: standing.filter(({ end_utc }) => Date.parse(end_utc) <= now).reverse(),
    cancelled: byStart.filter(({ status }) => status === 'cancelled').reverse(),
  }
}

function Section({ title, appointments }: { title: string; appointments: AppointmentReply[] }) {
  if (appointments.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="ae-manage-heading">{title}</h2>
      <ul className="ae-appointments">
        {appointments.map((appointment) => (
          <AppointmentCard key={appointment.id} appointment={appointment} />
        ))}
      </ul>
    </section>
  )
}

export function AppointmentList() {
  const { config } = useApp()
  const appointments = usePiece((state) => state.account.appointments)
  const { loadAppointments } = useActions()
  useEffect(() => {
    void loadAppointments()
  }, [loadAppointments])
  const known = dataOf(appointments)
  if (appointments.status === 'failed' && !known) {
    return (
      <Notice
        kind="negative"
        urgent
        title={__('Your appointments cannot be loaded', 'appointease')}
        actions={<Button onClick={() => void loadAppointments()}>{__('Try again', 'appointease')}</Button>}
      >
        <p>{sayFailure(appointments.error)}</p>
      </Notice>
    )
  }
  if (!known) return <Skeleton shape="card" label={__('Loading your appointments', 'appointease')} />
  const { upcoming, past, cancelled } = inSections(known, Date.now())
  return (
    <>
      {upcoming.length === 0 && (
        <Notice
          title={__('You have no appointments coming up', 'appointease')}
          actions={
            <ButtonLink href={config.bookingUrl}>{__('Book an appointment', 'appointease')}</ButtonLink>
          }
        />
      )}
      <Section title={__('Coming up', 'appointease')} appointments={upcoming} />
      <Section title={__('Past', 'appointease')} appointments={past} />
      <Section title={__('Cancelled', 'appointease')} appointments={cancelled} />
    </>
  )
}
