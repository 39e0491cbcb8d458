import { openCalDav } from '../adapters/caldav/calendarAccess.ts'
import { accountOf, sealPassword } from '../calendars/calendarPassword.ts'
import type { ConfigProblem } from '../config/config.ts'
import { instantText } from '../instantText.ts'
import { type CalendarAccount, CalendarUnreadable } from '../ports/calendarAccess.ts'
import type { CalendarConflict, ConnectedCalendar } from '../ports/outsideCalendars.ts'
import { type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { idIn } from './idIn.ts'
import { withSeals, withStorage } from './withStorage.ts'

const HELP = `Employees' outside calendars, by CalDAV: their events keep customers from booking, and appointments are written to
them. Every process on the database heeds a change within seconds, without a restart.

  connect      an employee's calendar, in place of a former one; the password is read from standard input
                 --employee ID  --url URL of the one calendar  --user NAME
                 --read-only    appointments are not written to it
                 --write-only   its events keep nobody from booking
                 --allow-http   the password goes over the network in clear
  list         which are connected, and how they are
  test         whether a connected one can be used: --employee ID
  disconnect   --employee ID; what was written there stays there
  conflicts    appointments that were changed or removed there, and events that lie on appointments
  settle       one that was changed or removed there: --conflict ID
                 --keep appointment   the appointment is written over what stands there
                 --keep calendar      what stands there stays, and the appointment as well`

export const calendars: Command = {
  summary: "connect employees' outside calendars, or look at them",
  usage: 'connect|list|test|disconnect|conflicts|settle [OPTIONS]',
  help: HELP,
  takesWords: true,
  options: {
    employee: { type: 'string' },
    url: { type: 'string' },
    user: { type: 'string' },
    'read-only': { type: 'boolean' },
    'write-only': { type: 'boolean' },
    'allow-http': { type: 'boolean' },
    conflict: { type: 'string' },
    keep: { type: 'string' },
  },

  async run(given, surroundings, words) {
    const [action = '', ...more] = words
    const run = more.length === 0 && Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (run) return run(given, surroundings)
    return { ok: false, reason: `It takes one of ${Object.keys(ACTIONS).join(', ')}. See --help` }
  },
}

const ACTIONS: Readonly<Record<string, (given: Given, surroundings: Surroundings) => Promise<CommandEnd>>> = {
  connect,
  list,
  test,
  disconnect,
  conflicts,
  settle,
}

async function connect(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const employeeId = numberOf(given, 'employee')
  const url = addressOf(given)
  if (typeof employeeId !== 'number') return employeeId
  if (typeof url !== 'string') return url
  const { user } = given
  if (typeof user !== 'string') return { ok: false, reason: 'It takes --user.' }
  if (given['read-only'] && given['write-only'])
    return { ok: false, reason: 'Read only and write only together leave nothing to do.' }
  const password = (await surroundings.readInput()).replace(/\r?\n$/, '')
  if (password === '') return { ok: false, reason: 'There is no password on standard input.' }
  return withSeals(surroundings, async ({ storage, calendars: connected }, seals) => {
    const { employees } = await storage.catalog.getCatalog()
    const employee = employees.find(({ id }) => id === employeeId)
    if (!employee) return { ok: false, reason: `There is no employee ${employeeId}. Nothing was changed.` }
    const problem = await problemOf({ url, user, password })
    if (problem) return { ok: false, reason: `${problem} Nothing was changed.` }
    const readsBusy = !given['write-only']
    const writesAppointments = !given['read-only']
    const sealedPassword = sealPassword(seals, password)
    await connected.connect(
      { employeeId, url, user, sealedPassword, readsBusy, writesAppointments },
      surroundings.clock.now(),
    )
    surroundings.say(`The calendar of ${employee.name} is connected. It is read within seconds.`)
    return DONE
  })
}

function addressOf(given: Given): string | ConfigProblem | CommandEnd {
  const problem = (reason: string): ConfigProblem => ({
    kind: 'config_problem',
    variable: '--url',
    reason,
    example: 'https://dav.example.com/calendars/ada/work/',
  })
  if (typeof given.url !== 'string') return { ok: false, reason: 'It takes --url.' }
  const url = URL.canParse(given.url) ? new URL(given.url) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) return problem('it is no https address')
  if (url.username || url.password)
    return problem('a password in an address is seen by others; it is read from standard input')
  if (url.protocol === 'http:' && !given['allow-http'])
    return problem('over http the password could be read on the way; --allow-http allows it')
  url.hash = ''
  url.search = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url.href
}

