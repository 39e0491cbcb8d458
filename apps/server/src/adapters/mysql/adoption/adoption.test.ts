import { instantOf, minutes, plus } from '@appointease/domain'
import { zone } from '@appointease/testkit/builders.ts'
import { type Mariadb, type MariadbDatabase, sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { type TableRows, tablesOfMariadb } from '@appointease/testkit/mariadbTables.ts'
import { buildOriginal, SHAPES, SITE_ZONE } from '@appointease/testkit/originalPlugin.ts'
import { seededRandomness } from '@appointease/testkit/seededRandomness.ts'
import { book } from '@appointease/testkit/storage/harness.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedStorage } from '../../../ports/storage.ts'
import { createMysqlStorage } from '../index.ts'
import { REPORT_OPTION } from './adopt.ts'
import type { NoteReason } from './notes.ts'
import type { AdoptionReport } from './report.ts'

type Row = Record<string, unknown>

const ASIDE = [
  'wp_appointments',
  'wp_appointease_services',
  'wp_appointease_staff',
  'wp_appointease_customers',
  'wp_appointease_email_templates',
]
const nameInOriginal = (table: string) =>
  ASIDE.includes(`wp_${table}`) ? `wp_${table}_original` : `wp_${table}`
const adoption = { timeZone: zone('Asia/Tokyo'), randomness: seededRandomness(1) }

describe.skipIf(MARIADBD === undefined).each(SHAPES)('the original in $name', (shape) => {
  let server: Mariadb
  let database: MariadbDatabase
  let opened: OpenedStorage
  let report: AdoptionReport
  let before: TableRows
  let after: TableRows

  beforeAll(async () => {
    server = await sharedMariadb()
    database = await server.createDatabase()
    await buildOriginal(database.url, { shape, seed: 7 })
    before = await tablesOfMariadb(server, database.name)
    opened = await createMysqlStorage({
      url: database.url,
      tablePrefix: 'wp_',
      adoption,
      onAdopted: (told) => {
        report = told
      },
    })
    after = await tablesOfMariadb(server, database.name)
  })
  afterAll(async () => {
    await opened?.storage.close()
    await database.drop()
  })

  const rows = (table: string, of = after): readonly Row[] => of[table] ?? []
  const appointments = () => rows('wp_appointments')
  const idsNoted = (table: string, reason: NoteReason) =>
    report.notes.find((note) => note.table === table && note.reason === reason)?.ids ?? []

  it('is kept as it was, whole, under the names that the report means', () => {
    for (const [table, found] of Object.entries(before)) {
      if (table !== 'wp_options') expect(rows(nameInOriginal(table.slice(3)))).toEqual(found)
    }
  })

  it('is accounted for row by row', () => {
    for (const { table, found, adopted, left, marked } of report.tables) {
      expect([table, found]).toEqual([table, rows(`wp_${table}`, before).length])
      expect(adopted + left).toBe(found)
      expect(marked).toBe(table === 'appointments' ? idsNoted(table, 'collision').length : 0)
    }
    const reported = report.tables.filter(({ found }) => found > 0).map(({ table }) => `wp_${table}`)
    const original = Object.keys(before).filter((table) => rows(table, before).length > 0)
    expect(reported.sort()).toEqual(original.filter((table) => table !== 'wp_options').sort())
  })

  it.each([
    ['appointments', 'no_date'],
    ['appointease_services', 'unreadable'],
    ['appointease_staff', 'unreadable'],
    ['appointease_customers', 'not_a_mail_address'],
  ] as const)('has each row of %s here under its id, but those that are noted', (table, reason) => {
    const without = new Set([...idsNoted(table, reason), ...idsNoted(table, 'same_address')])
    const original = rows(`wp_${table}`, before).map(({ id }) => Number(id))
    const here = rows(`wp_${table}`).map(({ id }) => Number(id))
    expect(here.sort()).toEqual(original.filter((id) => !without.has(id)).sort())
  })

  it('has every column of its appointments here too, as it was', () => {
    const originals = new Map(rows('wp_appointments_original').map((row) => [row.id, row]))
    for (const row of appointments()) {
      for (const [column, value] of Object.entries(originals.get(row.id) ?? {})) {
        if (column === 'id') continue
        const kept = `original_${column}` in row ? row[`original_${column}`] : row[column]
        expect([row.id, column, kept]).toEqual([row.id, column, value])
      }
    }
  })

  it('keeps no two unmarked appointments of one employee in one moment, beyond a group', async () => {
    const overlapping = await server.query(
      `SELECT a.id, b.id AS other FROM ??.wp_appointments a JOIN ??.wp_appointments b
       ON a.employee_id = b.employee_id AND a.id < b.id
       AND a.occupied_start < b.occupied_end AND b.occupied_start < a.occupied_end
       WHERE a.status <> 'cancelled' AND b.status <> 'cancelled'
       AND a.unresolved_collision = 0 AND b.unresolved_collision = 0
       AND NOT (a.service_id = b.service_id AND a.slot_start = b.slot_start AND
         (SELECT capacity FROM ??.wp_appointease_services s WHERE s.id = a.service_id) > 1)`,
      [database.name, database.name, database.name],
    )
    expect(overlapping).toEqual([])
  })

  it('marks only what overlaps an unmarked appointment that was made before', () => {
    const marked = appointments().filter(({ unresolved_collision }) => unresolved_collision === 1)
    expect(marked.map(({ id }) => Number(id))).toEqual([...idsNoted('appointments', 'collision')])
    expect(marked.length).toBeGreaterThan(5)
    // A version that does not know when counts by numbers alone.
    const madeAt = (row: Row) => ('created_at' in row ? Number(row.made_at) : 0)
    for (const row of marked) {
      const winners = appointments().filter(
        (other) =>
          other.unresolved_collision === 0 &&
          other.status !== 'cancelled' &&
          other.employee_id === row.employee_id &&
          Number(other.occupied_start) < Number(row.occupied_end) &&
          Number(row.occupied_start) < Number(other.occupied_end) &&
          (madeAt(other) - madeAt(row) || Number(other.id) - Number(row.id)) < 0,
      )
      expect([row.id, winners.length > 0]).toEqual([row.id, true])
    }
  })

  it('gives every appointment a reference that cannot be guessed, and a history', async () => {
    const references = appointments().map(({ strong_id }) => String(strong_id))
    expect(new Set(references).size).toBe(references.length)
    for (const reference of references) expect(reference).toMatch(/^APT-20\d\d-[2-9A-HJKMNP-Z]{10}$/)
    for (const { id, version } of appointments())
      expect(await opened.storage.appointments.listHistory(Number(id))).toHaveLength(Number(version))
  })

  it('says in its report no name, no address and no number of a telephone', () => {
    const text = JSON.stringify(report)
    expect(text).not.toMatch(/@|Ada|Person|Bo\b|Ann|Café/)
    const [kept] = rows('wp_options').filter(({ option_name }) => option_name === REPORT_OPTION)
    expect(JSON.parse(String(kept?.option_value))).toEqual(report)
  })

  it('is a business like any other from then on', async () => {
    const { storage } = opened
    const { services, employees, settings } = await storage.catalog.getCatalog()
    expect(services.map(({ id }) => id)).toEqual(rows('wp_appointease_services', before).map(({ id }) => id))
    expect(employees.every(({ serviceIds }) => serviceIds.length === services.length)).toBe(true)
    expect(settings.rules.timeZone).toBe('wp_options' in before ? SITE_ZONE : 'Asia/Tokyo')
    const [first] = appointments()
    const start = instantOf(Number(first?.slot_start))
    const employeeId = Number(first?.employee_id)
    if (first?.status !== 'cancelled')
      expect(await book(storage, { start, employeeId, serviceId: 77 })).toMatchObject({ ok: false })
    const made = await book(storage, { start: plus(start, minutes(60 * 24 * 9000)), employeeId })
    expect(made.ok && made.value).toBeGreaterThan(
      Math.max(...rows('wp_appointments', before).map(({ id }) => Number(id))),
    )
  })

  it('is not taken over again', async () => {
    let told = 0
    const again = await createMysqlStorage({
      url: database.url,
      tablePrefix: 'wp_',
      onAdopted: () => {
        told += 1
      },
    })
    await again.storage.close()
    expect(told).toBe(0)
  })
})
