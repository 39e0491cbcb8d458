import { type CalendarDate, type Instant, instantOf, minutes, wallClockAt } from '@appointease/domain'
import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { bookAppointment } from '@appointease/server/commands/bookAppointment.ts'
import type { CommandDependencies } from '@appointease/server/commands/dependencies.ts'
import { SESSION_SEAL } from '@appointease/server/http/callers.ts'
import { type BusinessOf, UTC } from './business.ts'

export const SECRET = 'a secret of a measurement, long enough for the server'
export const EMAIL = 'ada@example.com'

const TOKEN = 'the-token-of-a-customer-who-has-proved-her-address'

const systemClock = { now: () => instantOf(Date.now()) }

/** Commands on the business's own storage, in this process; mails stay in the outbox. */
export function commandsOf({ storage, ephemeral }: BusinessOf): CommandDependencies {
  return {
    storage,
    ephemeral,
    clock: systemClock,
    seals: createSeals(SECRET),
    randomness: createRandomness(),
    outboxFilled: () => {},
  }
}

/** Headers of a signed-in customer of a server that was started with SECRET. */
export async function signIn({ storage }: BusinessOf): Promise<Readonly<Record<string, string>>> {
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
export function halfHour({ firstDate }: BusinessOf, number: number): Instant {
  return instantOf(Date.parse(`${firstDate}T00:00:00Z`) + minutes(30 * number))
}

export function wallOf(start: Instant): { date: CalendarDate; time: string } {
  const { date, time } = wallClockAt(start, UTC)
  return { date, time }
}

/** Books the worker's own employee at the half hour of that number. */
export async function bookOnce(
  deps: CommandDependencies,
  business: BusinessOf,
  worker: number,
  number: number,
  email = EMAIL,
): Promise<void> {
  const outcome = await bookAppointment(deps, {
    wanted: { kind: 'instant', instant: halfHour(business, number) },
    serviceId: 1,
    employeeId: worker + 1,
    name: 'Ada Lovelace',
    email,
    phone: '+44 20 7946 0000',
    notes: '',
    fields: {},
    customerTimeZone: 'Europe/London',
    customerLocale: 'en',
    provedEmail: email,
    lockToken: undefined,
    idempotency: { scope: `command-${number}-${worker}`, bodyFingerprint: 'same' },
  })
  if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
}
