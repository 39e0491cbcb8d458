import { sql } from 'kysely'
import type { ManageLinkReader, ManageLinkStore } from '../../ports/manageLinks.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

/** Committed state, or a transaction's. */
export function createManageLinkReader(
  statements: Statements,
  { manageLinks }: Pick<MysqlTables, 'manageLinks'>,
): ManageLinkReader {
  return {
    async findGeneration(appointmentId) {
      const row = queries.selectFrom(manageLinks).selectAll().where('appointment_id', '=', appointmentId)
      return (await statements.first(row))?.generation ?? 0
    },
  }
}

/** Inside a transaction. */
export function createManageLinkStore(statements: Statements, tables: MysqlTables): ManageLinkStore {
  const { findGeneration } = createManageLinkReader(statements, tables)
  return {
    findGeneration,
    async beginGeneration(appointmentId) {
      await statements.run(
        queries
          .insertInto(tables.manageLinks)
          .values({ appointment_id: appointmentId, generation: 1 })
          .onDuplicateKeyUpdate({ generation: sql`${sql.ref('generation')} + 1` }),
      )
      return findGeneration(appointmentId)
    },
  }
}
