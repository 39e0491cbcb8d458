import { type Start, wallClock } from '@appointease/store'
import { Avatar, Button, ChoiceCard, ChoiceGroup, Icon, MissingAnswer } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useZone } from '../frame/zone.tsx'
import { nearDay } from '../words/nearDay.ts'
import { useMonths } from './useMonths.ts'

function NextFree({ start, known }: { start: Start | undefined; known: boolean }) {
  const { formats } = useApp()
  const { zone } = useZone()
  if (!start && !known) return <span className="ae-next-free">&nbsp;</span>
  if (!start) return <span className="ae-next-free">{__('No free times at the moment', 'appointease')}</span>
  const instant = Date.parse(start.start_utc)
  const today = wallClock(Date.now(), zone).slice(0, 10)
  const day = nearDay(wallClock(instant, zone).slice(0, 10), today, formats)
  return (
    <span className="ae-next-free">
      {sprintf(
        /* translators: 1: a day, such as "tomorrow". 2: a time. */
        __('Next free: %1$s %2$s', 'appointease'),
        day,
        formats.time(instant, zone),
      )}
    </span>
  )
}

export function EmployeeStep() {
  const { service, choices } = useChosen()
  const { chooseEmployee, next } = useActions()
  const catalog = usePiece((state) => state.catalog)
  const [missing, setMissing] = useState(false)
  const { starts, isKnown, today } = useMonths(choices.serviceId ?? 0, 'any', null)
  const staff = catalog.status === 'idle' ? [] : (catalog.data?.staff ?? [])
  const team = staff.filter(({ id }) => service?.staff.includes(id))
  const known = isKnown(today.slice(0, 7))
  const nextOf = (id: number) => starts.find((start) => start.employeeIds.includes(id))
  const decide = (employee: number | 'any') =>
    void Promise.resolve(chooseEmployee(employee)).then(() => next())
  const proceed = () => (choices.employee === null ? setMissing(true) : void next())
  return (
    <StepFrame
      step="employee"
      action={
        <Button look="main" onClick={proceed}>
          {__('Continue', 'appointease')}
        </Button>
      }
    >
      <ChoiceGroup labelledBy="ae-heading-employee">
        {team.length > 1 && (
          <ChoiceCard
            name="employee"
            value="any"
            title={__('Anybody', 'appointease')}
            chosen={choices.employee === 'any'}
            lead={
              <span className="ae-avatar" aria-hidden="true">
                <Icon name="people" />
              </span>
            }
            onChoose={() => void chooseEmployee('any')}
            onDecide={() => decide('any')}
          >
            <span>{__('Whoever is free: the most times to choose from', 'appointease')}</span>
            <NextFree start={starts[0]} known={known} />
          </ChoiceCard>
        )}
        {team.map((employee) => (
          <ChoiceCard
            key={employee.id}
            name="employee"
            value={String(employee.id)}
            title={employee.name}
            chosen={choices.employee === employee.id}
            lead={<Avatar name={employee.name} photoUrl={employee.photo_url} />}
            onChoose={() => void chooseEmployee(employee.id)}
            onDecide={() => decide(employee.id)}
          >
            {employee.specialization && (
              <span className="ae-card-text">
                <bdi>{employee.specialization}</bdi>
              </span>
            )}
            <NextFree start={nextOf(employee.id)} known={known} />
          </ChoiceCard>
        ))}
      </ChoiceGroup>
      {missing && choices.employee === null && (
        <MissingAnswer>{__('Choose a person, or anybody.', 'appointease')}</MissingAnswer>
      )}
    </StepFrame>
  )
}
