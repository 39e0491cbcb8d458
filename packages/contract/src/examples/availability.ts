import type { DayAvailabilityReply } from '../schemas/availability.ts'
import { type RouteExamples, variants, without } from './example.ts'

const day = { date: '2026-03-02', employee_id: 1 }

const dayReply: DayAvailabilityReply = {
  date: '2026-03-02',
  employee_id: 1,
  slot_duration: 30,
  unavailable: ['09:00'],
  booking_details: { '09:00': { status: 'locked', is_locked: true, lock_remaining: 582 } },
  slots: [
    { time: '09:00', start_utc: '2026-03-02T14:00:00Z', available: false, reason: 'SLOT_LOCKED' },
    { time: '09:30', start_utc: '2026-03-02T14:30:00Z', available: true, reason: null },
  ],
}

const badDayReplies = [
  { ...dayReply, booking_details: { '09:00': { status: 'held', is_locked: true, lock_remaining: 1 } } },
  { ...dayReply, slots: [{ ...dayReply.slots[0], reason: 'because' }] },
  ...without(dayReply, 'unavailable'),
]

const range = { service_id: 1, from: '2026-03-02', to: '2026-03-31' }
const free = {
  time: '09:30',
  start_utc: '2026-03-02T14:30:00Z',
  end_utc: '2026-03-02T15:00:00Z',
  employee_ids: [1, 2],
  remaining: 1,
}

const check = { ...day, time: '09:00', service_id: 1 }

export const availabilityExamples: RouteExamples<
  'checkAvailability' | 'listAvailability' | 'checkSlot' | 'checkRescheduleAvailability'
> = {
  checkAvailability: {
    body: {
      good: [day, { ...day, employee_id: '1', service_id: '2' }],
      bad: [
        ...without(day, 'date', 'employee_id'),
        ...variants<object>(
          day,
          { employee_id: 'any' },
          { date: '2026-3-2' },
          { date: '2026-13-01' },
          { date: '2026-03-02 10:00' },
          { employee_id: 0 },
          { employee_id: 1.5 },
          { employee_id: '1 OR 1=1' },
          { employee_id: [1] },
        ),
      ],
    },
    reply: { good: [dayReply], bad: badDayReplies },
  },
  listAvailability: {
    query: {
      good: [
        range,
        { ...range, employee_id: 'any', timezone: 'America/Argentina/Buenos_Aires' },
        { ...range, employee_id: '7', timezone: 'Etc/GMT+5' },
      ],
      bad: [
        ...without(range, 'service_id', 'from', 'to'),
        ...variants<object>(
          range,
          { employee_id: 'ANY' },
          { employee_id: '' },
          { service_id: 'any' },
          { timezone: '../etc/passwd' },
          { timezone: "UTC'; --" },
        ),
      ],
    },
    reply: {
      good: [{ timezone: 'UTC', days: [{ date: '2026-03-02', slots: [free] }] }],
      bad: [
        { timezone: 'UTC', days: [{ date: '2026-03-02', slots: [{ ...free, remaining: 0 }] }] },
        { days: [] },
      ],
    },
  },
  checkSlot: {
    body: {
      good: [check, { ...check, start_utc: '2026-11-01T06:30:00Z' }],
      bad: [
        ...without(check, 'time', 'service_id'),
        ...variants<object>(check, { time: '24:00' }, { time: '9:00' }, { start_utc: '2026-11-01' }),
      ],
    },
    reply: {
      good: [
        { available: true, is_booked: false, is_locked: false, message: 'Free.' },
        { available: false, is_booked: true, is_locked: false, reason: 'SLOT_TAKEN', message: 'Taken.' },
      ],
      bad: [{ available: false, is_booked: true, is_locked: false, reason: null, message: '' }],
    },
  },
  checkRescheduleAvailability: {
    body: {
      good: [
        { ...day, exclude_appointment_id: 5, client_id: 'visitor_1' },
        { ...day, exclude_appointment_id: 'APT-2026-K7Q2M9XA' },
      ],
      bad: [day, { ...day, exclude_appointment_id: 'APT-2026-1' }],
    },
    reply: { good: [dayReply], bad: badDayReplies },
  },
}
