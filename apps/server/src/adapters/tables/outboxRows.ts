import type { Instant } from '@appointease/domain'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { ClaimedEntry, OutboxEntry, OutboxKind } from '../../ports/outbox.ts'
import type { OutboxRow, Tables } from './schema.ts'

export const toOutboxRow = (entry: OutboxEntry): Insertable<OutboxRow> => ({
  message_key: entry.messageKey,
  kind: entry.kind,
  order_key: entry.orderKey,
  recipient: entry.recipient,
  payload: entry.payload,
  created_at: entry.createdAt,
  due_at: entry.dueAt,
  discard_at: entry.discardAt ?? null,
  status: 'waiting',
  finished_at: null,
})

export const toClaimedEntry = (row: Selectable<OutboxRow>): ClaimedEntry => ({
  id: row.id,
  messageKey: row.message_key,
  kind: row.kind as OutboxKind,
  orderKey: row.order_key,
  recipient: row.recipient,
  payload: row.payload,
  createdAt: row.created_at as Instant,
  dueAt: row.due_at as Instant,
  ...(row.discard_at !== null && { discardAt: row.discard_at as Instant }),
  attempts: row.attempts,
})

/** A later message that overtook an earlier one would tell of the appointment what is no longer so. */
export const isFirstOfItsOrder = ({ outbox }: Tables) => sql<boolean>`(order_key = '' OR NOT EXISTS (
    SELECT 1 FROM ${sql.table(outbox)} AS older
    WHERE older.order_key = ${sql.ref(`${outbox}.order_key`)} AND older.status = 'waiting'
      AND older.id < ${sql.ref(`${outbox}.id`)}))`

/** When the earliest of the entries is due, or its lease over. */
export const earliestDue = sql<
  number | null
>`MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END)`
