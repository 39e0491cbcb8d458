import { openCalDav } from '../adapters/caldav/calendarAccess.ts'
import { accountOf, sealPassword } from '../calendars/calendarPassword.ts'
import { type ConfigProblem, isConfigProblem } from '../config/config.ts'
import { secretMarkOf } from '../openRedis.ts'
import { type CalendarAccount, CalendarUnreadable } from '../ports/calendarAccess.ts'
import type { CalendarConflict, ConnectedCalendar } from '../ports/outsideCalendars.ts'
import { ACTION, type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { findSeals, OTHER_SECRET, withStorage } from './withStorage.ts'

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
  actions: ['connect', 'list', 'test', 'disconnect', 'conflicts', 'settle'],
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

  async run(given, surroundings) {
    switch (given[ACTION]) {
      case 'connect':
        return connect(given, surroundings)
      case 'test':
        return test(given, surroundings)
      case 'disconnect':
        return disconnect(given, surroundings)
      case 'conflicts':
        return tellConflicts(surroundings)
      case 'settle':
        return settle(given, surroundings)
      default:
        return list(surroundings)
    }
  },
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
  const seals = await findSeals(surroundings)
  if (isConfigProblem(seals)) return seals
  const password = (await surroundings.readInput()).replace(/\r?\n$/, '')
  if (password === '') return { ok: false, reason: 'There is no password on standard input.' }
  return withStorage(surroundings, async ({ storage, calendars: connected, epochs }) => {
    // Nobody could open what is sealed with another secret than the servers'.
    if (!(await epochs.isCommonSecret(secretMarkOf(seals)))) return { ok: false, reason: OTHER_SECRET }
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

function list(surroundings: Surroundings): Promise<CommandEnd> {
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
  const since = checkedAt === undefined ? 'never read yet' : `last read ${timeText(checkedAt)}`
  if (failures > 0) return `Failed ${failures} times in a row (${since}): ${problem}`
  return problem === '' ? `In order, ${since}` : `${problem} (${since})`
}

const timeText = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

async function test(given: Given, surroundings: Surroundings): Promise<CommandEnd> {
  const employeeId = numberOf(given, 'employee')
  if (typeof employeeId !== 'number') return employeeId
  const seals = await findSeals(surroundings)
  if (isConfigProblem(seals)) return seals
  return withStorage(surroundings, async ({ calendars: connected }) => {
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

function tellConflicts(surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ calendars: connected }) => {
    const found = await connected.listConflicts(surroundings.clock.now())
    for (const conflict of found) surroundings.say(lineOf(conflict))
    surroundings.say(`${found.length} found (times in UTC).`)
    return DONE
  })
}

function lineOf({ id, kind, strongId, employeeId, slot, busy }: CalendarConflict): string {
  const said =
    kind === 'collides'
      ? `an event lies on it, ${timeText(busy?.start ?? 0)} to ${timeText(busy?.end ?? 0)}`
      : kind === 'edited'
        ? 'was changed in the calendar'
        : 'was removed from the calendar'
  return `${String(id ?? '-').padStart(6)}  ${strongId}  employee ${employeeId}  ${timeText(slot.start)}  ${said}`
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
  const value = given[option]
  if (typeof value !== 'string') return { ok: false, reason: `It takes --${option}.` }
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value)
  return {
    kind: 'config_problem',
    variable: `--${option}`,
    reason: 'it is no number',
    example: `--${option} 1`,
  }
}
