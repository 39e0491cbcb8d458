import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MariadbDatabase, sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { buildOriginal, SHAPES, type Shape } from '@appointease/testkit/originalPlugin.ts'
import { type ServerProcess, startServerProcess } from '@appointease/testkit/serverProcess.ts'
import { signInAtTerminal } from '@appointease/testkit/terminalCustomer.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let dataDir: string
let database: MariadbDatabase
let started: ServerProcess[]

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  database = await (await sharedMariadb()).createDatabase()
  await buildOriginal(database.url, { shape: SHAPES[0] as Shape, seed: 2, ordinary: 20 })
  started = []
})
afterEach(async () => {
  for (const server of started) server.kill('SIGKILL')
  await Promise.all(started.map(({ exit }) => exit))
  await database.drop()
  await rm(dataDir, { recursive: true })
})

function start(): ServerProcess {
  const server = startServerProcess(dataDir, { DATABASE_URL: database.url })
  started.push(server)
  return server
}

describe.skipIf(MARIADBD === undefined)('a server that is started on the original’s tables', () => {
  test('takes them over once, whichever of several does it, and says so', async () => {
    const servers = [start(), start()]
    await Promise.all(servers.map((server) => server.url()))
    const told = servers.flatMap(({ out }) => out.filter((line) => line.includes('original plugin')))
    expect(told).toEqual([
      expect.stringMatching(
        /^Tables of the original plugin were taken over, with 55 of 57 appointments\. \d+ overlap/,
      ),
    ])
  })

  test('shows customers their own appointments, by the old reference too, and nobody another’s', async () => {
    const server = start()
    const ada = await signInAtTerminal(server, 'ada@example.com')
    const own = await ada('GET', '/appointments/APT-2026-000001')
    expect(own.status).toBe(200)
    const appointment = JSON.parse(own.body)
    expect(appointment).toMatchObject({ email: 'ada@example.com', timezone: 'America/New_York' })
    expect(appointment.strong_id).toMatch(/^APT-2026-\w{10}$/)
    expect((await ada('GET', `/appointments/${appointment.strong_id}`)).body).toBe(own.body)
    expect(JSON.parse((await ada('GET', '/user-appointments')).body).length).toBeGreaterThan(5)

    const bo = await signInAtTerminal(server, 'bo@example.com')
    const other = JSON.parse((await bo('GET', '/appointments/APT-2026-000001')).body)
    expect([other.email, other.id === appointment.id]).toEqual(['bo@example.com', false])

    const eve = await signInAtTerminal(server, 'eve@example.com')
    for (const reference of ['APT-2026-000001', appointment.strong_id, appointment.id])
      expect((await eve('GET', `/appointments/${reference}`)).status).toBe(404)
  })
})
