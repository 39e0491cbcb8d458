import { formatInstant, type Instant, instantOf } from '@appointease/domain'

/** A moment as the wire has it, in whole seconds: `2026-11-23T10:00:00Z`. A fraction is cut off. */
export function instantText(instant: Instant): string {
  return formatInstant(instantOf(instant - (instant % 1000)))
}
