import type { Instant } from '@appointease/domain'
import { ENDED_MESSAGES_KEPT, EXPIRED_CODES_KEPT, REPLIES_KEPT } from '../tables/retention.ts'
import type { Tables } from '../tables/schema.ts'
import { removeExpiredTransients } from '../transients/transients.ts'
import { createOptionRows } from './options.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

export async function removeExpired(writer: Writer, tables: Tables, now: Instant): Promise<void> {
  const { connection } = writer
  await writer.transact(() => removeExpiredTransients(createOptionRows(connection, tables), now))
  await writer.transact(() => {
    connection.run(queries.deleteFrom(tables.sessions).where('expires_at', '<=', now))
    connection.run(queries.deleteFrom(tables.codes).where('expires_at', '<=', now - EXPIRED_CODES_KEPT))
    connection.run(queries.deleteFrom(tables.idempotency).where('created_at', '<=', now - REPLIES_KEPT))
    connection.run(queries.deleteFrom(tables.outbox).where('finished_at', '<=', now - ENDED_MESSAGES_KEPT))
  })
}
