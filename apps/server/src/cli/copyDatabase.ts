import type { Instant } from '@appointease/domain'
import { columnsOf, DATA_TABLES, type DataTable, isCounted } from '../adapters/tables/columns.ts'
import {
  CopyOvertaken,
  type Database,
  type Filling,
  type Only,
  type Row,
  type Snapshot,
  type UnfinishedCopy,
} from '../adapters/tables/database.ts'
import type { Outcome } from '../ports/storage.ts'
import { RowDigest } from './rowDigest.ts'

export type CopyRefusal =
  /** There are no tables of this product. */
  | { readonly kind: 'source_empty' }
  | { readonly kind: 'source_outdated'; readonly pending: readonly string[] }
  | { readonly kind: 'source_unfinished'; readonly copy: UnfinishedCopy }
  | { readonly kind: 'target_not_empty'; readonly rows: ReadonlyMap<DataTable, number> }
  | { readonly kind: 'target_unfinished'; readonly copy: UnfinishedCopy }
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'not_equal'; readonly tables: readonly TableComparison[] }

interface Counted {
  readonly rows: number
  readonly digest: string
}

export interface TableComparison {
  readonly table: DataTable
  readonly source: Counted
  readonly target: Counted
}

/** Until all appointments are there: one that was booked when the owner offered more places is not to be refused now. */
const ROOM_FOR_ALL = 1_000_000_000

/** What may overlap comes after what must not: a marked appointment lets nobody new overlap it. */
const MARKED_LAST: readonly Only[] = [0, 1].map((is) => ({ column: 'unresolved_collision', is }))

/**
 * Copies every row of one committed state of `from` into `to`, which must hold none; `again`: or an unfinished copy,
 * which is removed. What has come to be there is read back and compared. Where that fails or is interrupted, `to`
 * keeps the note of an unfinished copy, and no server starts on it.
 */
export async function copyDatabase(
  from: Database,
  to: Database,
  { again, id, now }: { again: boolean; id: string; now: Instant },
): Promise<Outcome<readonly TableComparison[], CopyRefusal>> {
  const refusal = (await refuseSource(from)) ?? (await refuseTarget(to, again))
  if (refusal) return { ok: false, refusal }

  const source = await from.snapshot()
  try {
    const filling = await to.fill({ id, since: now })
    const sent = await copyRows(source, filling)
    for (const table of DATA_TABLES)
      if (isCounted(table)) await filling.countFrom(table, await source.lastId(table))
    const tables = await compare(sent, to)
    if (tables.some((one) => !isEqual(one))) return { ok: false, refusal: { kind: 'not_equal', tables } }
    await filling.finish()
    return { ok: true, value: tables }
  } catch (error) {
    if (error instanceof CopyOvertaken) return { ok: false, refusal: { kind: 'overtaken' } }
    throw error
  } finally {
    await source.close()
  }
}

export const isEqual = ({ source, target }: TableComparison): boolean =>
  source.rows === target.rows && source.digest === target.digest

async function refuseSource(from: Database): Promise<CopyRefusal | undefined> {
  const steps = await from.listSteps()
  const pending = steps.filter(({ takenAt }) => takenAt === undefined).map(({ name }) => name)
  if (pending.length === steps.length) return { kind: 'source_empty' }
  if (pending.length > 0) return { kind: 'source_outdated', pending }
  const copy = await from.findUnfinishedCopy()
  return copy && { kind: 'source_unfinished', copy }
}

async function refuseTarget(to: Database, again: boolean): Promise<CopyRefusal | undefined> {
  const copy = await to.findUnfinishedCopy()
  if (copy) return again ? undefined : { kind: 'target_unfinished', copy }
  const rows = await to.countRows()
  return rows.size > 0 ? { kind: 'target_not_empty', rows } : undefined
}

async function copyRows(source: Snapshot, filling: Filling): Promise<ReadonlyMap<DataTable, RowDigest>> {
  const digests = new Map<DataTable, RowDigest>()
  const capacities = new Map<number, number>()
  for (const table of DATA_TABLES) {
    const digest = new RowDigest()
    digests.set(table, digest)
    for await (const rows of allPages(source, table)) {
      for (const row of rows) digest.add(row)
      await filling.insert(table, table === 'services' ? rows.map((row) => roomy(row, capacities)) : rows)
    }
  }
  for (const [id, capacity] of capacities) await filling.setCapacity(id, capacity)
  return digests
}

async function* allPages(source: Snapshot, table: DataTable): AsyncIterable<readonly Row[]> {
  if (table !== 'appointments') yield* source.pages(table)
  else for (const only of MARKED_LAST) yield* source.pages(table, only)
}

function roomy(service: Row, capacities: Map<number, number>): Row {
  const columns = columnsOf('services')
  const place = columns.indexOf('capacity')
  capacities.set(Number(service[columns.indexOf('id')]), Number(service[place]))
  return service.with(place, ROOM_FOR_ALL)
}

async function compare(sent: ReadonlyMap<DataTable, RowDigest>, to: Database): Promise<TableComparison[]> {
  const arrived = await to.snapshot()
  try {
    const tables: TableComparison[] = []
    for (const [table, digest] of sent) {
      const target = new RowDigest()
      for await (const rows of arrived.pages(table)) for (const row of rows) target.add(row)
      tables.push({ table, source: counted(digest), target: counted(target) })
    }
    return tables
  } finally {
    await arrived.close()
  }
}

const counted = (digest: RowDigest): Counted => ({ rows: digest.rows, digest: String(digest) })
