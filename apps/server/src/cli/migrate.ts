import { formatInstant } from '@appointease/domain'
import type { StepStatus } from '../adapters/tables/database.ts'
import { makeDatabaseFolder } from '../config/databaseFolder.ts'
import { type Command, DONE } from './command.ts'
import { openDatabase } from './openDatabase.ts'

const HELP = `Brings the tables of the database up to date, as every start of the server does.

  --status   changes nothing and lists the steps: when each was taken, or that it is pending.
             The exit code is 1 where any is pending.`

const line = ({ name, takenAt }: StepStatus) =>
  `${name.padEnd(28)}${takenAt === undefined ? 'pending' : `taken ${formatInstant(takenAt)}`}`

const isPending = ({ takenAt }: StepStatus) => takenAt === undefined

export const migrate: Command = {
  summary: 'bring the tables up to date, or list what is to be done',
  usage: '[--status]',
  help: HELP,
  options: { status: { type: 'boolean' } },

  async run(given, { config, say }) {
    const isLookingOnly = given.status === true
    if (!isLookingOnly) {
      const problem = await makeDatabaseFolder(config.database)
      if (problem) return problem
    }
    const database = openDatabase(config)
    try {
      const before = await database.listSteps()
      if (isLookingOnly) {
        for (const step of before) say(line(step))
        const pending = before.filter(isPending).length
        return pending === 0
          ? DONE
          : { ok: false, reason: `${pending} of ${before.length} steps are pending.` }
      }
      await database.migrate()
      const pending = new Set(before.filter(isPending).map(({ name }) => name))
      const taken = (await database.listSteps()).filter(({ name }) => pending.has(name))
      for (const step of taken) say(line(step))
      say(taken.length === 0 ? 'The tables were up to date.' : 'The tables are up to date.')
      return DONE
    } finally {
      await database.close()
    }
  },
}
