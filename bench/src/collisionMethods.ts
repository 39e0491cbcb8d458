import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Connection } from '@appointease/server/adapters/sqlite/connection.ts'
import { migrate } from '@appointease/server/adapters/sqlite/migrate.ts'
import { Turns, Writer } from '@appointease/server/adapters/sqlite/writer.ts'
import { tableNames } from '@appointease/server/adapters/tables/schema.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'

const MINUTE = 60_000
/** Midnight UTC of 2026-12-01. */
const FIRST_DAY = 1_796_083_200_000
const GROUP_SERVICE = 1
const GROUP_SEATS = 3

export interface Load {
  readonly requests: number
  readonly employees: number
  readonly days: number
}

export type Request = Readonly<Record<'service' | 'employee' | 'start' | 'end' | 'from' | 'until', number>>

/** Random requests of 30, 60 and 90 minutes with buffers of 0 to 10; every third is for a group of three. */
export function requestsOf({ requests, employees, days }: Load, seed: number): Request[] {
  const next = seededNumbers(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return Array.from({ length: requests }, () => {
    const start = FIRST_DAY + below(days * 96) * 15 * MINUTE
    const end = start + (1 + below(3)) * 30 * MINUTE
    const from = start - below(3) * 5 * MINUTE
    const until = end + below(3) * 5 * MINUTE
    return { service: 1 + below(3), employee: 1 + below(employees), start, end, from, until }
  })
}

const WITHOUT_TRIGGERS = `
  DROP TRIGGER wp_appointments_no_overlap_insert;
  DROP TRIGGER wp_appointments_no_overlap_update;`

/**
 * One row for every five minutes of an employee, under a unique key with a seat. A trigger writes them, since hand
 * edits are to be refused too. Only as good as the loads here, in which nobody cancels: see the decision.
 */
const ROWS = `${WITHOUT_TRIGGERS}
  CREATE TABLE occupancy (employee INTEGER, piece INTEGER, seat INTEGER, appointment INTEGER NOT NULL,
    PRIMARY KEY (employee, piece, seat)) STRICT, WITHOUT ROWID;
  CREATE INDEX occupancy_appointment ON occupancy (appointment);
  CREATE TRIGGER occupy AFTER INSERT ON wp_appointments
  BEGIN
    SELECT RAISE(ABORT, 'full') WHERE NEW.service_id = ${GROUP_SERVICE} AND ${GROUP_SEATS} < (
      SELECT COUNT(*) FROM wp_appointments WHERE employee_id = NEW.employee_id
        AND status IN ('pending', 'confirmed', 'completed')
        AND occupied_start > NEW.slot_start - 172800000 AND occupied_start <= NEW.slot_start
        AND service_id = NEW.service_id AND slot_start = NEW.slot_start);
    INSERT INTO occupancy
      SELECT NEW.employee_id, NEW.occupied_start / 300000 + pieces.value, (
        SELECT COUNT(*) - 1 FROM wp_appointments WHERE employee_id = NEW.employee_id
          AND status IN ('pending', 'confirmed', 'completed')
          AND occupied_start > NEW.slot_start - 172800000 AND occupied_start <= NEW.slot_start
          AND service_id = NEW.service_id AND slot_start = NEW.slot_start
          AND (NEW.service_id = ${GROUP_SERVICE} OR id = NEW.id)
      ), NEW.id
      FROM pieces WHERE pieces.value < (NEW.occupied_end - NEW.occupied_start) / 300000;
  END;
  CREATE TABLE pieces (value INTEGER PRIMARY KEY) STRICT;
  WITH RECURSIVE counted(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM counted WHERE value < 575)
  INSERT INTO pieces SELECT value FROM counted;`

/** What the database refuses by itself; the last is the control that shows the count of overlaps to be able to see. */
export const METHODS = { triggers: '', 'rows of five minutes': ROWS, nothing: WITHOUT_TRIGGERS } as const
export type Method = keyof typeof METHODS

/** The product's tables, with the means of refusal exchanged. */
export async function prepareDatabase(path: string, method: Method): Promise<void> {
  const connection = await Connection.open(path, 'normal')
  await migrate(new Writer(connection, new Turns()), tableNames('wp_'))
  connection.exec(`${METHODS[method]}
    INSERT INTO wp_appointease_services VALUES
      (${GROUP_SERVICE}, 'Group', '', '', 0, 1, 30, 0, 0, ${GROUP_SEATS}, NULL, 0),
      (2, 'Half', '', '', 0, 1, 30, 0, 0, 1, NULL, 0), (3, 'Other', '', '', 0, 1, 30, 0, 0, 1, NULL, 0)`)
  connection.close()
}

const prepareInsert = (database: DatabaseSync): StatementSync =>
  database.prepare(`INSERT INTO wp_appointments (strong_id, status, service_id, employee_id, appointment_date,
    slot_start, slot_end, occupied_start, occupied_end, time_zone, name, email, price_minor, currency, service_name,
    employee_name, made_at, changed_at)
    VALUES (?, 'confirmed', ?, ?, '', ?, ?, ?, ?, 'UTC', 'Ada Lovelace', 'ada@example.com', 7500, 'USD', 'Half',
    'Sarah', 0, 0)`)

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 19

/** Each request a transaction of its own; how many were taken. */
export function bookAll(
  path: string,
  name: string,
  requests: readonly Request[],
  synchronous: string,
): number {
  const database = new DatabaseSync(path, { timeout: 60_000 })
  database.exec(`PRAGMA synchronous = ${synchronous}`)
  const insert = prepareInsert(database)
  let taken = 0
  for (const [at, { service, employee, start, end, from, until }] of requests.entries()) {
    database.exec('BEGIN IMMEDIATE')
    try {
      insert.run(`APT-${name}-${at}`, service, employee, start, end, from, until)
      database.exec('COMMIT')
      taken += 1
    } catch (error) {
      database.exec('ROLLBACK')
      if (!isRefusal(error)) throw error
    }
  }
  database.close()
  return taken
}

/** Pairs that overlap without being of one group, and persons beyond a group's seats. */
export function countViolations(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const active = "('pending', 'confirmed', 'completed')"
  const overlapping = database.prepare(`SELECT COUNT(*) AS found FROM wp_appointments a JOIN wp_appointments b
    ON b.employee_id = a.employee_id AND b.status IN ${active}
    AND b.occupied_start >= a.occupied_start AND b.occupied_start < a.occupied_end
    WHERE (b.occupied_start > a.occupied_start OR b.id > a.id)
    AND NOT (a.service_id = ${GROUP_SERVICE} AND a.service_id = b.service_id AND a.slot_start = b.slot_start)`)
  const crowded = database.prepare(`SELECT COALESCE(SUM(persons - ${GROUP_SEATS}), 0) AS found FROM (
    SELECT COUNT(*) AS persons FROM wp_appointments WHERE service_id = ${GROUP_SERVICE}
    GROUP BY employee_id, slot_start HAVING COUNT(*) > ${GROUP_SEATS})`)
  const found = Number(overlapping.get()?.found) + Number(crowded.get()?.found)
  database.close()
  return found
}
