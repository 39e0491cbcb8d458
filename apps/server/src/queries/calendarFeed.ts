import { createHash } from 'node:crypto'
import { type Instant, minutes, plus } from '@appointease/domain'
import type { FeedContent } from '../calendars/feed.ts'
import { FEED_SEAL } from '../calendars/feedToken.ts'
import type { Seals } from '../ports/seals.ts'
import type { Storage } from '../ports/storage.ts'

export interface ReadFeed {
  readonly content: FeedContent
  /** Another one wherever the content is another. */
  readonly tag: string
  /** When any appointment was last changed; undefined where none ever was. */
  readonly changedAt: Instant | undefined
}

const SHOWN_AFTERWARDS = minutes(30 * 24 * 60)

/** What the calendar at that address shows now: what is to come, and what ended or was cancelled in the last 30 days. */
export async function findFeedContent(
  { storage, seals }: { readonly storage: Storage; readonly seals: Seals },
  token: string,
  now: Instant,
): Promise<ReadFeed | undefined> {
  const feed = await storage.calendarFeeds.findFeed(seals.fingerprint(FEED_SEAL, token))
  if (!feed) return undefined
  const { employeeId } = feed
  const since = plus(now, -SHOWN_AFTERWARDS)
  const shown = { employeeId, endingAfter: since, cancelledAfter: since }
  const [{ settings, employees }, { entries, changedAt }] = await Promise.all([
    storage.catalog.getCatalog(),
    storage.appointments.listForCalendar(shown),
  ])
  const employee = employees.find(({ id }) => id === employeeId)
  const name = employee ? `${employee.name} – ${settings.businessName}` : settings.businessName
  const content = { name, timeZone: settings.rules.timeZone, entries }
  const tag = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  return { content, tag, changedAt }
}