async function problemOf(account: CalendarAccount): Promise<string | undefined> {
  try {
    await openCalDav(account, new AbortController().signal).look()
    return undefined
  } catch (error) {
    if (error instanceof CalendarUnreadable) return error.message
    throw error
  }
}

function list(_given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ storage, calendars: connected }) => {
    const all = await connected.listCalendars()
    const refused = await connected.countRefused()
    const { employees } = await storage.catalog.getCatalog()
    for (const calendar of all) {
      const name = employees.find(({ id }) => id === calendar.employeeId)?.name ?? 'unknown'
      surroundings.say(
        `${calendar.employeeId}  ${name}  ${calendar.url}  as ${calendar.user}  ${useOf(calendar)}`,
      )
      surroundings.say(`   ${stateOf(calendar)}`)
      const count = refused.get(calendar.employeeId)
      if (count) surroundings.say(`   Its server refuses ${count} of the appointments; the log says why.`)
    }
    surroundings.say(`${all.length} connected.`)
    return DONE
  })
}

const useOf = ({ readsBusy, writesAppointments }: ConnectedCalendar) =>
  readsBusy && writesAppointments ? 'read and written' : readsBusy ? 'read' : 'written'

function stateOf({ checkedAt, failures, problem }: ConnectedCalendar): string {
  const since = checkedAt === undefined ? 'never read yet' : `last read ${instantText(checkedAt)}`
  if (failures > 0)
    return `Failed ${failures === 1 ? 'once' : `${failures} times in a row`} (${since}): ${problem}`
  return problem === '' ? `In order, ${since}` : `${problem} (${since})`
}

async function test(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const employeeId = numberOf(given, 'employee')
  if (typeof employeeId !== 'number') return employeeId
  return withSeals(surroundings, async ({ calendars: connected }, seals) => {
    const calendar = (await connected.listCalendars()).find((one) => one.employeeId === employeeId)
    if (!calendar) return { ok: false, reason: NOT_CONNECTED }
    try {
      const problem = await problemOf(accountOf(calendar, seals))
      if (problem) return { ok: false, reason: problem }
    } catch (error) {
      if (error instanceof CalendarUnreadable) return { ok: false, reason: error.message }
      throw error
    }
    surroundings.say('It answers, and is a calendar.')
    return DONE
  })
}

const NOT_CONNECTED = 'No calendar is connected for this employee.'

async function disconnect(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const employeeId = numberOf(given, 'employee')
  if (typeof employeeId !== 'number') return employeeId
  return withStorage(surroundings, async ({ calendars: connected }) => {
    if (!(await connected.disconnect(employeeId))) return { ok: false, reason: NOT_CONNECTED }
    surroundings.say('It is disconnected. What was written there stays there.')
    return DONE
  })
}

function conflicts(_given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ calendars: connected }) => {
    const found = await connected.listConflicts(surroundings.clock.now())
    for (const conflict of found) surroundings.say(lineOf(conflict))
    surroundings.say(`${found.length} found.`)
    return DONE
  })
}

function lineOf({ id, kind, strongId, employeeId, slot, busy }: CalendarConflict): string {
  const said = busy
    ? `an event lies on it, ${instantText(busy.start)} to ${instantText(busy.end)}`
    : kind === 'edited'
      ? 'was changed in the calendar'
      : 'was removed from the calendar'
  return `${String(id ?? '-').padStart(6)}  ${strongId}  employee ${employeeId}  ${instantText(slot.start)}  ${said}`
}

async function settle(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const id = numberOf(given, 'conflict')
  if (typeof id !== 'number') return id
  const { keep } = given
  if (keep !== 'appointment' && keep !== 'calendar')
    return { ok: false, reason: 'It takes --keep appointment or --keep calendar.' }
  return withStorage(surroundings, async ({ calendars: connected }) => {
    if (!(await connected.settleConflict(id, keep, surroundings.clock.now())))
      return { ok: false, reason: `There is no conflict ${id}.` }
    surroundings.say(
      keep === 'appointment'
        ? 'The appointment is written again within seconds.'
        : 'It stays as it is there.',
    )
    return DONE
  })
}

function numberOf(given: Given, option: 'employee' | 'conflict'): number | CommandEnd {
  const number = idIn(given[option])
  if (number !== undefined) return number
  return {
    ok: false,
    reason: given[option] === undefined ? `It takes --${option}.` : `--${option} is no number.`,
  }
}
