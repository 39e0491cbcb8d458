import { Announcer, Button, ButtonLink, Skeleton } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { useEffect } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { ZoneProvider } from '../frame/zone.tsx'
import { AppointmentList } from './AppointmentList.tsx'
import { SignIn } from './SignIn.tsx'

/** "My appointments": sign in with a code, see, cancel, download. */
export default function Manage() {
  const { store, config } = useApp()
  const session = usePiece((state) => state.account.session)
  const business = useSelect(
    (select) => {
      const catalog = select(store).getCatalog()
      return catalog.status === 'idle' ? undefined : catalog.data?.settings.business_name
    },
    [store],
  )
  const { loadSession, signOut } = useActions()
  useEffect(() => {
    void loadSession()
  }, [loadSession])
  return (
    <ZoneProvider>
      <Announcer />
      <main className="ae-frame ae-frame-single ae-manage">
        <header className="ae-manage-header">
          <div>
            <p className="ae-business">{business}</p>
            <h1 className="ae-manage-title">{__('My appointments', 'appointease')}</h1>
          </div>
          <div className="ae-actions">
            <ButtonLink look="quiet" href={config.bookingUrl}>
              {__('Book an appointment', 'appointease')}
            </ButtonLink>
            {session.kind === 'signed-in' && (
              <Button look="quiet" onClick={() => void signOut()}>
                {__('Sign out', 'appointease')}
              </Button>
            )}
          </div>
        </header>
        {session.kind === 'unknown' && <Skeleton shape="lines" label={__('One moment', 'appointease')} />}
        {session.kind === 'guest' && <SignIn />}
        {session.kind === 'signed-in' && <AppointmentList />}
      </main>
    </ZoneProvider>
  )
}
