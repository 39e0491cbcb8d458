import type { Instant } from '@appointease/domain'
import { afterPrefix } from './names.ts'
import type { OptionRange, OptionRow, OptionRows } from './optionRows.ts'

const VALUE = '_transient_'
const TIMEOUT = '_transient_timeout_'
/** What the names of this product's time-outs begin with. */
export const OUR_TIMEOUTS = `${TIMEOUT}appointease_`

/**
 * A value as WordPress's set_transient() keeps it, so that get_transient() reads it: two rows, the time-out in
 * whole seconds. `expires_at` in the JSON is the same moment in milliseconds, and the one that counts here.
 */
export interface Transient {
  readonly name: string
  readonly value: { readonly expires_at: number }
}

export interface Found<Value> {
  readonly name: string
  readonly value: Value
}

export async function findTransient<Value>(rows: OptionRows, name: string): Promise<Value | undefined> {
  const text = (await rows.find([VALUE + name])).get(VALUE + name)
  return text === undefined ? undefined : (JSON.parse(text) as Value)
}

/** Several by name; what is missing is left out. */
export async function findTransients<Value>(
  rows: OptionRows,
  names: readonly string[],
): Promise<ReadonlyMap<string, Value>> {
  const found = await rows.find(names.map((name) => VALUE + name))
  return new Map([...found].map(([name, text]) => [name.slice(VALUE.length), JSON.parse(text) as Value]))
}

/** The options in which transients are kept whose names begin with `first`, up to and with those that begin with `last`. */
export const transientsFrom = (first: string, last: string = first): OptionRange => ({
  from: VALUE + first,
  before: VALUE + afterPrefix(last),
})

/** The option in which the transient's value is. */
export const optionOf = (name: string): string => VALUE + name

/** By name, the expired too. */
export async function listTransients<Value>(
  rows: OptionRows,
  ...ranges: readonly OptionRange[]
): Promise<readonly Found<Value>[]> {
  const found = await rows.list(...ranges)
  return found.map(({ name, value }) => ({
    name: name.slice(VALUE.length),
    value: JSON.parse(value) as Value,
  }))
}

/** Adds or replaces them in one statement. WordPress drops a transient once its second is over, never before. */
export function writeTransients(rows: OptionRows, transients: readonly Transient[]): Promise<void> {
  return rows.write(
    transients.flatMap(({ name, value }) => [
      { name: VALUE + name, value: JSON.stringify(value) },
      { name: TIMEOUT + name, value: String(Math.ceil(value.expires_at / 1000)) },
    ]),
  )
}

export function removeTransients(rows: OptionRows, names: readonly string[]): Promise<void> {
  return rows.remove(names.flatMap((name) => [VALUE + name, TIMEOUT + name]))
}

/**
 * Removes this product's expired transients, and nobody else's. `pages`: rows of time-outs, some hundreds at a time; those
 * of one page go in one transaction, so that however many there are, none outlasts its patience, and what has gone is gone
 * when a later one fails.
 */
export async function removeExpiredTransients(
  pages: AsyncIterable<readonly OptionRow[]>,
  transact: (work: (rows: OptionRows) => Promise<void>) => Promise<void>,
  now: Instant,
): Promise<void> {
  const isOver = (seconds: string | undefined) => Number(seconds) * 1000 <= now
  for await (const page of pages) {
    const expired = page.filter(({ name, value }) => name.startsWith(OUR_TIMEOUTS) && isOver(value))
    const names = expired.map(({ name }) => name)
    if (names.length === 0) continue
    await transact(async (rows) => {
      // Somebody may have renewed it since it was listed; what is found is held until the transaction ends.
      const present = await rows.find(names)
      const over = names.filter((name) => isOver(present.get(name)))
      await removeTransients(
        rows,
        over.map((name) => name.slice(TIMEOUT.length)),
      )
    })
  }
}
