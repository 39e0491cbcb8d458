import type { Step } from '@appointease/store'
import { Announcer, Button, Notice, Skeleton } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { type ComponentType, lazy, Suspense, useEffect } from 'react'
import { useActions, useApp, usePiece } from './app.tsx'
import { Chips } from './frame/Chips.tsx'
import { StepProgress } from './frame/StepProgress.tsx'
import { Summary } from './frame/Summary.tsx'
import { useHoldWatch } from './frame/useHoldWatch.ts'
import { useStepHistory } from './frame/useStepHistory.ts'
import { ZoneProvider } from './frame/zone.tsx'
import { EmployeeStep } from './steps/EmployeeStep.tsx'
import { ServiceStep } from './steps/ServiceStep.tsx'
import { sayFailure } from './words/failures.ts'

const later = {
  date: () => import(/* webpackChunkName: "date" */ './steps/DateStep.tsx'),
  time: () => import(/* webpackChunkName: "time" */ './steps/TimeStep.tsx'),
  details: () => import(/* webpackChunkName: "details" */ './steps/DetailsStep.tsx'),
  review: () => import(/* webpackChunkName: "review" */ './steps/ReviewStep.tsx'),
  confirmed: () => import(/* webpackChunkName: "confirmed" */ './steps/ConfirmedStep.tsx'),
}

const steps: Record<Step, ComponentType> = {
  service: ServiceStep,
  employee: EmployeeStep,
  date: lazy(later.date),
  time: lazy(later.time),
  details: lazy(later.details),
  review: lazy(later.review),
  confirmed: lazy(later.confirmed),
}

/** One after the other, while nothing else is to be done. */
function fetchLaterSteps() {
  const rest = Object.values(later)
  const next = () => {
    const load = rest.shift()
    if (load)
      void load().then(
        () => setTimeout(next, 100),
        () => {},
      )
  }
  const idle =
    typeof requestIdleCallback === 'function'
      ? requestIdleCallback
      : (work: () => void) => setTimeout(work, 300)
  idle(next)
}

function CurrentStep() {
  const step = usePiece((state) => state.booking.step)
  const CurrentComponent = steps[step]
  return (
    <Suspense fallback={<Skeleton shape="lines" label={__('One moment', 'appointease')} />}>
      <CurrentComponent key={step} />
    </Suspense>
  )
}

function Flow() {
  const step = usePiece((state) => state.booking.step)
  const { config } = useApp()
  const { settle } = useActions()
  useHoldWatch()
  useStepHistory()
  useEffect(() => {
    void settle({
      ...(config.serviceId ? { serviceId: config.serviceId } : {}),
      ...(config.employeeId ? { employeeId: config.employeeId } : {}),
    })
    fetchLaterSteps()
  }, [settle, config])
  if (step === 'confirmed') {
    return (
      <main className="ae-frame ae-frame-single">
        <CurrentStep />
      </main>
    )
  }
  return (
    <main className="ae-frame">
      <Summary />
      <div className="ae-panel">
        <StepProgress />
        <Chips />
        <CurrentStep />
      </div>
    </main>
  )
}

export function Booking() {
  const { store } = useApp()
  const catalog = useSelect((select) => select(store).getCatalog(), [store])
  const { loadCatalog } = useActions()
  if (catalog.status === 'failed' && !catalog.data) {
    return (
      <main className="ae-frame ae-frame-single">
        <h1 className="ae-visually-hidden">{__('Book an appointment', 'appointease')}</h1>
        <Notice
          kind="negative"
          urgent
          title={__('The appointment book cannot be opened', 'appointease')}
          actions={<Button onClick={() => void loadCatalog()}>{__('Try again', 'appointease')}</Button>}
        >
          <p>{sayFailure(catalog.error)}</p>
        </Notice>
      </main>
    )
  }
  return (
    <ZoneProvider>
      <Announcer />
      {catalog.status === 'idle' || !catalog.data ? (
        <main className="ae-frame ae-frame-single">
          <h1 className="ae-visually-hidden">{__('Book an appointment', 'appointease')}</h1>
          <Skeleton shape="card" label={__('Opening the appointment book', 'appointease')} />
        </main>
      ) : (
        <Flow />
      )}
    </ZoneProvider>
  )
}
