import type { Instant } from '@appointease/domain'
import { removeExpiredTransients } from '../transients/transients.ts'
import { createOptionRows } from './options.ts'
import { queries, type Tables } from './schema.ts'
import type { Writer } from './writer.ts'

const HOUR = 3_600_000
/** Long after any client has given up repeating its request. */
const REPLIES_KEPT = 7 * 24 * HOUR
/** Time to see what was given up, and long after anything could cause the same message again. */
const ENDED_MESSAGES_KEPT = 90 * 24 * HOUR
/** Whoever comes too late with a code is told that it has expired, for this long. */
const EXPIRED_CODES_KEPT = HOUR

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
