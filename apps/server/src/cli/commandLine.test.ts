import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minutes, plus } from '@appointease/domain'
import { TUESDAY_TEN } from '@appointease/testkit/builders.ts'
import { type CommandLineEnd, runAppointease } from '@appointease/testkit/commandLine.ts'
import { everyRow } from '@appointease/testkit/everyRow.ts'
import { fillRichly } from '@appointease/testkit/richBusiness.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { booked, change } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../config/loadConfig.ts'
import { systemClock } from '../systemClock.ts'
import { runCommandLine } from './runCommandLine.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'appointease-'))
})
afterEach(() => rm(cwd, { recursive: true }))

/** As a process of its own, with all that belongs to one. */
const runProcess = (words: string, env: Record<string, string> = {}) =>
  runAppointease(words.split(' '), { cwd, env })

/** The same without the time that a process takes to begin. */
async function run(words: string, env: Record<string, string> = {}, input = ''): Promise<CommandLineEnd> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(words.split(' '), {
    cwd,
    clock: systemClock,
    loadConfig: () => loadConfig({ APPOINTEASE_TIMEZONE: 'UTC', ...env }, { cwd }),
    readInput: async () => input,
    say: (line) => out.push(...line.split('\n').filter((one) => one !== '')),
    complain: (line) => err.push(line),
  })
  return { code, out, err }
}

async function business(fill: (present: SqliteUnderTest) => Promise<unknown>): Promise<SqliteUnderTest> {
  const present = await sqliteUnderTest()
  onTestFinished(() => present.dispose())
  await fill(present)
  return present
}

describe('the command line', () => {
  it('says what it can do, and of each command what it takes', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    const commands = out.flatMap((line) => /^ {2}([a-z]+) +\S/.exec(line)?.[1] ?? [])
    expect(commands).toEqual(expect.arrayContaining(['migrate', 'copy', 'adopt', 'collisions']))
    for (const command of commands) {
      const help = await run(`${command} --help`)
      expect([help.code, help.out[0]]).toEqual([0, expect.stringContaining(`npx appointease ${command} `)])
    }
  })

  it.each([
    ['an unknown command', 'fly', 1, 'There is no command fly.'],
    ['an unknown option', 'migrate --fly', 1, 'There is no option --fly. See'],
    ['a word too many', 'migrate now', 1, 'a word that belongs to no option'],
    ['nothing of several things', 'templates --locale de', 1, 'It takes one of list, show'],
    ['something that is not among them', 'templates fly', 1, 'It takes one of list, show'],
    ['an option without its value', 'copy --from --again', 1, '--from takes a value'],
    ['an option at the end without its value', 'copy --to', 1, '--to takes a value'],
    ['an option with a value too many', 'copy --again=yes', 1, '--again takes no value'],
    ['two addresses from one input', 'copy --from - --to -', 1, 'Only one of --from and --to'],
    ['an address that is none', 'copy --from postgres:x --to sqlite:y', 78, '--from cannot be used'],
    ['no address', 'copy --from sqlite:x', 78, '--to cannot be used'],
    [
      'a prefix that is none',
      'copy --from sqlite:x --to sqlite:y --to-prefix a-b',
      78,
      '--to-prefix cannot be used',
    ],
    ['a source that is not there', 'copy --from sqlite:x --to sqlite:y', 1, 'The source has no tables'],
    ['a database that cannot hold the original', 'adopt', 1, 'MySQL'],
    ['tables that are not there', 'collisions', 1, 'npx appointease migrate'],
  ])('says in one line what is wrong with %s', async (_what, words, code, reason) => {
    const end = await run(words)
    expect(end).toEqual({ code, out: [], err: [expect.stringContaining(reason)] })
    expect(existsSync(join(cwd, 'x'))).toBe(false)
  })

  it.each([
    'mysql://u:canary@h/db',
    'redis redis://:canary@h',
    'redis --canary://h',
    'redis --sett=canary',
    'redis --status=canary',
    'redis --set redis://:canary@h redis://:canary@h',
    'redis --set -canary',
    'copy mysql://u:canary@h/db --to sqlite:x',
    'copy --from mysql://u:canary@h --to sqlite:x',
  ])('repeats no password that was typed in the wrong place: %s', async (words) => {
    const { code, out, err } = await run(words)
    expect(code).not.toBe(0)
    expect(err).toHaveLength(1)
    expect([...out, ...err].join()).not.toContain('canary')
  })

  it('takes the same variables as the server, and those of .env', async () => {
    expect(await runProcess('migrate', { DATABASE_URL: 'wrong' })).toMatchObject({
      code: 78,
      err: [expect.stringContaining('DATABASE_URL cannot be used')],
    })
    await writeFile(join(cwd, '.env'), 'DATABASE_URL=sqlite:elsewhere/a.db\nDATABASE_TABLE_PREFIX=shop_\n')
    expect(await runProcess('migrate')).toMatchObject({ code: 0, err: [] })
    expect(Object.keys(everyRow(join(cwd, 'elsewhere/a.db'), 'shop_'))).toContain('appointments')
  })
})

