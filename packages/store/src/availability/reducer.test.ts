import type { FreeSlot } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { deepFrozen } from '../deepFrozen.ts'
import { type AvailabilityState, availability } from './reducer.ts'

const slot = (time: string, employees = [1]): FreeSlot => ({
  time,
  start_utc: `2026-12-01T${time}:00Z`,
  end_utc: `2026-12-01T${time.slice(0, 3)}30:00Z`,
  employee_ids: employees,
  remaining: 1,
})

const known: AvailabilityState = deepFrozen({
  1: {
    months: { '2026-12': { status: 'ready', at: 0 } },
    days: { '2026-12-01': { free: [slot('10:00'), slot('11:00')], seen: [slot('10:00'), slot('11:00')] } },
  },
})

describe('availability', () => {
  it('remembers a start that goes, so that it can be shown as taken', () => {
    const after = availability(known, {
      type: 'DAY_CAME',
      serviceId: 1,
      date: '2026-12-01',
      slots: [slot('11:00')],
    })
    const day = after[1]?.days['2026-12-01']
    expect(day?.free.map(({ time }) => time)).toEqual(['11:00'])
    expect(day?.seen.map(({ time }) => time).sort()).toEqual(['10:00', '11:00'])
  })

  it('remembers who could give a start that only others give now', () => {
    const slots = [slot('10:00', [2])]
    const day = availability(known, { type: 'DAY_CAME', serviceId: 1, date: '2026-12-01', slots })[1]?.days[
      '2026-12-01'
    ]
    expect(day?.free[0]?.employee_ids).toEqual([2])
    expect(day?.seen.find(({ time }) => time === '10:00')?.employee_ids).toEqual([2, 1])
  })

  it('empties the days of a month that come back without room', () => {
    const after = availability(known, { type: 'MONTH_CAME', serviceId: 1, month: '2026-12', days: [], at: 5 })
    expect(after[1]?.days['2026-12-01']?.free).toEqual([])
    expect(after[1]?.months['2026-12']).toEqual({ status: 'ready', at: 5 })
  })

  it('shows what it knows while a month is asked for again, and when that fails', () => {
    const error = { code: 'network_error', message: '', status: 0, data: { status: 0 } }
    const asked = availability(known, { type: 'MONTH_ASKED', serviceId: 1, month: '2026-12' })
    const failed = availability(asked, { type: 'MONTH_FAILED', serviceId: 1, month: '2026-12', error })
    expect(failed).toBe(known)
  })

  it('keeps services apart', () => {
    const after = availability(known, { type: 'MONTH_ASKED', serviceId: 2, month: '2026-12' })
    expect(after[1]).toBe(known[1])
    expect(after[2]?.months['2026-12']).toEqual({ status: 'loading' })
  })
})
