import type { Instant, TimeZoneId } from '@appointease/domain'
import type { NoteReason } from './notes.ts'
import type { ZoneSource } from './siteZone.ts'

/** Rows of one of the original's tables. `found` is `adopted` and `left` together. */
export interface TableReport {
  /** Without its prefix. */
  readonly table: string
  readonly found: number
  readonly adopted: number
  /** Of the adopted, those that overlap another. */
  readonly marked: number
  /** Rows that there is something to say of. */
  readonly noted: number
  /** Only in the original's table. */
  readonly left: number
}

export interface Note {
  readonly table: string
  readonly reason: NoteReason
  readonly ids: readonly number[]
}

/** What was found and what became of it, without a name or an address. */
export interface AdoptionReport {
  readonly at: Instant
  readonly timeZone: TimeZoneId
  readonly timeZoneFrom: ZoneSource
  readonly currency: string
  readonly tables: readonly TableReport[]
  readonly notes: readonly Note[]
}

/** One line for whoever looks on. */
export function summaryOf({ tables }: AdoptionReport): string {
  const { found = 0, adopted = 0, marked = 0 } = tables.find(({ table }) => table === 'appointments') ?? {}
  const collisions = marked === 0 ? 'None overlap.' : `${marked} overlap others: npx appointease collisions`
  return `Tables of the original plugin were taken over, with ${adopted} of ${found} appointments. ${collisions}`
}

interface Counts {
  found: number
  left: number
  marked: number
  readonly noted: Set<number>
}

/** Counts what becomes of each row. */
export class ReportBuilder {
  readonly #tables = new Map<string, Counts>()
  readonly #notes = new Map<string, { table: string; reason: NoteReason; ids: number[] }>()

  /** One more row was found, with what there is to say of it; `place` is its id, or where it stands. */
  row(
    table: string,
    place: number,
    reasons: readonly NoteReason[],
    fate: 'adopted' | 'left' = 'adopted',
  ): void {
    const counts = this.#countsOf(table)
    counts.found += 1
    if (fate === 'left') counts.left += 1
    for (const reason of reasons) this.#note(table, place, reason)
  }

  mark(table: string, id: number): void {
    this.#countsOf(table).marked += 1
    this.#note(table, id, 'collision')
  }

  build(facts: Pick<AdoptionReport, 'at' | 'timeZone' | 'timeZoneFrom' | 'currency'>): AdoptionReport {
    const tables = [...this.#tables].map(([table, { found, left, marked, noted }]) => ({
      table,
      found,
      adopted: found - left,
      marked,
      noted: noted.size,
      left,
    }))
    return { ...facts, tables, notes: [...this.#notes.values()] }
  }

  #countsOf(table: string): Counts {
    let counts = this.#tables.get(table)
    if (!counts) {
      counts = { found: 0, left: 0, marked: 0, noted: new Set() }
      this.#tables.set(table, counts)
    }
    return counts
  }

  #note(table: string, place: number, reason: NoteReason): void {
    this.#countsOf(table).noted.add(place)
    const key = `${table} ${reason}`
    const note = this.#notes.get(key)
    if (note) note.ids.push(place)
    else this.#notes.set(key, { table, reason, ids: [place] })
  }
}
