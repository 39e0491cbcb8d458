import type { CalendarFeedStore } from '../../ports/calendarFeeds.ts'
import { feedStatements, toFeed } from '../tables/calendarFeedRows.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

export function createCalendarFeeds(outside: Statements, tables: MysqlTables): CalendarFeedStore {
  const statements = feedStatements(queries, tables)
  return {
    addFeed: async (feed) => (await outside.run(statements.add(feed))).insertedId,
    async findFeed(tokenFingerprint) {
      const row = await outside.first(statements.find(tokenFingerprint))
      return row && toFeed(row)
    },
    listFeeds: async () => (await outside.rows(statements.all)).map(toFeed),
    removeFeed: async (id) => (await outside.run(statements.remove(id))).changes === 1,
  }
}
