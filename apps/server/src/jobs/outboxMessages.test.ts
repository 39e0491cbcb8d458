import { instantOf } from '@appointease/domain'
import { anAppointment, someSettings, zone } from '@appointease/testkit/builders.ts'
import { describe, expect, test } from 'vitest'
import { createSeals } from '../adapters/crypto/seals.ts'
import type { AppointmentRecord } from '../ports/appointments.ts'
import {
  appointmentMessage,
  codeMessage,
  type NoticeWish,
  noticeMessages,
  readMessage,
  reminderMessage,
} from '../ports/messages.ts'

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

describe('a reminder', () => {
  const wish = { dueAt: instantOf(NOON + 3_600_000), hoursBefore: 24 }
  const remind = (change: Partial<AppointmentRecord> = {}, differing = {}) =>
    reminderMessage(appointmentOf(change), settings, { ...wish, ...differing }, NOON)

  test('has one key for each version and number of hours', () => {
    expect(remind()).toMatchObject({
      messageKey: 'reminder-APT-2026-TEST-v2-24h',
      kind: 'appointment_reminder',
      recipient: 'ada@example.com',
      createdAt: NOON,
      dueAt: wish.dueAt,
    })
    expect(remind({ version: 3 }).messageKey).toBe('reminder-APT-2026-TEST-v3-24h')
    expect(remind({}, { hoursBefore: 2 }).messageKey).toBe('reminder-APT-2026-TEST-v2-2h')
  })

  test('keeps no other message of its appointment waiting, and is of no use once that begins', () => {
    expect(remind()).toMatchObject({ orderKey: '', discardAt: appointmentOf().slot.start })
  })

  test('says how long before, and holds no link, since those are made when it is delivered', () => {
    expect(readMessage(remind(), seals)).toMatchObject({ hoursBefore: 24 })
    expect(remind().payload).not.toContain('http')
  })
})

describe('notices', () => {
  const sarah = { id: 1, email: 'sarah@example.com' }
  const omar = { id: 2, email: 'omar@example.com' }
  const ownerEmail = 'owner@example.com'
  const previousSlot = { start: instantOf(NOON), end: instantOf(NOON + 60_000) }
  const told = (wish: NoticeWish) => noticeMessages(appointmentOf(), settings, wish, NOON)
  const short = (wish: NoticeWish) =>
    told(wish).map((entry) => {
      const message = readMessage(entry, seals)
      return [entry.messageKey, entry.recipient, message && 'event' in message ? message.event : undefined]
    })

  test('tell the employee and the owner, under one key each', () => {
    expect(short({ event: 'moved', employee: sarah, previousEmployee: sarah, ownerEmail })).toEqual([
      ['notice-APT-2026-TEST-v2-staff1', sarah.email, 'moved'],
      ['notice-APT-2026-TEST-v2-owner', ownerEmail, 'moved'],
    ])
  })

  test('go to nobody who has no address', () => {
    expect(short({ event: 'booked', employee: { id: 1, email: '' }, ownerEmail: '' })).toEqual([])
    expect(short({ event: 'booked', employee: undefined })).toEqual([])
  })

  test('tell whom the appointment was with of their own time, and whom it is with now that it is new', () => {
    const wish = {
      event: 'moved',
      employee: omar,
      previousEmployee: sarah,
      previousSlot,
      ownerEmail,
    } as const
    expect(short(wish)).toEqual([
      ['notice-APT-2026-TEST-v2-staff2', omar.email, 'booked'],
      ['notice-APT-2026-TEST-v2-staff1', sarah.email, 'reassigned'],
      ['notice-APT-2026-TEST-v2-owner', ownerEmail, 'moved'],
    ])
    const slots = told(wish).map((entry) => readMessage(entry, seals))
    expect(slots).toMatchObject([
      { appointment: { slot: appointmentOf().slot } },
      { appointment: { slot: previousSlot } },
      { appointment: { slot: appointmentOf().slot }, previousSlot },
    ])
  })

  test("are in the business's language and zone, and come one after another for each who is told", () => {
    const abroad = appointmentOf({ customerLocale: 'hi-IN', customerTimeZone: 'Asia/Kolkata' })
    const [first, second] = noticeMessages(
      abroad,
      settings,
      { event: 'booked', employee: sarah, ownerEmail },
      NOON,
    )
    expect(first && readMessage(first, seals)).toMatchObject({ locale: 'en-GB', timeZone: 'UTC' })
    expect([first?.orderKey, second?.orderKey]).toEqual(['APT-2026-TEST-staff1', 'APT-2026-TEST-owner'])
  })

  test('carry neither notes nor telephone nor answers to questions', () => {
    const private_ = { notes: 'canary', phone: 'canary', fields: { allergy: 'canary' } }
    const entries = noticeMessages(
      appointmentOf(private_),
      settings,
      { event: 'booked', employee: sarah },
      NOON,
    )
    expect(JSON.stringify(entries)).not.toContain('canary')
  })
})

describe('a code', () => {
  const request = {
    email: 'ada@example.com',
    code: '042137',
    locale: 'de-AT',
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
      locale: 'de-AT',
      issuedAt: NOON,
      expiresAt: request.expiresAt,
    })
    expect(readMessage(entry, createSeals('another secret of tests, also long'))).toBeUndefined()
    expect(readMessage({ ...entry, payload: '' }, seals)).toBeUndefined()
  })
})
