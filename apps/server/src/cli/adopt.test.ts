import { zone } from '@appointease/testkit/builders.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { tablesOfMariadb } from '@appointease/testkit/mariadbTables.ts'
import { buildOriginal, SHAPES, type Shape } from '@appointease/testkit/originalPlugin.ts'
import { expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../config/loadConfig.ts'
import { systemClock } from '../systemClock.ts'
import { runCommandLine } from './runCommandLine.ts'

it.skipIf(MARIADBD === undefined)(
  'tells what would become of the original, takes it over, and tells it again',
  { timeout: 120_000 },
  async () => {
    const server = await sharedMariadb()
    const { name, url, drop } = await server.createDatabase()
    onTestFinished(drop)
    const run = async (...words: string[]) => {
      const said: string[] = []
      const code = await runCommandLine(words, {
        cwd: '/nowhere',
        clock: systemClock,
        loadConfig: () =>
          loadConfig({ DATABASE_URL: url, APPOINTEASE_TIMEZONE: zone('UTC') }, { cwd: '/nowhere' }),
        readInput: async () => '',
        say: (line) => said.push(line),
        complain: (line) => said.push(line),
      })
      return { code, said }
    }

    expect(await run('adopt')).toEqual({ code: 1, said: ['There are no tables of the original plugin.'] })

    await buildOriginal(url, { shape: SHAPES[0] as Shape, seed: 11, ordinary: 40 })
    const before = await tablesOfMariadb(server, name)
    const planned = await run('adopt', '--dry-run', '--currency', 'EUR')
    expect(planned.code).toBe(0)
    expect(planned.said[0]).toBe("The site's clock: America/New_York (from timezone_string). Prices in EUR.")
    expect(planned.said).toContainEqual(expect.stringMatching(/^appointments +77 +75 +\d+ +\d+ +2$/))
    expect(planned.said).toContainEqual(expect.stringMatching(/^appointments \d+, \d+: has no date/))
    expect(planned.said.at(-1)).toBe('Nothing was changed.')
    expect(await tablesOfMariadb(server, name)).toEqual(before)
    expect((await run('adopt', '--currency', 'euro')).code).toBe(78)

    const done = await run('adopt', '--currency', 'EUR')
    expect([done.code, done.said]).toEqual([0, planned.said.slice(0, -1)])
    const again = await run('adopt')
    expect([again.said[0], again.said.slice(1)]).toEqual([
      expect.stringMatching(/^Taken over on 2/),
      done.said,
    ])

    const listed = await run('collisions')
    const marked = done.said.find((line) => line.includes('overlaps another appointment'))
    expect(listed.said.at(-1)).toBe(`${marked?.split(', ').length} marked.`)
    expect(listed.said[0]).toMatch(/ overlaps \d+/)
    expect((await run('migrate', '--status')).code).toBe(0)

    const change = (sql: string) => server.query(sql, [name])
    await change("UPDATE ??.wp_appointments SET status = 'cancelled' WHERE unresolved_collision = 0")
    const [, settled, left] =
      /^(\d+) settled, (\d+) left/.exec((await run('collisions', '--settle')).said.at(-1) ?? '') ?? []
    expect(Number(settled)).toBeGreaterThan(0)
    expect(await change('SELECT id FROM ??.wp_appointments WHERE unresolved_collision = 1')).toHaveLength(
      Number(left),
    )
  },
)
