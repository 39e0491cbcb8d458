import type { AppointmentReply } from '@appointease/contract'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import type { ReactNode } from 'react'
import { useApp } from '../app.tsx'
import { useWhen } from '../frame/useWhen.ts'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="ae-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** All that there is to know of an appointment. */
export function Facts({ appointment }: { appointment: AppointmentReply }) {
  const { store, formats } = useApp()
  const currency = useSelect((select) => select(store).getSettings()?.currency, [store])
  const when = useWhen()
  const there = when.there(appointment)
  return (
    <dl className="ae-facts">
      <Fact name={__('When', 'appointease')}>
        {when.fullDay(appointment)}
        <br />
        <span className="ae-figures ae-unbroken">{when.range(appointment)}</span>
        {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
        {there && (
          <>
            <br />
            <span className="ae-quiet ae-small ae-figures">{there}</span>
          </>
        )}
      </Fact>
      <Fact name={__('With', 'appointease')}>{appointment.staff_name}</Fact>
      {appointment.price > 0 && currency && (
        <Fact name={__('Price', 'appointease')}>{formats.money(appointment.price, currency)}</Fact>
      )}
      <Fact name={__('You', 'appointease')}>
        {appointment.name}
        <br />
        <span className="ae-breakable">{appointment.email}</span>
        {appointment.phone && (
          <>
            <br />
            <bdi dir="ltr">{appointment.phone}</bdi>
          </>
        )}
      </Fact>
      {appointment.notes && (
        <Fact name={__('Notes', 'appointease')}>
          <bdi>{appointment.notes}</bdi>
        </Fact>
      )}
      <Fact name={__('Reference', 'appointease')}>
        <bdi className="ae-figures">{appointment.strong_id}</bdi>
      </Fact>
    </dl>
  )
}
