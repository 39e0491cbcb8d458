import type { Instant } from '@appointease/domain'
import type { Kysely, Selectable } from 'kysely'
import type { CalendarFeed, CalendarFeedStore } from '../../ports/calendarFeeds.ts'
import type { CalendarFeedRow, Schema, Tables } from './schema.ts'

export const toFeed = (row: Selectable<CalendarFeedRow>): CalendarFeed => ({
  id: row.id,
  employeeId: row.employee_id ?? undefined,
  createdAt: row.created_at as Instant,
})

/** The statements that both engines run, by whichever compiler theirs is. */
export const feedStatements = (queries: Kysely<Schema>, { calendar_feeds }: Tables) => ({
  add: (feed: Parameters<CalendarFeedStore['addFeed']>[0]) =>
    queries.insertInto(calendar_feeds).values({
      token_fingerprint: feed.tokenFingerprint,
      employee_id: feed.employeeId ?? null,
      created_at: feed.createdAt,
    }),
  find: (tokenFingerprint: string) =>
    queries.selectFrom(calendar_feeds).selectAll().where('token_fingerprint', '=', tokenFingerprint),
  all: queries.selectFrom(calendar_feeds).selectAll().orderBy('id'),
  remove: (id: number) => queries.deleteFrom(calendar_feeds).where('id', '=', id),
})
