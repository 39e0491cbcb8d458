import type { Instant } from '@appointease/domain'
import { type Kysely, sql } from 'kysely'
import { ACTIVE_LIST, LONGEST_OCCUPIED } from './appointmentRules.ts'
import type { Schema, Tables } from './schema.ts'

/** What outside calendars and appointments say together; every engine compiles it for itself. */
export function createCalendarQueries(
  queries: Kysely<Schema>,
  { appointments, busy_times, calendar_entries }: Tables,
) {
  /** Appointments that keep their time and have not ended, by the index of that. */
  const present = (now: Instant) =>
    queries
      .selectFrom(appointments)
      .where(sql<boolean>`${sql.ref(`${appointments}.status`)} IN ${sql.raw(ACTIVE_LIST)}`)
      .where(`${appointments}.occupied_start`, '>', now - LONGEST_OCCUPIED)
      .where(`${appointments}.slot_end`, '>', now)

  return {
    /** Events whose appointment is cancelled, somebody else's or gone. */
    removals: (employeeId: number, now: Instant, limit: number) =>
      queries
        .selectFrom(calendar_entries)
        .leftJoin(appointments, `${appointments}.id`, `${calendar_entries}.appointment_id`)
        .selectAll(calendar_entries)
        .where(`${calendar_entries}.employee_id`, '=', employeeId)
        .where(`${calendar_entries}.conflict`, '=', '')
        .where(`${calendar_entries}.due_at`, '<=', now)
        .where((is) =>
          is.or([
            is(`${appointments}.id`, 'is', null),
            is(`${appointments}.status`, '=', 'cancelled'),
            is(`${appointments}.employee_id`, '<>', employeeId),
          ]),
        )
        .orderBy(`${calendar_entries}.ends_at`)
        .limit(limit),

    /** Appointments that are not written as they are. */
    unwritten: (employeeId: number, now: Instant, limit: number) =>
      present(now)
        .leftJoin(calendar_entries, (join) =>
          join
            .onRef(`${calendar_entries}.appointment_id`, '=', `${appointments}.id`)
            .onRef(`${calendar_entries}.employee_id`, '=', `${appointments}.employee_id`),
        )
        .selectAll(appointments)
        .where(`${appointments}.employee_id`, '=', employeeId)
        .where(`${appointments}.status`, 'in', ['pending', 'confirmed'])
        .where((is) =>
          is.or([
            is(`${calendar_entries}.id`, 'is', null),
            is.and([
              is(`${calendar_entries}.conflict`, '=', ''),
              is(`${calendar_entries}.due_at`, '<=', now),
              is(`${calendar_entries}.version`, '<', is.ref(`${appointments}.version`)),
            ]),
          ]),
        )
        .orderBy(`${appointments}.slot_start`)
        .limit(limit),

    settledEntries: (employeeId: number, now: Instant) =>
      present(now)
        .innerJoin(calendar_entries, (join) =>
          join
            .onRef(`${calendar_entries}.appointment_id`, '=', `${appointments}.id`)
            .onRef(`${calendar_entries}.employee_id`, '=', `${appointments}.employee_id`)
            .onRef(`${calendar_entries}.version`, '=', `${appointments}.version`),
        )
        .selectAll(calendar_entries)
        .where(`${calendar_entries}.employee_id`, '=', employeeId)
        .where(`${calendar_entries}.conflict`, '=', '')
        .orderBy(`${calendar_entries}.id`),

    conflicts: (now: Instant) =>
      queries
        .selectFrom(calendar_entries)
        .innerJoin(appointments, `${appointments}.id`, `${calendar_entries}.appointment_id`)
        .select([
          `${calendar_entries}.id as id`,
          `${calendar_entries}.conflict as conflict`,
          `${calendar_entries}.conflict_at as conflict_at`,
          `${calendar_entries}.employee_id as employee_id`,
          `${appointments}.id as appointment_id`,
          `${appointments}.strong_id as strong_id`,
          `${appointments}.slot_start as slot_start`,
          `${appointments}.slot_end as slot_end`,
        ])
        .where(`${calendar_entries}.conflict`, 'in', ['edited', 'deleted'])
        .where(`${appointments}.slot_end`, '>', now),

    collisions: (now: Instant) =>
      present(now)
        .innerJoin(busy_times, `${busy_times}.employee_id`, `${appointments}.employee_id`)
        .select([
          `${appointments}.employee_id as employee_id`,
          `${appointments}.id as appointment_id`,
          `${appointments}.strong_id as strong_id`,
          `${appointments}.slot_start as slot_start`,
          `${appointments}.slot_end as slot_end`,
          `${busy_times}.starts_at as starts_at`,
          `${busy_times}.ends_at as ends_at`,
        ])
        .whereRef(`${busy_times}.starts_at`, '<', `${appointments}.slot_end`)
        .whereRef(`${busy_times}.ends_at`, '>', `${appointments}.slot_start`),
  }
}
