import { decideSlot } from '../availability/decideSlot.ts'
import type { Asker, SlotDecision } from '../availability/types.ts'
import { at, facts, type Situation } from './calendar.ts'

/** What the engine says of employee 1, service 1 and that start. */
export function decide(situation: Situation, start: string, asker: Asker = {}): SlotDecision {
  return decideSlot(facts(situation), { serviceId: 1, employeeId: 1, start: at(start), ...asker })
}

/** `free`, or the kind of the refusal. */
export function verdict(situation: Situation, start: string, asker: Asker = {}): string {
  const decision = decide(situation, start, asker)
  return decision.ok ? 'free' : decision.refusal.kind
}
