import type {
  AvailabilityReply,
  CheckSlotReply,
  DayAvailabilityReply,
  SlotReason,
} from '@appointease/contract'
import { type DaySlot, formatInstant, type SlotRefusal, type TimeZoneId } from '@appointease/domain'
import type { Refusal } from '../../commands/refusals.ts'
import type { Catalog } from '../../ports/catalog.ts'
import type { DayQuery, DayView } from '../../queries/daySlots.ts'
import type { FreeDay } from '../../queries/freeSlots.ts'
import { ordinaryStarts } from '../../queries/ordinaryDay.ts'
import { codeOf, messageOf } from '../refusals.ts'

type SlotDetail = DayAvailabilityReply['booking_details'][string]
type WireRefusal = SlotRefusal | { readonly kind: 'nonexistent_time' }

function reasonOf(refusal: WireRefusal): SlotReason {
  return codeOf(refusal.kind) as SlotReason
}

/**
 * One day of one employee. `unavailable` also names the starts of an ordinary day that this day does not have, so
 * that a client with a fixed grid offers nothing on a closed day.
 */
export function presentDay(query: DayQuery, view: DayView, catalog: Catalog): DayAvailabilityReply {
  const free = new Set(view.slots.filter((slot) => slot.decision.ok).map((slot) => slot.time))
  const starts = new Set<string>([
    ...view.slots.map((slot) => slot.time),
    ...ordinaryStarts(catalog.settings, serviceOf(query, catalog)),
  ])
  const unavailable = [...starts].filter((time) => !free.has(time as DaySlot['time'])).sort()
  const details = new Map<string, SlotDetail>(unavailable.map((time) => [time, BLOCKED]))
  for (const slot of view.slots) {
    const detail = detailOf(slot, view)
    if (detail) details.set(slot.time, detail)
  }
  return {
    date: query.date,
    employee_id: query.employeeId,
    slot_duration: view.stepMinutes,
    unavailable,
    booking_details: Object.fromEntries([...details].sort(([a], [b]) => (a < b ? -1 : 1))),
    slots: view.slots.map((slot) => ({
      time: slot.time,
      start_utc: formatInstant(slot.start),
      available: slot.decision.ok,
      reason: slot.decision.ok ? null : reasonOf(slot.decision.refusal),
    })),
  }
}

const BLOCKED: SlotDetail = { status: 'blocked', is_locked: false, lock_remaining: 0 }

function detailOf(slot: DaySlot, view: DayView): SlotDetail | undefined {
  const { claim, decision } = slot
  if (claim?.kind === 'slot_taken') return { status: 'booked', is_locked: false, lock_remaining: 0 }
  if (claim?.kind === 'slot_locked') {
    const seconds = Math.max(0, Math.ceil((claim.freeAt - view.now) / 1000))
    return { status: 'locked', is_locked: true, lock_remaining: seconds }
  }
  if (!decision.ok) return BLOCKED
  const selected = view.selections.some((selection) => selection.time === slot.time)
  return selected ? { status: 'selected', is_locked: false, lock_remaining: 0 } : undefined
}

export function presentFreeDays(zone: TimeZoneId, days: readonly FreeDay[]): AvailabilityReply {
  return {
    timezone: zone,
    days: days.map((day) => ({
      date: day.date,
      slots: day.slots.map((slot) => ({
        time: slot.time,
        start_utc: formatInstant(slot.start),
        end_utc: formatInstant(slot.end),
        employee_ids: [...slot.employeeIds],
        remaining: slot.remaining,
      })),
    })),
  }
}

function withoutAlternatives(refusal: WireRefusal): Refusal {
  return refusal.kind === 'slot_taken' || refusal.kind === 'slot_locked'
    ? { ...refusal, alternatives: [] }
    : refusal
}

export function presentCheck(refusal: WireRefusal | undefined): CheckSlotReply {
  if (!refusal) return { available: true, is_booked: false, is_locked: false, message: 'This time is free.' }
  return {
    available: false,
    is_booked: refusal.kind === 'slot_taken',
    is_locked: refusal.kind === 'slot_locked',
    reason: reasonOf(refusal),
    message: messageOf(withoutAlternatives(refusal)),
  }
}

function serviceOf({ serviceId }: DayQuery, { calendar }: Catalog) {
  return serviceId === undefined ? undefined : calendar.services.get(serviceId)
}
