import type { AppointmentReply, SettingsReply } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { changeRules } from './changeRules.ts'

const appointment = {
  start_utc: '2026-11-24T10:00:00Z',
  status: 'confirmed',
  can_cancel: true,
  can_reschedule: true,
} as AppointmentReply
const settings = {
  business_name: 'Harbour Street Studio',
  cancel_cutoff_minutes: 24 * 60,
  reschedule_cutoff_minutes: 120,
} as SettingsReply

const rules = (changes: Partial<AppointmentReply>, now = '2026-11-20T10:00:00Z', cutoffs = {}) =>
  changeRules({ ...appointment, ...changes }, { ...settings, ...cutoffs }, Date.parse(now), (instant) =>
    new Date(instant).toISOString().slice(5, 16),
  )

describe('until when an appointment can be changed', () => {
  it('is said of each change by itself where they differ', () => {
    expect(rules({})).toEqual([
      'You can change the time until 11-24T08:00.',
      'You can cancel it until 11-23T10:00.',
    ])
  })

  it('is said once where they are the same', () => {
    const same = { reschedule_cutoff_minutes: 24 * 60 }
    expect(rules({}, undefined, same)).toEqual(['You can change or cancel it until 11-23T10:00.'])
  })

  it('says what was, and whom to ask, once it is too late', () => {
    expect(rules({ can_cancel: false }, '2026-11-24T07:00:00Z')).toEqual([
      'You can change the time until 11-24T08:00.',
      'It could be cancelled here until 11-23T10:00.',
      'Please contact Harbour Street Studio about it.',
    ])
  })

  it('is nothing to speak of once it has begun or is cancelled', () => {
    expect(rules({ can_cancel: false, can_reschedule: false }, '2026-11-24T10:00:00Z')).toEqual([])
    expect(rules({ status: 'cancelled', can_cancel: false, can_reschedule: false })).toEqual([])
  })
})
