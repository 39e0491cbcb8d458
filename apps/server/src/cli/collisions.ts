import type { Collision } from '../adapters/tables/collisionQueries.ts'
import { type Command, DONE } from './command.ts'
import { openDatabase } from './openDatabase.ts'

const HELP = `Lists the appointments that were taken over from the original plugin although they overlap others of the same
employee. They keep their time and keep everybody new out of it, until somebody moves or cancels one of the two.

  --settle   takes the mark from those that overlap nothing any more`

const line = ({ id, strongId, date, status, employeeId, employeeName, overlaps }: Collision) =>
  `${String(id).padStart(8)}  ${strongId}  ${date.slice(0, 16)}  ${status.padEnd(10)}` +
  `${employeeName || `employee ${employeeId}`}, ${overlaps.length === 0 ? 'overlaps nothing any more' : `overlaps ${overlaps.join(', ')}`}`

export const collisions: Command = {
  summary: 'list what overlaps since the original was taken over',
  usage: '[--settle]',
  help: HELP,
  options: { settle: { type: 'boolean' } },

  async run(given, { config, say }) {
    const database = openDatabase(config)
    try {
      const isOutdated = (await database.listSteps()).some(({ takenAt }) => takenAt === undefined)
      if (isOutdated)
        return { ok: false, reason: 'The tables are not up to date. First: npx appointease migrate' }
      const found = await database.listCollisions()
      const left: Collision[] = []
      for (const collision of found) {
        if (!given.settle || !(await database.settleCollision(collision.id))) left.push(collision)
      }
      for (const collision of left) say(line(collision))
      const settled = found.length - left.length
      say(given.settle ? `${settled} settled, ${left.length} left.` : `${left.length} marked.`)
      return DONE
    } finally {
      await database.close()
    }
  },
}
