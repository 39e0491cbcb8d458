import type { OptionQuestions, OptionRange, OptionRow, OptionRows } from './optionRows.ts'

const isIn = (name: string) => (range: OptionRange) => range.from <= name && name < range.before

const isWithin = (inner: OptionRange) => (outer: OptionRange) =>
  outer.from <= inner.from && inner.before <= outer.before

const byName = (one: OptionRow, other: OptionRow) => (one.name < other.name ? -1 : 1)

/** What this transaction has read already. */
export interface SeenOptions {
  readonly questions: OptionQuestions
  readonly found: readonly OptionRow[]
}

/**
 * The rows of one transaction, none of which is asked for twice: what this transaction has read is its own to change until
 * its end. Of a range that is so of what is there, and of what comes, where whoever adds to it waits for this one to end.
 */
export function rememberRows(rows: OptionRows, seen?: SeenOptions): OptionRows {
  /** Undefined: it is not there. */
  const known = new Map<string, string | undefined>()
  const listed: OptionRange[] = [...(seen?.questions.list ?? [])]
  const held = new Set(seen?.questions.hold)

  const isKnown = (name: string) => known.has(name) || listed.some(isIn(name))

  function note(found: Iterable<OptionRow>): void {
    for (const { name, value } of found) known.set(name, value)
  }

  for (const name of [...held, ...(seen?.questions.find ?? [])]) known.set(name, undefined)
  note(seen?.found ?? [])

  return {
    async find(names) {
      const unknown = names.filter((name) => !isKnown(name))
      const found = unknown.length === 0 ? undefined : await rows.find(unknown)
      for (const name of unknown) known.set(name, found?.get(name))
      return new Map(
        names.flatMap((name) => {
          const value = known.get(name)
          return value === undefined ? [] : [[name, value] as const]
        }),
      )
    },

    async list(...ranges) {
      const unknown = ranges.filter((range) => !listed.some(isWithin(range)))
      if (unknown.length > 0) note(await rows.list(...unknown))
      listed.push(...unknown)
      return [...known]
        .flatMap(([name, value]) => (value !== undefined && ranges.some(isIn(name)) ? [{ name, value }] : []))
        .sort(byName)
    },

    hold: (name) => (held.has(name) ? Promise.resolve(known.get(name)) : rows.hold(name)),

    async write(written) {
      await rows.write(written)
      note(written)
    },

    async remove(names) {
      const there = names.filter((name) => !isKnown(name) || known.get(name) !== undefined)
      if (there.length > 0) await rows.remove(there)
      for (const name of there) known.set(name, undefined)
    },
  }
}
