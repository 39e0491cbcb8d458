import { sql } from 'kysely'
import type { ManageLinkReader, ManageLinkStore } from '../../ports/manageLinks.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'

export function createManageLinkReader(
  connection: Connection,
  { manageLinks }: Pick<Tables, 'manageLinks'>,
): ManageLinkReader {
  return {
    async findGeneration(appointmentId) {
      const row = queries.selectFrom(manageLinks).selectAll().where('appointment_id', '=', appointmentId)
      return connection.first(row)?.generation ?? 0
    },
  }
}

/** Over a connection that is inside a write transaction. */
export function createManageLinkStore(connection: Connection, tables: Tables): ManageLinkStore {
  const { findGeneration } = createManageLinkReader(connection, tables)
  return {
    findGeneration,
    async beginGeneration(appointmentId) {
      connection.run(
        queries
          .insertInto(tables.manageLinks)
          .values({ appointment_id: appointmentId, generation: 1 })
          .onConflict((conflict) =>
            conflict.column('appointment_id').doUpdateSet({ generation: sql`${sql.ref('generation')} + 1` }),
          ),
      )
      return findGeneration(appointmentId)
    },
  }
}
