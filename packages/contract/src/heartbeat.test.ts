import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { slotFields, unchanged } from './examples/slots.ts'
import { heartbeatAnswer, isUnchanged } from './heartbeat.ts'
import { HeartbeatPoll, HeartbeatReply, HeartbeatSlotsReply } from './schemas/heartbeat.ts'
import { SlotFields, SlotsUnchanged } from './schemas/slots.ts'

const ajv = new Ajv({ strict: true })

describe('a heartbeat reply', () => {
  it('is told apart by what it holds', () => {
    const kinds = [
      slotFields,
      unchanged,
      { rest_nonce: 'a', heartbeat_nonce: 'b', nonces_expired: true as const },
      { success: false as const },
      { 'wp-auth-check': true, server_time: 1 },
    ].map((reply) => {
      expect(ajv.validate(HeartbeatReply, reply)).toBe(true)
      return heartbeatAnswer(reply).kind
    })
    expect(kinds).toEqual(['slots', 'unchanged', 'nonces_expired', 'refused', 'plain'])
  })

  it('has the same slot fields as poll', () => {
    for (const name of Object.keys(SlotFields.properties))
      expect(HeartbeatSlotsReply.properties).toHaveProperty([name])
    expect(isUnchanged(unchanged)).toBe(true)
    expect(isUnchanged(slotFields)).toBe(false)
    expect(Object.keys(SlotsUnchanged.properties)).toEqual([
      'appointease_version',
      'appointease_unchanged',
      'redis_status',
      'storage_mode',
      'server_time',
    ])
  })

  it('ends with the two fields that WordPress writes last', () => {
    expect(Object.keys(HeartbeatSlotsReply.properties).slice(-2)).toEqual(['wp-auth-check', 'server_time'])
  })

  it('stays under 2 KB for an ordinary day', () => {
    const times = Array.from({ length: 16 }, (_, index) => `${String(9 + (index >> 1)).padStart(2, '0')}:00`)
    const busy = {
      ...slotFields,
      appointease_booked_slots: times,
      appointease_locked_slots: times.slice(0, 8),
      appointease_locks: times
        .slice(0, 8)
        .map((time) => ({ time, client_id: 'v_8ZkQm2aaaa', expires_in: 582 })),
      appointease_active_selections: times
        .slice(0, 8)
        .map((time) => ({ time, client_id: 'v_8ZkQm2aaaa', timestamp: 1_730_127_045 })),
    }
    expect(JSON.stringify(busy).length).toBeLessThan(2048)
  })
})

describe('a heartbeat poll', () => {
  it('takes values as strings, and empty ones for what is not given', () => {
    const poll = {
      date: '2026-03-02',
      employee_id: '1',
      service_id: '',
      client_id: '',
      selected_time: '',
      since: '',
    }
    expect(ajv.validate(HeartbeatPoll, poll)).toBe(true)
    expect(ajv.validate(HeartbeatPoll, { ...poll, selected_time: '10:00', since: '1f3a' })).toBe(true)
    expect(ajv.validate(HeartbeatPoll, { ...poll, selected_time: 'ten' })).toBe(false)
    expect(ajv.validate(HeartbeatPoll, { ...poll, date: '' })).toBe(false)
  })
})
