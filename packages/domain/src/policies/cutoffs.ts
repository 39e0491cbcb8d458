import type { BusinessRules } from '../schedule/types.ts'
import { minutes, plus } from '../time/instant.ts'
import type { Instant } from '../time/types.ts'

export interface CutoffPassed {
  readonly kind: 'cutoff_passed'
  readonly cutoffMinutes: number
  /** The last moment at which it was allowed. */
  readonly deadline: Instant
}

export type PolicyDecision = { readonly ok: true } | { readonly ok: false; readonly refusal: CutoffPassed }

/** Staff are exempt; whether a deadline had passed all the same is for the audit log: see {@link changeDeadline}. */
export interface Actor {
  readonly staff: boolean
}

/** The last moment at which a customer may change an appointment that starts at `start`; itself included. */
export function changeDeadline(start: Instant, cutoffMinutes: number): Instant {
  return plus(start, -minutes(cutoffMinutes))
}

/** Whether an appointment may be cancelled at `now`: until the owner's cut-off before its start, inclusive. */
export function mayCancel(
  rules: Pick<BusinessRules, 'cancelCutoffMinutes'>,
  appointment: { readonly start: Instant },
  now: Instant,
  { staff }: Actor,
): PolicyDecision {
  return decideCutoff(appointment.start, rules.cancelCutoffMinutes, now, staff)
}

/** Whether an appointment may be moved at `now`; `appointment.start` is the present one, not the new one. */
export function mayReschedule(
  rules: Pick<BusinessRules, 'rescheduleCutoffMinutes'>,
  appointment: { readonly start: Instant },
  now: Instant,
  { staff }: Actor,
): PolicyDecision {
  return decideCutoff(appointment.start, rules.rescheduleCutoffMinutes, now, staff)
}

function decideCutoff(start: Instant, cutoffMinutes: number, now: Instant, staff: boolean): PolicyDecision {
  const deadline = changeDeadline(start, cutoffMinutes)
  if (staff || now <= deadline) return { ok: true }
  return { ok: false, refusal: { kind: 'cutoff_passed', cutoffMinutes, deadline } }
}
