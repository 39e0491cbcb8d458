import { ROUTES } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { FeedContent } from '../../calendars/feed.ts'
import type { CommandDependencies } from '../../commands/dependencies.ts'
import { findFeedContent } from '../../queries/calendarFeed.ts'
import type { Limits } from '../limits.ts'
import type { Router } from '../router.ts'
import { type Conditions, isUnchanged } from './conditions.ts'

const FILE = /^([A-Za-z0-9_-]{43})\.ics$/
const NOT_FOUND = { ok: false, refusal: { kind: 'not_found' } } as const
/** Before that, another change of the same second may be on its way (RFC 9110 section 8.8.2.2). */
const STEADY_AFTER = 60_000

/** Calendars that staff subscribe to. Whoever has an address has the calendar; the address is in no log. */
export function calendarRoutes(
  router: Router,
  deps: Pick<CommandDependencies, 'storage' | 'seals'>,
  limits: Limits,
  render: (content: FeedContent) => Promise<string>,
): void {
  router.handle(ROUTES.getCalendarFeed, async ({ params, headers, context }) => {
    const within = await limits.take('calendar_feed', context)
    if (!within.ok) return within
    const [, token] = FILE.exec(params.file) ?? []
    const found = token === undefined ? undefined : await findFeedContent(deps, token, context.now)
    if (!found) return NOT_FOUND
    const conditions: Conditions = {
      etag: `"${found.tag}"`,
      lastModified: steady(found.changedAt, context.now),
    }
    const { etag, lastModified } = conditions
    const described = {
      etag,
      ...(lastModified && { 'last-modified': lastModified }),
      'cache-control': 'private, no-cache',
      'content-disposition': 'inline; filename="appointments.ics"',
    }
    if (isUnchanged(headers, conditions)) return { ok: true, status: 304, headers: described, data: '' }
    return { ok: true, headers: described, data: await render(found.content) }
  })
}

function steady(changedAt: Instant | undefined, now: Instant): string | undefined {
  const isSteady = changedAt !== undefined && now - changedAt >= STEADY_AFTER
  return isSteady ? new Date(changedAt).toUTCString() : undefined
}
