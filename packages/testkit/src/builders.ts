import {
  type CalendarDate,
  type Instant,
  minutes,
  parseCalendarDate,
  parseInstant,
  parseTimeZoneId,
  parseWallTime,
  plus,
  type TimeZoneId,
  type WallTime,
} from '@appointease/domain'
import type { AppointmentRecord, HistoryEntry } from '@appointease/server/ports/appointments.ts'
import type { BusinessSettings, EmployeeRecord, ServiceRecord } from '@appointease/server/ports/catalog.ts'
import type { EmailTemplate } from '@appointease/server/ports/emailTemplates.ts'
import type { ActiveSelection } from '@appointease/server/ports/ephemeral.ts'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import type { OutboxEntry } from '@appointease/server/ports/outbox.ts'
import type { CalendarEntry } from '@appointease/server/ports/outsideCalendars.ts'
import type { WebhookEndpoint, WebhookEvent } from '@appointease/server/ports/webhooks.ts'

function must<Value>(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new RangeError(`A test names what is not there: ${text}`)
  return value
}

export const instant = (text: string): Instant => must(parseInstant(text), text)
export const date = (text: string): CalendarDate => must(parseCalendarDate(text), text)
export const time = (text: string): WallTime => must(parseWallTime(text), text)
export const zone = (text: string): TimeZoneId => must(parseTimeZoneId(text), text)

/** A Monday morning without a change of clocks anywhere near: the present of tests that need any. */
export const MONDAY = instant('2026-11-23T08:00:00Z')
/** Ten o'clock UTC of the Tuesday after: the slot of tests that need any. */
export const TUESDAY_TEN = instant('2026-11-24T10:00:00Z')

/** Half an hour, no buffers, one person. */
export const aService = (differing: Partial<ServiceRecord> = {}): Omit<ServiceRecord, 'id'> => ({
  name: 'Consultation',
  description: '',
  category: '',
  priceMinor: 7500,
  active: true,
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  capacity: 1,
  requiresApproval: false,
  ...differing,
})

const nineToFive = [{ start: time('09:00'), end: time('17:00') }]
const ordinaryWeek = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive }

/** Monday to Friday, nine to five, offers service 1. */
export const anEmployee = (differing: Partial<EmployeeRecord> = {}): Omit<EmployeeRecord, 'id'> => ({
  name: 'Sarah Johnson',
  specialization: '',
  bio: '',
  photoUrl: '',
  email: '',
  active: true,
  weeklyHours: ordinaryWeek,
  dateOverrides: [],
  timeOff: [],
  serviceIds: [1],
  priority: 1,
  ...differing,
})

/** UTC, half-hour grid, no notice, no cut-offs. */
export const someSettings = (differing: Partial<BusinessSettings> = {}): BusinessSettings => ({
  businessName: 'Harbour Street Studio',
  currency: 'USD',
  locale: 'en',
  rules: {
    timeZone: zone('UTC'),
    slotStepMinutes: 30,
    minimumNoticeMinutes: 0,
    bookingWindowDays: 30,
    cancelCutoffMinutes: 0,
    rescheduleCutoffMinutes: 0,
    assignmentRule: 'fewest_appointments',
    blackoutDates: [],
  },
  openingHours: ordinaryWeek,
  requireEmailVerification: true,
  reminderHoursBefore: [24],
  noticeEmail: '',
  allowedOrigins: [],
  ...differing,
})

type NewAppointment = Omit<AppointmentRecord, 'id' | 'version'>

export interface AppointmentWish extends Partial<NewAppointment> {
  readonly start?: Instant
  readonly durationMinutes?: number
  readonly bufferBeforeMinutes?: number
  readonly bufferAfterMinutes?: number
}

let appointmentsMade = 0

