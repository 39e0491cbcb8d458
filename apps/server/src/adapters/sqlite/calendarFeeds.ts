import type { CalendarFeedStore } from '../../ports/calendarFeeds.ts'
import { feedStatements, toFeed } from '../tables/calendarFeedRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

export function createCalendarFeeds(reader: Connection, writer: Writer, tables: Tables): CalendarFeedStore {
  const statements = feedStatements(queries, tables)
  return {
    addFeed: (feed) => writer.transact(() => writer.connection.run(statements.add(feed)).insertedId),
    async findFeed(tokenFingerprint) {
      const row = reader.first(statements.find(tokenFingerprint))
      return row && toFeed(row)
    },
    listFeeds: async () => reader.rows(statements.all).map(toFeed),
    removeFeed: (id) => writer.transact(() => writer.connection.run(statements.remove(id)).changes === 1),
  }
}
