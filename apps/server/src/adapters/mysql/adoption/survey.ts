import type { Instant } from '@appointease/domain'
import { type AdoptedAppointment, type AdoptionContext, adoptAppointment, momentOf } from './appointments.ts'
import { type AdoptedCatalog, adoptCatalog } from './catalog.ts'
import { type Claimant, collidingIds } from './collisions.ts'
import { type AdoptedCustomer, adoptCustomers } from './customers.ts'
import type { NoteReason } from './notes.ts'
import { idOf } from './originalRow.ts'
import { type Original, type OriginalTable, REPORTED } from './originalTables.ts'
import { ReportBuilder } from './report.ts'
import type { Site } from './site.ts'

/** What the original's rows come to, without a change anywhere. */
export interface Survey {
  readonly report: ReportBuilder
  readonly catalog: AdoptedCatalog
  readonly customers: readonly AdoptedCustomer[]
  readonly colliding: ReadonlySet<number>
  /** By their ids, some hundreds at a time; without those that have no date. */
  appointments(): AsyncIterable<readonly AdoptedAppointment[]>
}

/** Reads the original through, and its appointments some hundreds at a time. */
export async function survey(original: Original, site: Site): Promise<Survey> {
  const report = new ReportBuilder()
  const catalog = await adoptCatalog(original, site, report)
  const customers = await adoptCustomers(original, report)
  const services = new Map(catalog.services.map((service) => [service.id, service]))
  const timestamps = original.columns('appointments').filter(({ type }) => type.startsWith('timestamp'))
  const context: AdoptionContext = {
    zone: site.timeZone,
    currency: site.currency,
    services,
    staffNames: new Map(catalog.employees.map(({ id, name }) => [id, name])),
    timestampColumns: new Set(timestamps.map(({ name }) => name)),
  }

  const claimants: Claimant[] = []
  for await (const { id, made, adopted } of read(original, context)) {
    if (!adopted) {
      report.row(REPORTED.appointments, id, ['no_date'], 'left')
      continue
    }
    report.row(REPORTED.appointments, id, adopted.notes)
    const { employeeId, serviceId, slot, status } = adopted.appointment
    claimants.push({ id, employeeId, serviceId, slot, status, made })
  }
  const colliding = collidingIds(claimants, (serviceId) => services.get(serviceId)?.capacity ?? 1)
  for (const id of [...colliding].sort((one, other) => one - other)) report.mark(REPORTED.appointments, id)

  await leave('templates', 'words_left', original, report)
  await leave('locks', 'ended', original, report)

  return { report, catalog, customers, colliding, appointments: () => inPages(read(original, context)) }
}

async function leave(
  table: OriginalTable,
  reason: NoteReason,
  original: Original,
  report: ReportBuilder,
): Promise<void> {
  for (const [index, row] of (await original.all(table)).entries())
    report.row(REPORTED[table], idOf(row) || index + 1, [reason], 'left')
}

interface Read {
  readonly id: number
  /** As far as that is known: of one that does not say, when the one before it was made. */
  readonly made: Instant | undefined
  readonly adopted: AdoptedAppointment | undefined
}

/** Ids were given as appointments were made: one that does not say when takes it from the one before. */
async function* read(original: Original, context: AdoptionContext): AsyncGenerator<Read> {
  let made: Instant | undefined
  for await (const rows of original.pages('appointments')) {
    for (const row of rows) {
      const id = idOf(row)
      made = momentOf(row, 'created_at', context)?.instant ?? made
      yield { id, made, adopted: id === 0 ? undefined : adoptAppointment(row, made, context) }
    }
  }
}

const ROWS_AT_ONCE = 200

async function* inPages(all: AsyncIterable<Read>): AsyncGenerator<readonly AdoptedAppointment[]> {
  let page: AdoptedAppointment[] = []
  for await (const { adopted } of all) {
    if (adopted) page.push(adopted)
    if (page.length < ROWS_AT_ONCE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
