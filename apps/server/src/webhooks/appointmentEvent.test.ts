import { AppointmentWebhook } from '@appointease/contract'
import {
  type AppointmentWish,
  aHistoryEntry,
  anAppointment,
  MONDAY,
  TUESDAY_TEN,
  zone,
} from '@appointease/testkit/builders.ts'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../ports/appointments.ts'
import { appointmentEvent } from './appointmentEvent.ts'

const record = (wish: AppointmentWish = {}, version = 1) => ({
  ...anAppointment({ strongId: 'APT-2026-7K3MPQRS', timeZone: zone('America/New_York'), ...wish }),
  id: 7,
  version,
})
const bodyOf = (entry: Partial<HistoryEntry>, wish: AppointmentWish = {}, version = 1) =>
  JSON.parse(appointmentEvent(aHistoryEntry(entry), record(wish, version))?.body ?? 'null')

describe('the event of a change', () => {
  it('tells the appointment as it is afterwards, and the customer', () => {
    const wish = { name: 'Ada', phone: '1', notes: 'x', fields: { q: 'a' }, currency: 'JPY' }
    expect(bodyOf({}, wish)).toEqual({
      id: 'APT-2026-7K3MPQRS-v1-created',
      type: 'appointment.created',
      created_at: '2026-11-23T08:00:00Z',
      by: 'customer',
      appointment: {
        id: 7,
        strong_id: 'APT-2026-7K3MPQRS',
        status: 'confirmed',
        version: 1,
        start_utc: '2026-11-24T10:00:00Z',
        end_utc: '2026-11-24T10:30:00Z',
        appointment_date: '2026-11-24 05:00:00',
        timezone: 'America/New_York',
        service_id: 1,
        service_name: 'Consultation',
        employee_id: 1,
        staff_name: 'Sarah Johnson',
        price: 7500,
        currency: 'JPY',
        name: 'Ada',
        email: 'ada@example.com',
        phone: '1',
        notes: 'x',
        fields: { q: 'a' },
        created_at: '2026-11-23T08:00:00Z',
      },
    })
  })

  it('tells what was before, and is of the shape that the contract says', () => {
    const from = { start: TUESDAY_TEN, employeeId: 2, status: 'confirmed' } as const
    const body = bodyOf({ action: 'rescheduled', from, at: MONDAY }, {}, 2)
    expect(body).toMatchObject({
      id: 'APT-2026-7K3MPQRS-v2-rescheduled',
      previous: { start_utc: '2026-11-24T10:00:00Z', employee_id: 2, status: 'confirmed' },
    })
    expect(Value.Check(AppointmentWebhook, body)).toBe(true)
  })

  it.each([
    ['created', 'pending', 'appointment.created'],
    ['rescheduled', 'confirmed', 'appointment.rescheduled'],
    ['cancelled', 'cancelled', 'appointment.cancelled'],
    ['status', 'cancelled', 'appointment.cancelled'],
    ['status', 'completed', 'appointment.completed'],
    ['status', 'no_show', 'appointment.no_show'],
    ['status', 'confirmed', undefined],
    ['status', 'pending', undefined],
  ] as const)('of %s to %s is %s', (action, status, type) => {
    expect(bodyOf({ action }, { status })?.type).toBe(type)
  })
})
