import { FEED_SEAL } from '../calendars/feedToken.ts'
import type { CalendarFeedStore } from '../ports/calendarFeeds.ts'
import type { CatalogStore } from '../ports/catalog.ts'
import type { Outcome } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

export interface FeedMade {
  readonly id: number
  /** The secret part of its address, told this once: only its fingerprint is kept. */
  readonly token: string
}

const TOKEN_BYTES = 32

/** A calendar of an employee or, without one, of everybody. */
export async function addCalendarFeed(
  {
    calendarFeeds,
    catalog,
    seals,
    randomness,
    clock,
  }: Pick<CommandDependencies, 'seals' | 'randomness' | 'clock'> & {
    readonly calendarFeeds: CalendarFeedStore
    readonly catalog: CatalogStore
  },
  employeeId: number | undefined,
): Promise<Outcome<FeedMade, 'no_such_employee'>> {
  const { employees } = await catalog.getCatalog()
  if (employeeId !== undefined && !employees.some(({ id }) => id === employeeId))
    return { ok: false, refusal: 'no_such_employee' }
  const token = randomness.token(TOKEN_BYTES)
  const tokenFingerprint = seals.fingerprint(FEED_SEAL, token)
  const id = await calendarFeeds.addFeed({ tokenFingerprint, employeeId, createdAt: clock.now() })
  return { ok: true, value: { id, token } }
}
