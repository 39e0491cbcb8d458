import { randomUUID } from 'node:crypto'
import { formatInstant } from '@appointease/domain'
import { type ConfigProblem, isConfigProblem } from '../config/config.ts'
import { makeDatabaseFolder } from '../config/databaseFolder.ts'
import { parseDatabaseUrl, parseTablePrefix } from '../config/parsers.ts'
import { type Command, DONE, type Given, type Surroundings } from './command.ts'
import { type CopyRefusal, copyDatabase, isEqual, type TableComparison } from './copyDatabase.ts'
import { openDatabase, type Place } from './openDatabase.ts'

const HELP = `Copies everything from one database into another one that holds nothing yet, and compares the two.
Stop the server first: what it writes after the copy has begun does not go along.

  --from URL           where everything is: sqlite:PATH or mysql://user:password@host:port/name
  --to URL             where it is to be; for either of the two, a single - reads the address from standard input, where
                       its password is seen in no list of processes
  --from-prefix TEXT   what the names of the tables begin with there, if not with DATABASE_TABLE_PREFIX
  --to-prefix TEXT
  --again              the target holds an unfinished copy: remove that and begin anew

The last of what is copied is noted in the target; until then no server starts on it.`

export const copy: Command = {
  summary: 'copy everything into another, empty database',
  usage: '--from URL --to URL [--from-prefix TEXT] [--to-prefix TEXT] [--again]',
  help: HELP,
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    'from-prefix': { type: 'string' },
    'to-prefix': { type: 'string' },
    again: { type: 'boolean' },
  },

  async run(given, surroundings) {
    if (given.from === '-' && given.to === '-')
      return { ok: false, reason: 'Only one of --from and --to can be read from standard input.' }
    const source = await readPlace('from', given, surroundings)
    if (isConfigProblem(source)) return source
    const target = await readPlace('to', given, surroundings)
    if (isConfigProblem(target)) return target
    const problem = await makeDatabaseFolder(target.database)
    if (problem) return problem

    const from = openDatabase(source)
    const to = openDatabase(target)
    try {
      const copied = await copyDatabase(from, to, {
        again: given.again === true,
        id: randomUUID(),
        now: surroundings.clock.now(),
      })
      if (!copied.ok) return { ok: false, reason: reasonOf(copied.refusal, surroundings) }
      for (const line of tableOf(copied.value)) surroundings.say(line)
      return DONE
    } finally {
      await from.close()
      await to.close()
    }
  },
}

async function readPlace(
  end: 'from' | 'to',
  given: Given,
  { config, cwd, readInput }: Surroundings,
): Promise<Place | ConfigProblem> {
  const text = given[end] === '-' ? (await readInput()).trim() : String(given[end] ?? '')
  const database = parseDatabaseUrl(text, { cwd })
  if (!database.ok)
    return {
      kind: 'config_problem',
      variable: `--${end}`,
      reason: database.reason,
      example: 'sqlite:data/appointease.db',
    }
  const prefix = parseTablePrefix(String(given[`${end}-prefix`] ?? config.tablePrefix), { cwd })
  if (!prefix.ok)
    return { kind: 'config_problem', variable: `--${end}-prefix`, reason: prefix.reason, example: 'wp_' }
  return { database: database.value, tablePrefix: prefix.value, timeZone: config.timeZone }
}

function reasonOf(refusal: CopyRefusal, { say }: Surroundings): string {
  switch (refusal.kind) {
    case 'source_empty':
      return 'The source has no tables of AppointEase.'
    case 'source_outdated':
      return `The source is of an older version (${refusal.pending.join(', ')}). First: npx appointease migrate`
    case 'source_unfinished':
      return `The source is itself a copy that was not finished, begun ${formatInstant(refusal.copy.since)}.`
    case 'target_not_empty': {
      const rows = [...refusal.rows].map(([table, count]) => `${table} ${count}`)
      return `The target is not empty: ${rows.join(', ')}. Nothing was changed.`
    }
    case 'target_unfinished':
      return `The target holds an unfinished copy, begun ${formatInstant(refusal.copy.since)}. --again removes it and begins anew.`
    case 'overtaken':
      return 'Another copy into the same target has begun since; this one has stopped.'
    case 'not_equal':
      for (const line of tableOf(refusal.tables)) say(line)
      return 'The copy is not equal to its source: somebody has written into the target meanwhile. Begin anew with --again.'
  }
}

/** The same rows have the same fingerprint, whatever their order. */
function tableOf(tables: readonly TableComparison[]): string[] {
  const line = (table: string, rows: string, digest: string, verdict: string) =>
    `${table.padEnd(20)}${rows.padStart(9)}  ${digest.padEnd(18)}${verdict}`
  return [
    line('table', 'rows', 'fingerprint', ''),
    ...tables.map((one) =>
      line(
        one.table,
        String(one.source.rows),
        one.source.digest.slice(0, 16),
        isEqual(one) ? 'equal' : `NOT EQUAL: ${one.target.rows} rows, ${one.target.digest.slice(0, 16)}`,
      ),
    ),
  ]
}