/** Confirmed, employee 1, service 1, Tuesday at ten for half an hour; `start` and the minutes make its intervals. */
export function anAppointment(wish: AppointmentWish = {}): NewAppointment {
  const { start = TUESDAY_TEN, durationMinutes = 30, ...others } = wish
  const { bufferBeforeMinutes = 0, bufferAfterMinutes = 0, ...differing } = others
  const end = plus(start, minutes(durationMinutes))
  appointmentsMade += 1
  return {
    strongId: `APT-2026-TEST${String(appointmentsMade).padStart(6, '0')}`,
    status: 'confirmed',
    serviceId: 1,
    employeeId: 1,
    slot: { start, end },
    occupied: {
      start: plus(start, -minutes(bufferBeforeMinutes)),
      end: plus(end, minutes(bufferAfterMinutes)),
    },
    timeZone: zone('UTC'),
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    phone: '',
    notes: '',
    customerTimeZone: '',
    customerLocale: '',
    priceMinor: 7500,
    currency: 'USD',
    serviceName: 'Consultation',
    employeeName: 'Sarah Johnson',
    fields: {},
    createdAt: MONDAY,
    updatedAt: MONDAY,
    ...differing,
  }
}

export const aHistoryEntry = (differing: Partial<HistoryEntry> = {}): HistoryEntry => ({
  at: MONDAY,
  action: 'created',
  by: 'customer',
  reason: '',
  ...differing,
})

/** Of `v_someone0001`, on Tuesday at ten with employee 1, for ten minutes from Monday's present on. */
export function aLock(differing: Partial<SlotLockRecord> = {}): SlotLockRecord {
  const slot = differing.slot ?? { start: TUESDAY_TEN, end: plus(TUESDAY_TEN, minutes(30)) }
  return {
    employeeId: 1,
    serviceId: 1,
    slot,
    occupied: slot,
    date: date('2026-11-24'),
    time: time('10:00'),
    occurrence: 1,
    owner: 'v_someone0001',
    tokenFingerprint: 'aa'.repeat(32),
    lockedAt: MONDAY,
    expiresAt: plus(MONDAY, minutes(10)),
    address: 'bb'.repeat(32),
    extendedForCode: false,
    turn: MONDAY,
    ...differing,
  }
}

/** Of `v_someone0001`, at ten on Tuesday with employee 1, for ten seconds from Monday's present on. */
export const aSelection = (differing: Partial<ActiveSelection> = {}): ActiveSelection => ({
  employeeId: 1,
  date: date('2026-11-24'),
  time: time('10:00'),
  owner: 'v_someone0001',
  since: MONDAY,
  expiresAt: plus(MONDAY, 10_000),
  ...differing,
})

/** The owner's German confirmation, in use. */
export const anEmailTemplate = (differing: Partial<EmailTemplate> = {}): EmailTemplate => ({
  name: 'confirmation',
  locale: 'de',
  subject: 'Gebucht: {{service_name}}',
  body: '{{greeting}}\n\nbis bald.',
  active: true,
  ...differing,
})

/** Due at Monday's present. */
export const aMessage = (differing: Partial<OutboxEntry> = {}): OutboxEntry => ({
  messageKey: 'appointment-APT-2026-TEST-v1-confirmed',
  kind: 'appointment_confirmed',
  orderKey: '',
  recipient: 'ada@example.com',
  payload: '{}',
  createdAt: MONDAY,
  dueAt: MONDAY,
  ...differing,
})

/** Of a booking at Monday's present. */
export const anEvent = (differing: Partial<WebhookEvent> = {}): WebhookEvent => ({
  eventId: 'appointment-APT-2026-TEST-v1-created',
  type: 'appointment.created',
  body: '{}',
  at: MONDAY,
  ...differing,
})

/** Wants to be told of whatever is made and of what is cancelled. */
export const anEndpoint = (differing: Partial<WebhookEndpoint> = {}): Omit<WebhookEndpoint, 'id'> => ({
  url: 'https://hooks.example.com/appointments?key=1',
  events: ['appointment.created', 'appointment.cancelled'],
  sealedSecret: 'sealed',
  allowsPrivate: false,
  createdAt: MONDAY,
  ...differing,
})

/** Of appointment 1 in the calendar of employee 1, written as it is. */
export const aCalendarEntry = (differing: Partial<CalendarEntry> = {}): Omit<CalendarEntry, 'id'> => ({
  employeeId: 1,
  appointmentId: 1,
  href: 'https://dav.example/ada/work/APT-2026-TEST.ics',
  version: 1,
  etag: '"1"',
  digest: 'dd'.repeat(32),
  intendedDigest: '',
  isForced: false,
  conflict: '',
  conflictAt: undefined,
  endsAt: plus(TUESDAY_TEN, minutes(30)),
  failures: 0,
  dueAt: MONDAY,
  ...differing,
})
