import type { SelectSlotReply, SlotFields, SlotsUnchanged } from '../schemas/slots.ts'
import { type RouteExamples, variants, without } from './example.ts'

const claim = { date: '2026-03-02', time: '10:00', employee_id: 1, client_id: 'visitor_1' }
const token = 'k'.repeat(43)

const badClaims = [
  ...without(claim, 'date', 'time', 'employee_id', 'client_id'),
  ...variants<object>(
    claim,
    { client_id: 'short' },
    { client_id: 'with space' },
    { client_id: 'x'.repeat(65) },
    { employee_id: 'any' },
    { time: null },
  ),
]

export const lockReply: SelectSlotReply = {
  success: true,
  lock: {
    token,
    date: '2026-03-02',
    time: '10:00',
    employee_id: 1,
    expires_in: 600,
    expires_at: '2026-03-02T15:10:00Z',
  },
  storage_mode: 'redis',
  redis_ops: { get: 1, set: 1, publish: 1 },
}

export const stored = { success: true, storage_mode: 'sqlite' } as const

/** The reply of the contract's page. */
export const slotFields: SlotFields = {
  appointease_active_selections: [{ client_id: 'v_8Zk', time: '10:00', timestamp: 1_730_127_045 }],
  appointease_booked_slots: ['09:00', '09:30'],
  appointease_locked_slots: ['11:00'],
  appointease_locks: [{ time: '11:00', client_id: 'v_Qm2', expires_in: 582 }],
  appointease_version: '1f3a',
  appointease_you: 'v_8Zk',
  redis_status: 'available',
  storage_mode: 'redis',
  redis_ops: { get: 1, set: 0, publish: 0 },
  server_time: 1_730_127_045,
}

export const unchanged: SlotsUnchanged = {
  appointease_version: '1f3a',
  appointease_unchanged: true,
  redis_status: 'disabled',
  storage_mode: 'sqlite',
  server_time: 1_730_127_045,
}

const poll = { date: '2026-03-02', employee_id: '1' }

const stream = { date: '2026-03-02', employee_id: '1,2' }

export const slotsExamples: RouteExamples<
  'selectSlot' | 'deselectSlot' | 'markActiveSlot' | 'pollSlots' | 'streamSlots'
> = {
  selectSlot: {
    body: {
      good: [
        claim,
        { ...claim, service_id: '1', lock_token: token },
        { ...claim, lock_token: '' },
        { ...claim, exclude_appointment_id: 7 },
      ],
      bad: [...badClaims, { ...claim, exclude_appointment_id: 'APT-1' }, { ...claim, lock_token: 'k\n' }],
    },
    reply: { good: [lockReply], bad: [{ ...lockReply, success: false }, ...without(lockReply, 'lock')] },
  },
  deselectSlot: {
    body: {
      good: [
        { ...claim, lock_token: token },
        { ...claim, lock_token: 'wrong' },
      ],
      bad: [claim, { ...claim, lock_token: '' }],
    },
    reply: { good: [stored], bad: [{ success: true, storage_mode: 'memory' }] },
  },
  markActiveSlot: {
    body: {
      good: [claim, { ...claim, time: null }],
      bad: [...without(claim, 'time'), { ...claim, time: '' }, { ...claim, time: 10 }],
    },
    reply: { good: [stored], bad: [{}] },
  },
  pollSlots: {
    query: {
      good: [
        poll,
        { ...poll, service_id: '', client_id: '', since: '' },
        { ...poll, client_id: 'visitor_1', since: '1f3a' },
      ],
      bad: [...without(poll, 'date', 'employee_id'), { ...poll, since: 'a b' }, { ...poll, client_id: 'a' }],
    },
    reply: {
      good: [slotFields, unchanged],
      bad: [...without(slotFields, 'appointease_locks'), { ...unchanged, appointease_unchanged: false }],
    },
  },
  streamSlots: {
    query: {
      good: [
        stream,
        { ...stream, employee_id: '1', service_id: '', client_id: '' },
        { ...stream, employee_id: Array.from({ length: 20 }, (_, index) => index + 1).join(',') },
      ],
      bad: [
        ...without(stream, 'date', 'employee_id'),
        { ...stream, employee_id: '1,' },
        { ...stream, employee_id: 'any' },
        { ...stream, employee_id: Array.from({ length: 21 }, (_, index) => index + 1).join(',') },
      ],
    },
    headers: {
      good: [{}, { 'last-event-id': '1:kJ3-_a5Z,2:9fQw01-b' }],
      bad: [{ 'last-event-id': 7 }, { 'last-event-id': 'x'.repeat(513) }],
    },
    reply: { good: [': one\n\n'], bad: [{}] },
  },
}