describe('migrate', () => {
  it('--status lists what is to be done, changes nothing, and says so by its exit code', async () => {
    const before = await runProcess('migrate --status')
    expect(before.code).toBe(1)
    expect(before.out.length).toBeGreaterThan(6)
    expect(before.out.every((line) => line.endsWith('pending'))).toBe(true)
    expect(before.err).toEqual([`${before.out.length} of ${before.out.length} steps are pending.`])
    expect(existsSync(join(cwd, 'data'))).toBe(false)

    expect((await runProcess('migrate')).out.at(-1)).toBe('The tables are up to date.')
    const after = await run('migrate --status')
    expect(after).toMatchObject({ code: 0, err: [] })
    expect(after.out.every((line) => /taken \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(line))).toBe(true)
    expect((await run('migrate')).out).toEqual(['The tables were up to date.'])
    expect((await stat(join(cwd, 'data/appointease.db'))).mode & 0o077).toBe(0)
  })
})

describe('copy', () => {
  it('tells how many rows of each table are equal', async () => {
    const rich = await business(fillRichly)
    const end = await run(`copy --from sqlite:${rich.path} --to sqlite:new/b.db`)
    expect(end).toMatchObject({ code: 0, err: [] })
    expect(end.out[0]).toMatch(/^table +rows +fingerprint/)
    expect(end.out.slice(1).every((line) => /^\w+ +[1-9]\d* {2}[0-9a-f]{16} +equal$/.test(line))).toBe(true)
    expect(everyRow(join(cwd, 'new/b.db'), 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
    const again = await run(`copy --from sqlite:${rich.path} --to sqlite:new/b.db`)
    expect(again).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('not empty: services 3')] })
  })

  it.each<[string, (path: string) => string, (path: string) => string]>([
    ['source', () => 'copy --from - --to sqlite:b.db', (path) => `sqlite:${path}\n`],
    ['target', (path) => `copy --from sqlite:${path} --to -`, () => 'sqlite:b.db\n'],
  ])(
    'reads the address of its %s from standard input, where no list of processes shows it',
    async (_end, words, input) => {
      const rich = await business(fillRichly)
      expect(await run(words(rich.path), {}, input(rich.path))).toMatchObject({ code: 0, err: [] })
      expect(everyRow(join(cwd, 'b.db'), 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
    },
  )
})

describe('collisions', () => {
  it('lists what overlaps, and settles what does not any more', async () => {
    const present = await business(async ({ storage, runSql }) => {
      await booked(storage)
      const marked = await booked(storage, { start: plus(TUESDAY_TEN, minutes(15)), employeeId: 2 })
      await runSql('UPDATE wp_appointments SET unresolved_collision = 1, employee_id = 1 WHERE id = ?', [
        marked.id,
      ])
    })
    const env = { DATABASE_URL: `sqlite:${present.path}` }
    const listed = await run('collisions', env)
    expect(listed).toMatchObject({ code: 0, err: [] })
    expect(listed.out).toEqual([
      expect.stringMatching(
        /^ +2 {2}APT-2026-\w+ {2}2026-11-24 10:15 {2}confirmed +Sarah Johnson, overlaps 1$/,
      ),
      '1 marked.',
    ])
    expect((await run('collisions --settle', env)).out.at(-1)).toBe('0 settled, 1 left.')

    const first = await present.storage.appointments.findAppointment({ id: 1 })
    if (first) await change(present.storage, { ...first, status: 'cancelled' })
    expect((await run('collisions', env)).out[0]).toContain('overlaps nothing any more')
    expect((await run('collisions --settle', env)).out).toEqual(['1 settled, 0 left.'])
    expect((await run('collisions', env)).out).toEqual(['0 marked.'])
  })
})
