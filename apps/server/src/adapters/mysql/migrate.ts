import { createHash } from 'node:crypto'
import { instantOf } from '@appointease/domain'
import { initialSettings } from '../../initialSettings.ts'
import { DatabaseUnusable, StorageUnavailable } from '../../ports/storage.ts'
import type { StepStatus } from '../tables/database.ts'
import { adopt } from './adoption/adopt.ts'
import type { AdoptionReport } from './adoption/report.ts'
import { setAside, setTemplatesAside } from './adoption/setAside.ts'
import type { AdoptionWish } from './adoption/site.ts'
import { procedureOf } from './conclusion.ts'
import { appointments } from './migrations/appointments.ts'
import { calendarFeeds } from './migrations/calendarFeeds.ts'
import { catalog } from './migrations/catalog.ts'
import { changes } from './migrations/changes.ts'
import { TABLE } from './migrations/columns.ts'
import { emailTemplates } from './migrations/emailTemplates.ts'
import { manageLinks } from './migrations/manageLinks.ts'
import { messages } from './migrations/messages.ts'
import { occupancy } from './migrations/occupancy.ts'
import { options } from './migrations/options.ts'
import { outsideCalendars } from './migrations/outsideCalendars.ts'
import { people } from './migrations/people.ts'
import { reminderRefusals } from './migrations/reminderRefusals.ts'
import type { StepStatement } from './migrations/triggers.ts'
import { webhooks } from './migrations/webhooks.ts'
import { queries } from './queries.ts'
import { type MysqlTables, OUTBOX_TURN, WEBHOOKS_TURN } from './schema.ts'
import type { Statements } from './statements.ts'
import { hasTable } from './tablesThere.ts'
import { refuseForeignTable, refuseUnfitOptions } from './usable.ts'

interface Step {
  readonly name: string
  readonly statements: (tables: MysqlTables) => readonly StepStatement[]
}

/** In this order for ever: a step that has been released is never changed, only followed. */
const STEPS: readonly Step[] = [
  { name: '0001-options', statements: options },
  { name: '0002-catalog', statements: catalog },
  { name: '0003-appointments', statements: appointments },
  { name: '0004-occupancy', statements: occupancy },
  { name: '0005-people', statements: people },
  { name: '0006-messages', statements: messages },
  { name: '0007-changes', statements: changes },
  { name: '0008-webhooks', statements: webhooks },
  { name: '0009-calendar-feeds', statements: calendarFeeds },
  { name: '0010-manage-links', statements: manageLinks },
  { name: '0011-email-templates', statements: emailTemplates },
  { name: '0012-outside-calendars', statements: outsideCalendars },
  { name: '0013-reminder-refusals', statements: reminderRefusals },
]

/** How long a process waits for another one that is taking the steps. */
const PATIENCE_SECONDS = 60

/** Every step, in order, and when it was taken. Changes nothing, also where there are no tables yet. */
export async function listMigrations(
  statements: Statements,
  tables: MysqlTables,
): Promise<readonly StepStatus[]> {
  const isThere = await hasTable(statements, tables.migrations)
  const rows = isThere ? await statements.rows(queries.selectFrom(tables.migrations).selectAll()) : []
  const taken = new Map(rows.map(({ name, applied_at }) => [name, instantOf(applied_at)]))
  return STEPS.map(({ name }) => ({ name, takenAt: taken.get(name) }))
}

/**
 * Takes the steps that this database has not taken, over a connection that commits each statement. MySQL commits a
 * change of a table at once, so a step is no transaction: each of its statements can be run again, and it is recorded
 * after the last one. Whoever is interrupted, at whatever statement, goes on there the next time. Of several processes
 * one does it and the others wait; the server ends its turn when its connection ends. Tables of the original plugin are
 * set aside before the first step and taken over after the last, which is what the report tells of; undefined where there
 * was nothing to take over. Throws DatabaseUnusable where what is there cannot be used.
 */
export async function migrate(
  statements: Statements,
  tables: MysqlTables,
  wish: AdoptionWish = { timeZone: initialSettings().rules.timeZone },
): Promise<AdoptionReport | undefined> {
  const turn = `appointease_${createHash('sha256').update(tables.migrations).digest('hex').slice(0, 16)}`
  // Names of turns are the server's, not the database's; the longest that 5.7 takes has 64 characters.
  const name = `CONCAT('${turn}_', LEFT(SHA1(DATABASE()), 16))`
  const [got] = await statements.tuples(`SELECT GET_LOCK(${name}, ${PATIENCE_SECONDS})`, [])
  if (got?.[0] !== 1) throw new StorageUnavailable('Another process is changing the tables.')
  await refuseUnfitOptions(statements, tables)
  await setAside(statements, tables, wish)
  await refuseForeignTable(statements, tables)
  await setTemplatesAside(statements, tables)
  await statements.runSql(
    `CREATE TABLE IF NOT EXISTS ${tables.migrations} (name VARCHAR(191) NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL) ${TABLE}`,
    [],
  )
  const states = await listMigrations(statements, tables)
  const triggers = await triggersOf(statements)
  for (const step of STEPS) {
    const isTaken = states.some(({ name, takenAt }) => takenAt !== undefined && name === step.name)
    if (isTaken) refuseLost(step, triggers, tables)
    else await take(step, triggers, statements, tables)
  }
  await makeProcedure(statements, tables)
  await addTurns(statements, tables)
  const report = await adopt(statements, tables, wish)
  await statements.tuples(`SELECT RELEASE_LOCK(${name})`, [])
  return report
}

async function triggersOf(statements: Statements): Promise<ReadonlySet<unknown>> {
  const rows = await statements.tuples(
    'SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
    [],
  )
  return new Set(rows.map(([name]) => name))
}

/** What was written while they were away may break what they keep: they are not simply made again. */
function refuseLost(step: Step, triggers: ReadonlySet<unknown>, tables: MysqlTables): void {
  const lost = step.statements(tables).some(({ trigger }) => trigger !== undefined && !triggers.has(trigger))
  if (lost)
    throw new DatabaseUnusable(
      `Triggers of ${tables.appointments} are missing, as after a back-up that was restored without them.`,
      'mysqldump --triggers',
    )
}

/** At every start: a procedure holds no data, and many a back-up leaves it out. */
async function makeProcedure(statements: Statements, tables: MysqlTables): Promise<void> {
  const { name, sql } = procedureOf(tables)
  const there = await statements.tuples(
    'SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_NAME = ?',
    [name],
  )
  if (there.length === 0) await statements.runSql(sql, [])
}

/** At every start: claimers who have to add theirs wait, all together, for the connections that they themselves occupy. */
async function addTurns(statements: Statements, { mutexes }: MysqlTables): Promise<void> {
  const turns = [OUTBOX_TURN, WEBHOOKS_TURN]
  await statements.runSql(`INSERT IGNORE INTO ${mutexes} (name) VALUES (?), (?)`, turns)
}

async function take(
  step: Step,
  triggers: ReadonlySet<unknown>,
  statements: Statements,
  tables: MysqlTables,
): Promise<void> {
  for (const { sql, trigger, unless } of step.statements(tables)) {
    if (trigger !== undefined && triggers.has(trigger)) continue
    if (unless !== undefined && (await statements.tuples(unless, [])).length > 0) continue
    await statements.runSql(sql, [])
  }
  const record = queries
    .insertInto(tables.migrations)
    .values({ name: step.name, applied_at: Date.now() })
    .onDuplicateKeyUpdate({ name: step.name })
  await statements.run(record)
}
