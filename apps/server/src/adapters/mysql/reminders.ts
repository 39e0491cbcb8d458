import { sql } from 'kysely'
import type { ReminderStore } from '../../ports/reminders.ts'
import { toAppointment } from '../tables/appointmentRows.ts'
import { unremindedQuery } from '../tables/reminderQueries.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

export function createReminderStore(statements: Statements, tables: MysqlTables): ReminderStore {
  const { reminder_refusals } = tables
  return {
    async listUnreminded(query) {
      // Keys are bytes, of the texts in UTF-8, which is what these columns are in.
      const joined = (parts: Parameters<typeof sql.join>[0]) =>
        sql<string>`CAST(CONCAT(${sql.join(parts)}) AS BINARY)`
      return (await statements.rows(unremindedQuery(queries, tables, query, joined))).map(toAppointment)
    },

    async isRefused(email) {
      const row = queries.selectFrom(reminder_refusals).select('email').where('email', '=', email)
      return (await statements.first(row)) !== undefined
    },

    async refuse(email, now) {
      await statements.run(
        queries
          .insertInto(reminder_refusals)
          .values({ email, refused_at: now })
          .onDuplicateKeyUpdate({ email }),
      )
    },
  }
}
