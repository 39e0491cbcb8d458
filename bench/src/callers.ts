import { type CalendarDate, type Instant, instantOf, minutes, wallClockAt } from '@appointease/domain'
import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import type { CommandDependencies } from '@appointease/server/commands/dependencies.ts'
import { SESSION_SEAL } from '@appointease/server/http/callers.ts'
import { type Business, UTC } from './business.ts'
import { SECRET } from './processes.ts'

export const EMAIL = 'ada@example.com'

const TOKEN = 'the-token-of-a-customer-who-has-proved-her-address'

const systemClock = { now: () => instantOf(Date.now()) }

/** Commands on the business's own storage, in this process; mails stay in the outbox. */
export function commandsOf({ storage, locks, ephemeral }: Business): CommandDependencies {
  return {
    storage,
    locks,
    ephemeral,
    clock: systemClock,
    seals: createSeals(SECRET),
    randomness: createRandomness(),
    outboxFilled: () => {},
  }
}

/** Headers of a signed-in customer of a server that was started with SECRET. */
export async function signIn({ storage }: Business): Promise<Readonly<Record<string, string>>> {
  const now = systemClock.now()
  await storage.sessions.putSession({
    tokenFingerprint: createSeals(SECRET).fingerprint(SESSION_SEAL, TOKEN),
    email: EMAIL,
    createdAt: now,
    expiresAt: instantOf(now + minutes(24 * 60)),
  })
  return { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
}

/** The half hour of that number, counted from the first date on. */
export function halfHour({ firstDate }: Business, number: number): Instant {
  return instantOf(Date.parse(`${firstDate}T00:00:00Z`) + minutes(30 * number))
}

export function wallOf(start: Instant): { date: CalendarDate; time: string } {
  const { date, time } = wallClockAt(start, UTC)
  return { date, time }
}
