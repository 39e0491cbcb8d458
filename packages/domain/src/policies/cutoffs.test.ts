import { describe, expect, it } from 'vitest'
import { at, someRules } from '../examples/calendar.ts'
import { changeDeadline, mayCancel, mayReschedule } from './cutoffs.ts'

const appointment = { start: at('2026-11-23T10:00:00Z') }
const rules = someRules({ cancelCutoffMinutes: 120, rescheduleCutoffMinutes: 30 })
const customer = { staff: false }

describe('a cut-off', () => {
  it('still allows at its last moment and no longer a millisecond later', () => {
    expect(mayCancel(rules, appointment, at('2026-11-23T08:00:00Z'), customer)).toEqual({ ok: true })
    expect(mayCancel(rules, appointment, at('2026-11-23T08:00:00.001Z'), customer)).toEqual({
      ok: false,
      refusal: { kind: 'cutoff_passed', cutoffMinutes: 120, deadline: at('2026-11-23T08:00:00Z') },
    })
  })

  it('is one for cancelling and another for rescheduling', () => {
    const now = at('2026-11-23T09:00:00Z')
    expect(mayCancel(rules, appointment, now, customer).ok).toBe(false)
    expect(mayReschedule(rules, appointment, now, customer).ok).toBe(true)
    expect(mayReschedule(rules, appointment, at('2026-11-23T09:30:00.001Z'), customer)).toEqual({
      ok: false,
      refusal: { kind: 'cutoff_passed', cutoffMinutes: 30, deadline: at('2026-11-23T09:30:00Z') },
    })
  })

  it('of nothing lets an appointment be changed until it starts', () => {
    expect(mayCancel(someRules(), appointment, appointment.start, customer).ok).toBe(true)
    expect(mayCancel(someRules(), appointment, at('2026-11-23T10:00:01Z'), customer).ok).toBe(false)
  })

  it('does not bind staff, and the deadline can be told all the same', () => {
    expect(mayCancel(rules, appointment, at('2026-11-24T00:00:00Z'), { staff: true })).toEqual({ ok: true })
    expect(mayReschedule(rules, appointment, at('2026-11-24T00:00:00Z'), { staff: true })).toEqual({
      ok: true,
    })
    expect(changeDeadline(appointment.start, 120)).toBe(at('2026-11-23T08:00:00Z'))
  })
})
