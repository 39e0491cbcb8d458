import type { AppointmentReply } from '@appointease/contract'
import { dataOf } from '@appointease/store'
import { Announcer, Button, ButtonLink, Notice, Skeleton } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { ZoneProvider } from '../frame/zone.tsx'
import { referenceIn } from '../manageLink.ts'
import { isOpen } from '../words/appointments.ts'
import { sayFailure } from '../words/failures.ts'
import { AppointmentList } from './AppointmentList.tsx'
import { Cancel } from './Cancel.tsx'
import { Details } from './Details.tsx'
import { Move } from './Move.tsx'
import { SignIn } from './SignIn.tsx'
import { SignOut } from './SignOut.tsx'
import { useManageView, type View } from './useManageView.ts'

function Page({ title, children }: { title: string; children: ReactNode }) {
  const { store, config } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name, [store])
  return (
    <main className="ae-frame ae-frame-single ae-manage">
      <header className="ae-manage-header">
        <div>
          <p className="ae-business">{business}</p>
          <h1 className="ae-manage-title">{title}</h1>
        </div>
        <div className="ae-actions">
          <ButtonLink look="quiet" href={config.bookingUrl}>
            {__('Book an appointment', 'appointease')}
          </ButtonLink>
        </div>
      </header>
      {children}
    </main>
  )
}

interface OneProps {
  appointment: AppointmentReply
  kind: View['kind']
  open(view: View): void
}

/** One appointment, and what is being done with it. */
function One({ appointment, kind, open }: OneProps) {
  const isByLink = usePiece((state) => state.account.session.kind === 'link')
  const [justCancelled, setJustCancelled] = useState(false)
  const { id } = appointment
  const showDetails = useCallback(() => open({ kind: 'details', id }), [open, id])
  if (kind === 'move') return <Move appointment={appointment} onLeave={showDetails} />
  const title = isByLink ? __('Your appointment', 'appointease') : __('My appointments', 'appointease')
  if (kind === 'cancel' && isOpen(appointment)) {
    const onCancelled = () => {
      setJustCancelled(true)
      showDetails()
    }
    return (
      <Page title={title}>
        <Cancel appointment={appointment} onKeep={showDetails} onCancelled={onCancelled} />
      </Page>
    )
  }
  const news = justCancelled ? __('It is cancelled, and the time is free again.', 'appointease') : undefined
  return (
    <Page title={title}>
      <Details key={news} appointment={appointment} open={open} news={news} />
      {isByLink && <AllAppointments />}
    </Page>
  )
}

/** The appointments there are, in the view that is open. */
function Appointments({
  appointments,
  footer,
}: {
  appointments: readonly AppointmentReply[]
  footer: ReactNode
}) {
  const isByLink = usePiece((state) => state.account.session.kind === 'link')
  const { view, open } = useManageView()
  const id = view.kind === 'list' ? undefined : view.id
  const shown = isByLink ? appointments[0] : appointments.find((one) => one.id === id)
  if (shown) return <One key={shown.id} appointment={shown} kind={view.kind} open={open} />
  return (
    <Page title={__('My appointments', 'appointease')}>
      <AppointmentList
        appointments={appointments}
        tab={view.kind === 'list' ? view.tab : 'upcoming'}
        open={open}
      />
      {footer}
    </Page>
  )
}

function AllAppointments() {
  const { manageLink } = useApp()
  const { loadSession } = useActions()
  const leave = () => {
    manageLink.forget()
    void loadSession()
  }
  return (
    <footer className="ae-account">
      <p className="ae-quiet ae-small">
        {__(
          'You came by a link, which opens this one appointment. To see all of yours, sign in with a code.',
          'appointease',
        )}
      </p>
      <div className="ae-actions ae-quiet-actions">
        <Button look="quiet" onClick={leave}>
          {__('See all my appointments', 'appointease')}
        </Button>
      </div>
    </footer>
  )
}

function DeadLink() {
  const { manageLink } = useApp()
  const { loadSession } = useActions()
  const signIn = () => {
    manageLink.forget()
    void loadSession()
  }
  return (
    <Page title={__('Your appointment', 'appointease')}>
      <Notice
        kind="caution"
        title={__('This link does not open the appointment any more', 'appointease')}
        actions={<Button onClick={signIn}>{__('Sign in with a code', 'appointease')}</Button>}
      >
        <p>
          {__(
            'Perhaps a newer mail has taken its place, or the appointment was long ago. Use the link of the newest mail, or sign in with the address that you booked with.',
            'appointease',
          )}
        </p>
      </Notice>
    </Page>
  )
}

function useLoading(): () => void {
  const { manageLink } = useApp()
  const session = usePiece((state) => state.account.session.kind)
  const { loadSession, loadAppointments, openLink } = useActions()
  const token = manageLink.current()
  const load = useCallback(() => {
    if (token) void openLink(referenceIn(token))
    else void loadAppointments()
  }, [token, openLink, loadAppointments])
  useEffect(() => {
    if (token) void openLink(referenceIn(token))
    else void loadSession()
  }, [token, openLink, loadSession])
  useEffect(() => {
    if (session === 'signed-in') void loadAppointments()
  }, [session, loadAppointments])
  return load
}

function Whole() {
  const session = usePiece((state) => state.account.session)
  const appointments = usePiece((state) => state.account.appointments)
  const load = useLoading()
  const [signedOutEverywhere, setSignedOutEverywhere] = useState(false)
  const known = dataOf(appointments)
  const title = __('My appointments', 'appointease')
  if (session.kind === 'dead-link') return <DeadLink />
  if (session.kind === 'guest') {
    return (
      <Page title={title}>
        {signedOutEverywhere && (
          <Notice kind="positive" title={__('You are signed out everywhere', 'appointease')} />
        )}
        <SignIn />
      </Page>
    )
  }
  if (appointments.status === 'failed' && !known) {
    return (
      <Page title={title}>
        <Notice
          kind="negative"
          urgent
          title={__('Your appointments cannot be loaded', 'appointease')}
          actions={<Button onClick={load}>{__('Try again', 'appointease')}</Button>}
        >
          <p>{sayFailure(appointments.error)}</p>
        </Notice>
      </Page>
    )
  }
  if (!known) {
    return (
      <Page title={title}>
        <Skeleton shape="card" label={__('Loading your appointments', 'appointease')} />
      </Page>
    )
  }
  return (
    <Appointments
      appointments={known}
      footer={
        session.kind === 'signed-in' && (
          <SignOut email={session.email} onEverywhere={() => setSignedOutEverywhere(true)} />
        )
      }
    />
  )
}

/** "My appointments": by a code all of one's own, by a link the one that it opens; see, move, cancel, download. */
export default function Manage() {
  return (
    <ZoneProvider>
      <Announcer />
      <Whole />
    </ZoneProvider>
  )
}
