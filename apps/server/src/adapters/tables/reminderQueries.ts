import { type Kysely, type RawBuilder, sql } from 'kysely'
import { reminderKeyParts } from '../../ports/messages.ts'
import type { ReminderStore } from '../../ports/reminders.ts'
import type { Schema, Tables } from './schema.ts'

/** `joined` makes one text of several, as keys of the outbox are compared. */
export function unremindedQuery(
  queries: Kysely<Schema>,
  { appointments, outbox, reminder_refusals }: Tables,
  { hoursBefore, within, after, limit }: Parameters<ReminderStore['listUnreminded']>[0],
  joined: (parts: readonly RawBuilder<unknown>[]) => RawBuilder<string>,
) {
  const own = (column: string) => sql.ref(`${appointments}.${column}`)
  const [beginning, middle, end] = reminderKeyParts(hoursBefore)
  const key = joined([sql.lit(beginning), own('strong_id'), sql.lit(middle), own('version'), sql.lit(end)])
  const query = queries
    .selectFrom(appointments)
    .selectAll()
    .where('status', '=', 'confirmed')
    .where('slot_start', '>=', within.start)
    .where('slot_start', '<', within.end)
    .where('email', '<>', '')
    .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM ${sql.table(outbox)} WHERE message_key = ${key})`)
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM ${sql.table(reminder_refusals)} AS refusal
        WHERE refusal.email = ${own('email')})`,
    )
    .orderBy('slot_start')
    .orderBy('id')
    .limit(limit)
  if (!after) return query
  const { id, slot } = after
  return query.where((where) =>
    where.or([
      where('slot_start', '>', slot.start),
      where.and([where('slot_start', '=', slot.start), where('id', '>', id)]),
    ]),
  )
}
