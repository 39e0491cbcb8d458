import { type CalendarDate, type Instant, instantOf, minutes, wallClockAt } from '@appointease/domain'
import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import type { CommandDependencies } from '@appointease/server/commands/dependencies.ts'
import { SESSION_SEAL } from '@appointease/server/http/callers.ts'
import type { Business } from './business.ts'
import { UTC } from './places.ts'
import { SECRET } from './processes.ts'

export const seals = createSeals(SECRET)

export const systemClock = { now: () => instantOf(Date.now()) }

/** Commands on the business's own storage, in this process; mails stay in the outbox. */
export function commandsOf({ storage, locks, ephemeral }: Business): CommandDependencies {
  return {
    storage,
    locks,
    ephemeral,
    clock: systemClock,
    seals,
    randomness: createRandomness(),
    outboxFilled: () => {},
  }
}

/** Each caller is a customer of their own: to one and the same, bookings would come one after another. */
export const emailOf = (caller: number) => `customer-${caller}@example.com`

/** Headers of the caller as a signed-in customer of the business's server. */
export async function signIn(
  { storage }: Business,
  caller: number,
): Promise<Readonly<Record<string, string>>> {
  const now = systemClock.now()
  const token = `the-token-of-customer-${caller}-who-has-proved-an-address`
  await storage.sessions.putSession({
    tokenFingerprint: seals.fingerprint(SESSION_SEAL, token),
    email: emailOf(caller),
    createdAt: now,
    expiresAt: instantOf(now + minutes(24 * 60)),
  })
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** The half hour of that number, counted from the first date on. */
export function halfHour({ firstDate }: Pick<Business, 'firstDate'>, number: number): Instant {
  return instantOf(Date.parse(`${firstDate}T00:00:00Z`) + minutes(30 * number))
}

export function wallOf(start: Instant): { date: CalendarDate; time: string } {
  const { date, time } = wallClockAt(start, UTC)
  return { date, time }
}
