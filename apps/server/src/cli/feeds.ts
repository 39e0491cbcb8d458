import { createRandomness } from '../adapters/crypto/randomness.ts'
import { feedAddress } from '../calendars/feedToken.ts'
import { addCalendarFeed } from '../commands/addCalendarFeed.ts'
import { instantText } from '../instantText.ts'
import { type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { idIn } from './idIn.ts'
import { withSeals, withStorage } from './withStorage.ts'

const HELP = `Calendars of appointments to subscribe to, at addresses that nobody can guess: docs/reference/calendar-feeds.md.
Whoever has an address sees the customers' names and times; give it to the one it is for, and revoke it when it gets
about.

  add               makes one of the whole business, and shows its address, once
    --employee ID   only of this employee's appointments
  list              every one, without its address
  revoke ID         its address leads nowhere any more`

export const feeds: Command = {
  summary: 'calendars to subscribe to, for the staff',
  usage: 'add [--employee ID] | list | revoke ID',
  help: HELP,
  options: { employee: { type: 'string' } },
  takesWords: true,

  async run(given, surroundings, [action, word, ...more]) {
    if (more.length === 0 && action === 'add' && word === undefined) return add(given, surroundings)
    if (more.length === 0 && action === 'list' && word === undefined) return list(surroundings)
    if (more.length === 0 && action === 'revoke') return revoke(surroundings, word)
    return { ok: false, reason: 'It takes one of add, list, revoke. See --help' }
  },
}

const NO_EMPLOYEE: CommandEnd = { ok: false, reason: 'There is no employee of this number.' }
const NO_FEED: CommandEnd = { ok: false, reason: 'There is no feed of this number.' }

async function add(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const employeeId = idIn(given.employee)
  if (given.employee !== undefined && employeeId === undefined) return NO_EMPLOYEE
  const { config, clock, say } = surroundings
  return withSeals(surroundings, async ({ storage: { calendarFeeds, catalog } }, seals) => {
    const deps = { calendarFeeds, catalog, seals, randomness: createRandomness(), clock }
    const added = await addCalendarFeed(deps, employeeId)
    if (!added.ok) return NO_EMPLOYEE
    say(`Feed ${added.value.id}. Its address, shown this once:`)
    say(feedAddress(config.publicUrl, added.value.token))
    return DONE
  })
}

function list(surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ storage }) => {
    const { employees } = await storage.catalog.getCatalog()
    const all = await storage.calendarFeeds.listFeeds()
    for (const { id, employeeId, createdAt } of all) {
      const name = employees.find((one) => one.id === employeeId)?.name ?? `employee ${employeeId}`
      const whose = employeeId === undefined ? 'the whole business' : name
      surroundings.say(`${String(id).padStart(8)}  ${instantText(createdAt)}  ${whose}`)
    }
    surroundings.say(`${all.length} in all.`)
    return DONE
  })
}

async function revoke(surroundings: Surroundings, word: string | undefined): Promise<CommandEnd> {
  const id = idIn(word)
  if (id === undefined) return NO_FEED
  return withStorage(surroundings, async ({ storage }) => {
    if (!(await storage.calendarFeeds.removeFeed(id))) return NO_FEED
    surroundings.say(`Feed ${id} is revoked.`)
    return DONE
  })
}
