import type { Instant } from '@appointease/domain'
import type { Insertable, Selectable } from 'kysely'
import type { IdempotencyRecord } from '../../ports/storage.ts'
import type { Schema } from './schema.ts'

export const toReplyRow = (record: IdempotencyRecord): Insertable<Schema['idempotency']> => ({
  scope: record.scope,
  body_fingerprint: record.bodyFingerprint,
  appointment_id: record.appointmentId,
  reply: record.reply,
  created_at: record.createdAt,
})

export const toReply = (row: Selectable<Schema['idempotency']>): IdempotencyRecord => ({
  scope: row.scope,
  bodyFingerprint: row.body_fingerprint,
  appointmentId: row.appointment_id,
  reply: row.reply,
  createdAt: row.created_at as Instant,
})
