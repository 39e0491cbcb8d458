import { instantOf } from '@appointease/domain'
import { anAppointment, someSettings, zone } from '@appointease/testkit/builders.ts'
import { describe, expect, test } from 'vitest'
import { createSeals } from '../adapters/crypto/seals.ts'
import type { AppointmentRecord } from '../ports/appointments.ts'
import { appointmentMessage, codeMessage, readMessage } from '../ports/messages.ts'

const NOON = instantOf(Date.parse('2026-11-23T12:00:00Z'))
const seals = createSeals('a secret of tests, long enough to be one')
const settings = someSettings({ locale: 'en-GB' })

function appointmentOf(change: Partial<AppointmentRecord> = {}): AppointmentRecord {
  const made = anAppointment({ strongId: 'APT-2026-TEST', timeZone: zone('UTC') })
  return { ...made, id: 1, version: 2, ...change }
}

describe('a message about an appointment', () => {
  test('has one key for each version and kind, and is due at once', () => {
    const entry = appointmentMessage('appointment_rescheduled', appointmentOf(), settings, NOON)
    expect(entry).toMatchObject({
      messageKey: 'appointment-APT-2026-TEST-v2-rescheduled',
      kind: 'appointment_rescheduled',
      orderKey: 'APT-2026-TEST',
      recipient: 'ada@example.com',
      createdAt: NOON,
      dueAt: NOON,
    })
    expect(entry).not.toHaveProperty('discardAt')
  })

  test('carries neither notes nor telephone nor answers to questions', () => {
    const private_ = { notes: 'canary', phone: 'canary', fields: { allergy: 'canary' } }
    const { payload } = appointmentMessage('appointment_confirmed', appointmentOf(private_), settings, NOON)
    expect(payload).not.toContain('canary')
  })

  test("is in the recipient's zone and locale, or in the business's where they named none", () => {
    const abroad = { customerTimeZone: 'Asia/Kolkata', customerLocale: 'hi-IN' }
    const read = (change: Partial<AppointmentRecord>) =>
      readMessage(appointmentMessage('appointment_confirmed', appointmentOf(change), settings, NOON), seals)
    expect(read(abroad)).toMatchObject({ timeZone: 'Asia/Kolkata', locale: 'hi-IN' })
    expect(read({})).toMatchObject({ timeZone: 'UTC', locale: 'en-GB', kind: 'appointment_confirmed' })
  })
})

describe('a code', () => {
  const request = {
    email: 'ada@example.com',
    code: '042137',
    expiresAt: instantOf(NOON + 600_000),
    now: NOON,
    key: 'k1',
  }

  test('is sealed in its entry, and discarded when it expires', () => {
    const entry = codeMessage(request, seals)
    expect(JSON.stringify(entry)).not.toContain('042137')
    expect(entry).toMatchObject({
      messageKey: 'code-k1',
      orderKey: '',
      dueAt: NOON,
      discardAt: request.expiresAt,
    })
  })

  test('is read back with the same secret only, and not once it is erased', () => {
    const entry = codeMessage(request, seals)
    expect(readMessage(entry, seals)).toEqual({
      kind: 'one_time_code',
      code: '042137',
      issuedAt: NOON,
      expiresAt: request.expiresAt,
    })
    expect(readMessage(entry, createSeals('another secret of tests, also long'))).toBeUndefined()
    expect(readMessage({ ...entry, payload: '' }, seals)).toBeUndefined()
  })
})
