import type { State } from '@appointease/store'
import {
  Button,
  ChoiceCard,
  ChoiceGroup,
  Icon,
  MissingAnswer,
  spokenDuration,
  TextField,
} from '@appointease/ui'
import { __, _n, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'

type Service = ReturnType<typeof servicesOf>[number]

const MANY = 8
const servicesOf = (state: State) =>
  state.catalog.status === 'idle' ? [] : [...(state.catalog.data?.services ?? [])]

const normal = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function matching(services: Service[], words: string): Service[] {
  const wanted = normal(words).split(/\s+/).filter(Boolean)
  return services.filter((service) => {
    const text = normal(`${service.name} ${service.description} ${service.category ?? ''}`)
    return wanted.every((word) => text.includes(word))
  })
}

function byCategory(services: Service[]): [string, Service[]][] {
  const groups = new Map<string, Service[]>()
  for (const service of services) {
    const category = service.category ?? ''
    groups.set(category, [...(groups.get(category) ?? []), service])
  }
  return [...groups]
}

function ServiceCard({ service }: { service: Service }) {
  const { formats } = useApp()
  const { chooseService, next } = useActions()
  const chosen = usePiece((state) => state.booking.choices.serviceId === service.id)
  const decide = () => void Promise.resolve(chooseService(service.id)).then(() => next())
  return (
    <ChoiceCard
      name="service"
      value={String(service.id)}
      title={service.name}
      chosen={chosen}
      onChoose={() => void chooseService(service.id)}
      onDecide={decide}
    >
      <span className="ae-card-facts ae-figures">
        <span>
          <Icon name="clock" />
          {spokenDuration(service.duration)}
        </span>
        <span className="ae-card-price">
          {service.price > 0
            ? formats.money(service.price, service.currency)
            : __('Free of charge', 'appointease')}
        </span>
      </span>
      {service.description && (
        <span className="ae-card-text">
          <bdi>{service.description}</bdi>
        </span>
      )}
    </ChoiceCard>
  )
}

function Search({ words, found, onSearch }: { words: string; found: number; onSearch(words: string): void }) {
  return (
    <div className="ae-search">
      <TextField
        type="search"
        label={__('Search services', 'appointease')}
        value={words}
        onChange={(event) => onSearch(event.target.value)}
      />
      <Icon name="search" />
      <p className="ae-visually-hidden" role="status">
        {/* translators: %d: number of services found. */}
        {words && sprintf(_n('%d service found', '%d services found', found, 'appointease'), found)}
      </p>
    </div>
  )
}

export function ServiceStep() {
  const catalog = usePiece((state) => state.catalog)
  const chosen = usePiece((state) => state.booking.choices.serviceId)
  const { next } = useActions()
  const [words, setWords] = useState('')
  const [missing, setMissing] = useState(false)
  const services = catalog.status === 'idle' ? [] : [...(catalog.data?.services ?? [])]
  const found = matching(services, words)
  const groups = byCategory(found)
  const proceed = () => (chosen === null ? setMissing(true) : void next())
  return (
    <StepFrame
      step="service"
      action={
        services.length > 0 && (
          <Button look="main" onClick={proceed}>
            {__('Continue', 'appointease')}
          </Button>
        )
      }
    >
      {services.length === 0 && (
        <p>{__('There is nothing to book here yet. Please look in again soon.', 'appointease')}</p>
      )}
      {services.length > MANY && <Search words={words} found={found.length} onSearch={setWords} />}
      {services.length > 0 && found.length === 0 && (
        <p className="ae-quiet">
          {__('No service by that name.', 'appointease')}{' '}
          <Button look="quiet" onClick={() => setWords('')}>
            {__('Show all', 'appointease')}
          </Button>
        </p>
      )}
      {groups.map(([category, members], at) => (
        <div key={category} className="ae-category">
          {groups.length > 1 && (
            <h3 id={`ae-category-${at}`} className="ae-category-heading">
              {category || __('More', 'appointease')}
            </h3>
          )}
          <ChoiceGroup labelledBy={groups.length > 1 ? `ae-category-${at}` : 'ae-heading-service'}>
            {members.map((service) => (
              <ServiceCard key={service.id} service={service} />
            ))}
          </ChoiceGroup>
        </div>
      ))}
      {missing && chosen === null && (
        <MissingAnswer>{__('Choose a service first.', 'appointease')}</MissingAnswer>
      )}
    </StepFrame>
  )
}
