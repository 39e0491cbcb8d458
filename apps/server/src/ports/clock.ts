import type { Instant } from '@appointease/domain'

/** The only source of the present. Injected, so that a test can let ten minutes pass. */
export interface Clock {
  now(): Instant
}
