import type { Instant } from '@appointease/domain'
import type { Schema } from './schema.ts'

const HOUR = 3_600_000

/** Long after any client has given up repeating its request. */
const REPLIES_KEPT = 7 * 24 * HOUR
/** Time to see what was given up, and long after anything could cause the same message again. */
const ENDED_MESSAGES_KEPT = 90 * 24 * HOUR
/** For the owner to see and to repeat; the customers' data in them are kept no longer than that. */
const DELIVERIES_KEPT = 30 * 24 * HOUR
/** What a outside calendar says of an appointment that is over is nobody's concern any more. */
const ENTRIES_KEPT = 90 * 24 * HOUR
/** Whoever comes too late with a code is told that it has expired, for this long. */
const EXPIRED_CODES_KEPT = HOUR

/** What is over at `now`: the rows of a table whose column says a moment up to then. Options are not among them. */
export const rowsThatAreOver = (
  now: Instant,
): readonly (readonly [table: keyof Schema, column: string, until: number])[] => [
  ['sessions', 'expires_at', now],
  ['codes', 'expires_at', now - EXPIRED_CODES_KEPT],
  ['idempotency', 'created_at', now - REPLIES_KEPT],
  ['outbox', 'finished_at', now - ENDED_MESSAGES_KEPT],
  ['webhook_attempts', 'at', now - DELIVERIES_KEPT],
  ['webhook_deliveries', 'created_at', now - DELIVERIES_KEPT],
  ['calendar_entries', 'ends_at', now - ENTRIES_KEPT],
]

/** Does one after the other, whether those before came to an end or not; then throws what was thrown. */
export async function eachByItself(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: Error[] = []
  for (const step of steps) {
    await step().catch((fault: Error) => faults.push(fault))
  }
  const [first, ...others] = faults
  if (first && others.length === 0) throw first
  if (first)
    throw new AggregateError(faults, faults.map(({ message }) => message).join(' '), { cause: first })
}
