import '@appointease/ui/styles.css'
import './styles/app.css'
import { createBookingStore, createServerClock, identifyTab, randomId } from '@appointease/store'
import { accessibleAccent, createFormats } from '@appointease/ui'
import { register } from '@wordpress/data'
import { type LocaleData, setLocaleData } from '@wordpress/i18n'
import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { createApi } from './api.ts'
import { type App, AppProvider } from './app.tsx'
import { Booking } from './Booking.tsx'
import { preferredLocale, readConfig } from './config.ts'
import { giveBackOnLeaving, keepBooking } from './keepBooking.ts'
import { keepCode } from './keepCode.ts'
import { type ManageLink, takeManageLink } from './manageLink.ts'
import { createSlotFeed } from './slotFeed.ts'
import { tellPage } from './tellPage.ts'
import { followTheme } from './theme.ts'

const Manage = lazy(() => import(/* webpackChunkName: "manage" */ './manage/Manage.tsx'))

const NO_LINK: ManageLink = { current: () => undefined, forget: () => undefined }

declare global {
  interface Window {
    /** What the page says, in its language: `locale_data` of a Jed file. */
    appointeaseWords?: LocaleData
  }
}

async function start(root: HTMLElement) {
  const config = readConfig(root)
  // The page's script of words ran before this one; English needs none.
  if (window.appointeaseWords) setLocaleData(window.appointeaseWords, 'appointease')
  const locale = preferredLocale(config.locale, navigator.languages)
  const isManaging = config.view === 'manage'
  const manageLink = isManaging ? takeManageLink() : NO_LINK
  root.classList.add('appointease')
  // On a page of its own the app owns the whole page; on somebody's site it keeps to its place.
  if (root.parentElement === document.body && !config.theme)
    document.documentElement.classList.add('appointease-page')
  const accent = config.accent && accessibleAccent(config.accent, '#ffffff')
  if (accent) {
    root.style.setProperty('--appointease-accent', accent.accent)
    root.style.setProperty('--appointease-on-accent', accent.onAccent)
  }
  followTheme(root, config.theme)

  const tab = await identifyTab()
  const { isSameTab } = tab
  // What is held here is held beside a booking that this tab may have under way.
  const clientId = isManaging ? `${tab.clientId}_m` : tab.clientId
  const api = createApi(config, locale, manageLink.current)
  const visitorZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const serverClock = createServerClock(Date.now)
  const store = createBookingStore({
    api,
    now: Date.now,
    clientId,
    newIdempotencyKey: randomId,
    locale,
    visitorZone,
    feed: createSlotFeed(api, clientId, serverClock),
    ...(config.catalog ? { catalog: config.catalog } : {}),
  })
  register(store)
  if (isManaging) giveBackOnLeaving(store, api, clientId)
  else keepBooking(store, api, { clientId, isSameTab })
  keepCode(store, isSameTab)
  tellPage(store, serverClock)

  const app: App = {
    store,
    config,
    clientId,
    serverClock,
    manageLink,
    visitorZone,
    formats: createFormats(locale),
    rightToLeft: getComputedStyle(root).direction === 'rtl',
  }
  createRoot(root).render(
    <AppProvider value={app}>
      {isManaging ? (
        <Suspense fallback={null}>
          <Manage />
        </Suspense>
      ) : (
        <Booking />
      )}
    </AppProvider>,
  )
}

const root = document.getElementById('appointease-booking')
if (root) void start(root)
