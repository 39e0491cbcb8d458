import { sql } from 'kysely'
import type { ReminderStore } from '../../ports/reminders.ts'
import { toAppointment } from '../tables/appointmentRows.ts'
import { unremindedQuery } from '../tables/reminderQueries.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

export function createReminderStore(reader: Connection, durable: Writer, tables: Tables): ReminderStore {
  const { reminder_refusals } = tables
  return {
    async listUnreminded(query) {
      const joined = (parts: Parameters<typeof sql.join>[0]) => sql<string>`${sql.join(parts, sql` || `)}`
      return reader.rows(unremindedQuery(queries, tables, query, joined)).map(toAppointment)
    },

    async isRefused(email) {
      const row = queries.selectFrom(reminder_refusals).select('email').where('email', '=', email)
      return reader.first(row) !== undefined
    },

    async refuse(email, now) {
      const insert = queries
        .insertInto(reminder_refusals)
        .values({ email, refused_at: now })
        .onConflict((conflict) => conflict.doNothing())
      await durable.transact(() => durable.connection.run(insert))
    },
  }
}
