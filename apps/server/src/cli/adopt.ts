import { formatInstant } from '@appointease/domain'
import { openAdoption } from '../adapters/mysql/adoption/index.ts'
import { NOTE_TEXTS } from '../adapters/mysql/adoption/notes.ts'
import type { AdoptionReport, Note } from '../adapters/mysql/adoption/report.ts'
import { type Command, DONE } from './command.ts'

const HELP = `Takes over the tables of the original WordPress plugin, as the first start of the server on them does, and tells
what became of every row. The original's tables stay as they are; those whose names are needed are renamed.
Deactivate the original plugin first. Where it was done already, tells what became of the rows then.

  --dry-run          changes nothing and tells what would become of them
  --currency CODE    what the original's prices are in, as ISO 4217 has it; default USD`

const CURRENCY = /^[A-Z]{3}$/
/** More numbers than this are not for reading. */
const IDS_SHOWN = 30

export const adopt: Command = {
  summary: "take over the original WordPress plugin's tables",
  usage: '[--dry-run] [--currency CODE]',
  help: HELP,
  options: { 'dry-run': { type: 'boolean' }, currency: { type: 'string' } },

  async run(given, { config, say }) {
    const { database, tablePrefix, timeZone } = config
    if (database.kind !== 'mysql')
      return {
        ok: false,
        reason: "The original's tables are in MySQL or MariaDB; DATABASE_URL names neither.",
      }
    const currency = given.currency === undefined ? undefined : String(given.currency)
    if (currency !== undefined && !CURRENCY.test(currency))
      return {
        kind: 'config_problem',
        variable: '--currency',
        reason: 'it must be three letters',
        example: 'EUR',
      }

    const adoption = await openAdoption({ url: database.url, tablePrefix, wish: { timeZone, currency } })
    try {
      const planned = await adoption.plan()
      if (!planned) {
        const kept = await adoption.findReport()
        if (!kept) return { ok: false, reason: 'There are no tables of the original plugin.' }
        say(`Taken over on ${formatInstant(kept.at)}.`)
        tell(kept, say)
        return DONE
      }
      if (given['dry-run']) {
        tell(planned, say)
        say('Nothing was changed.')
        return DONE
      }
      const report = (await adoption.adopt()) ?? (await adoption.findReport())
      if (report) tell(report, say)
      return DONE
    } finally {
      await adoption.close()
    }
  },
}

function tell(report: AdoptionReport, say: (line: string) => void): void {
  say(`The site's clock: ${report.timeZone} (from ${report.timeZoneFrom}). Prices in ${report.currency}.`)
  const line = (table: string, ...counts: readonly (string | number)[]) =>
    `${table.padEnd(28)}${counts.map((count) => String(count).padStart(10)).join('')}`
  say(line('table', 'found', 'adopted', 'marked', 'noted', 'left'))
  for (const { table, found, adopted, marked, noted, left } of report.tables)
    say(line(table, found, adopted, marked, noted, left))
  for (const note of report.notes) say(noteLine(note))
}

function noteLine({ table, reason, ids }: Note): string {
  const shown = ids.slice(0, IDS_SHOWN).join(', ')
  const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : ''
  return `${table} ${shown}${more}: ${NOTE_TEXTS[reason]}`
}
