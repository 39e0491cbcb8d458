import type { AppointmentReply, BookAppointmentRequest } from '../schemas/appointments.ts'
import { type RouteExamples, variants, without } from './example.ts'

export const booking: BookAppointmentRequest = {
  name: 'Ann Example',
  email: 'ann@example.com',
  date: '2026-03-02',
  time: '10:00',
  service_id: 1,
  employee_id: 'any',
}

export const appointment: AppointmentReply = {
  id: 7,
  strong_id: 'APT-2026-K7Q2M9XA',
  name: 'Ann Example',
  email: 'ann@example.com',
  phone: '',
  appointment_date: '2026-03-02 10:00:00',
  start_utc: '2026-03-02T15:00:00Z',
  end_utc: '2026-03-02T15:30:00Z',
  timezone: 'America/New_York',
  service_id: 1,
  service_name: 'Consultation',
  employee_id: 1,
  staff_name: 'Sarah Johnson',
  status: 'confirmed',
  price: 75,
  notes: '',
  can_cancel: true,
  can_reschedule: true,
  version: 1,
  created_at: '2026-02-20T12:00:00Z',
  history: [{ at: '2026-02-20T12:00:00Z', action: 'created', by: 'customer' }],
}

const badAppointments = [
  ...variants<object>(
    appointment,
    { status: 'deleted' },
    { price: '75.00' },
    { id: '7' },
    { version: 0 },
    { history: [{ at: '2026-02-20T12:00:00Z', action: 'created', by: 'ann@example.com' }] },
  ),
  ...without(appointment, 'start_utc', 'history', 'can_cancel'),
]

const refs = {
  good: [{ id: 7 }, { id: '7' }, { id: 'APT-2026-K7Q2M9XA' }],
  bad: [{ id: '0' }, { id: 'APT-2026' }, { id: 'APT-2026-K7Q2M9XA/../8' }, { id: '7 OR 1=1' }, {}],
}
const changed = {
  good: [{ success: true as const, message: 'Done.', appointment }],
  bad: [
    { success: true, message: 'Done.' },
    { success: true, message: 'Done.', appointment: {} },
  ],
}
const periods = {
  good: [{}, { status: 'upcoming' as const, page: '2', per_page: 10 }],
  bad: [{ status: 'all' }, { page: '0' }, { per_page: 1000 }],
}

const manage_url = 'https://example.com/manage?manage=APT-2026-K7Q2M9XA.YQ'

const move = { new_date: '2026-03-03', time: '11:00' }

export const appointmentsExamples: RouteExamples<
  | 'bookAppointment'
  | 'getAppointment'
  | 'rescheduleAppointment'
  | 'cancelAppointment'
  | 'findUserAppointments'
  | 'listUserAppointments'
  | 'getAppointmentCalendar'
  | 'revokeManageLinks'
> = {
  bookAppointment: {
    headers: {
      good: [{}, { 'idempotency-key': '3f0c9d5e-7a55-4a0b-9d0e-2f6f0c1d2e3f' }],
      bad: [
        { 'idempotency-key': 'short' },
        { 'idempotency-key': 'with a space' },
        { 'idempotency-key': 'x'.repeat(256) },
      ],
    },
    body: {
      good: [
        booking,
        ...variants(
          booking,
          { date: '2026-03-02 10:00', employee_id: 3 },
          { date: '2026-03-02 10:00:00' },
          { date: '2026-11-01T01:30:00-05:00', service_id: '1' },
          { date: '2026-11-01T06:30:00.000Z' },
          { fields: { first_visit: 'yes', 'why-us': 'a\nb' } },
          { client_id: 'visitor_1', lock_token: '', phone: '', notes: 'two\nlines 😀', locale: 'pt_BR' },
          { name: '  Ann  ', timezone: 'Asia/Kathmandu' },
          { status: 'completed', price: 0, id: 1, unknown: true },
        ),
      ],
      bad: [
        ...without(booking, 'name', 'email', 'date', 'service_id', 'employee_id'),
        ...variants<object>(
          booking,
          { name: '   ' },
          { name: 0 },
          { name: 'Ann\r\nBcc: bob@example.com' },
          { date: '02.03.2026' },
          { date: '2026-03-02T10:00' },
          { date: '2026-03-02T10:00:00' },
          { time: '25:00' },
          { employee_id: 'anyone' },
          { notes: 'x'.repeat(2001) },
          { notes: 'a\u0000b' },
          { notes: 'a\uD83D' },
          { phone: 'x'.repeat(33) },
          { locale: 'de;DE' },
          { lock_token: 7 },
          { fields: { 'a b': 'c' } },
          { fields: { a: 1 } },
          { fields: 'a=b' },
        ),
      ],
    },
    reply: {
      good: [
        {
          success: true,
          appointment_id: 7,
          strong_id: 'APT-2026-K7Q2M9XA',
          message: 'Booked.',
          appointment,
          manage_url,
        },
      ],
      bad: [{ success: true, appointment_id: '7' }],
    },
  },
  getAppointment: {
    params: refs,
    reply: {
      good: [
        appointment,
        {
          ...appointment,
          status: 'cancelled',
          history: [
            {
              at: '2026-02-21T12:00:00Z',
              action: 'rescheduled',
              from: '2026-03-02T15:00:00Z',
              to: '2026-03-03T15:00:00Z',
              by: 'staff',
            },
          ],
        },
      ],
      bad: badAppointments,
    },
  },
  rescheduleAppointment: {
    params: refs,
    body: {
      good: [move, { new_date: '2026-03-03T16:00:00Z', version: '3', employee_id: '2', reason: '' }],
      bad: [
        {},
        { ...move, employee_id: 'any' },
        { ...move, version: 0 },
        { ...move, reason: 'x'.repeat(501) },
      ],
    },
    reply: changed,
  },
  cancelAppointment: {
    params: refs,
    body: { good: [{}, { reason: 'Ill.' }], bad: [{ reason: 1 }, { reason: 'a\u0000' }] },
    reply: changed,
  },
  findUserAppointments: {
    body: { good: [...periods.good, { email: 'ann@example.com' }], bad: [...periods.bad, { email: 'ann' }] },
    reply: { good: [[], [appointment]], bad: [{}, [{}]] },
  },
  listUserAppointments: { query: periods, reply: { good: [[appointment]], bad: [badAppointments] } },
  getAppointmentCalendar: {
    params: refs,
    query: { good: [{}, { manage: 'APT-2026-K7Q2M9XA.YQ' }], bad: [{ manage: 'x'.repeat(201) }] },
    reply: { good: ['BEGIN:VCALENDAR\r\n'], bad: [{}] },
  },
  revokeManageLinks: {
    params: refs,
    reply: {
      good: [{ success: true, message: 'Done.', manage_url }],
      bad: [{ success: true, message: 'Done.' }],
    },
  },
}
