import { type Instant, instantOf } from '@appointease/domain'
import type { StepStatus } from '../tables/database.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { appointments } from './migrations/appointments.ts'
import { calendarFeeds } from './migrations/calendarFeeds.ts'
import { catalog } from './migrations/catalog.ts'
import { changes } from './migrations/changes.ts'
import { collisions } from './migrations/collisions.ts'
import { emailTemplates } from './migrations/emailTemplates.ts'
import { manageLinks } from './migrations/manageLinks.ts'
import { messages } from './migrations/messages.ts'
import { noOverlap } from './migrations/noOverlap.ts'
import { options } from './migrations/options.ts'
import { outsideCalendars } from './migrations/outsideCalendars.ts'
import { people } from './migrations/people.ts'
import { reminderRefusals } from './migrations/reminderRefusals.ts'
import { webhooks } from './migrations/webhooks.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** In this order for ever: a step that has been released is never changed, only followed. */
const STEPS: readonly { readonly name: string; readonly sql: (tables: Tables) => string }[] = [
  { name: '0001-options', sql: options },
  { name: '0002-catalog', sql: catalog },
  { name: '0003-appointments', sql: appointments },
  { name: '0004-no-overlap', sql: noOverlap },
  { name: '0005-people', sql: people },
  { name: '0006-messages', sql: messages },
  { name: '0007-collisions', sql: collisions },
  { name: '0008-changes', sql: changes },
  { name: '0009-webhooks', sql: webhooks },
  { name: '0010-calendar-feeds', sql: calendarFeeds },
  { name: '0011-manage-links', sql: manageLinks },
  { name: '0012-email-templates', sql: emailTemplates },
  { name: '0013-outside-calendars', sql: outsideCalendars },
  { name: '0014-reminder-refusals', sql: reminderRefusals },
]

/** Every step, in order, and when it was taken in a database; `connection` undefined: in none. Changes nothing. */
export function listMigrations(connection: Connection | undefined, tables: Tables): readonly StepStatus[] {
  const taken = new Map(connection ? takenSteps(connection, tables) : [])
  return STEPS.map(({ name }) => ({ name, takenAt: taken.get(name) }))
}

function takenSteps(connection: Connection, { migrations }: Tables): readonly (readonly [string, Instant])[] {
  if (!connection.hasTable(migrations)) return []
  return connection
    .rows(queries.selectFrom(migrations).selectAll())
    .map(({ name, applied_at }) => [name, instantOf(applied_at)])
}

/**
 * Takes the steps that this database has not taken. Each is one transaction together with its record, and looks
 * for its record inside it, so that of two processes starting at once one takes it and the other passes on.
 */
export async function migrate(writer: Writer, tables: Tables): Promise<void> {
  const { connection } = writer
  await writer.transact(() =>
    connection.exec(
      `CREATE TABLE IF NOT EXISTS ${tables.migrations} (name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT`,
    ),
  )
  const taken = new Set(
    connection.rows(queries.selectFrom(tables.migrations).select('name')).map((row) => row.name),
  )
  for (const step of STEPS) {
    if (taken.has(step.name)) continue
    await writer.transact(() => {
      const record = queries
        .insertInto(tables.migrations)
        .values({ name: step.name, applied_at: Date.now() })
        .onConflict((conflict) => conflict.doNothing())
      if (connection.run(record).changes === 1) connection.exec(step.sql(tables))
    })
  }
}
