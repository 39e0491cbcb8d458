import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { checkHistory } from '@appointease/testkit/history/checkHistory.ts'
import {
  type FleetEngines,
  onMariadb,
  onMariadbWithCluster,
  onMariadbWithRedis,
  onSqlite,
} from '@appointease/testkit/history/fleetGrounds.ts'
import { liveInFleet, PROCESSES } from '@appointease/testkit/history/fleetHistory.ts'
import { tallyOf } from '@appointease/testkit/history/recording.ts'
import { tell } from '@appointease/testkit/history/violation.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MILLISECONDS = Number(process.env.MS ?? 8_000)

interface House {
  readonly name: string
  readonly isThere: boolean
  readonly histories: number
  readonly start: (processes: number) => Promise<FleetEngines>
}

const HOUSES: readonly House[] = [
  { name: 'one SQLite file', isThere: true, histories: 4, start: onSqlite },
  { name: 'MariaDB', isThere: MARIADBD !== undefined, histories: 5, start: onMariadb },
  {
    name: 'MariaDB with Redis',
    isThere: MARIADBD !== undefined && REDIS_SERVER !== undefined,
    histories: 7,
    start: onMariadbWithRedis,
  },
  {
    name: 'MariaDB with a Redis cluster',
    isThere: MARIADBD !== undefined && REDIS_SERVER !== undefined,
    histories: 4,
    start: onMariadbWithCluster,
  },
]

for (const house of HOUSES) {
  describe.skipIf(!house.isThere)(`three processes on ${house.name}`, () => {
    let engines: FleetEngines
    beforeAll(async () => {
      engines = await house.start(PROCESSES)
    })
    afterAll(() => engines.stop())

    it.each(Array.from({ length: house.histories }, (_, number) => number))(
      'keep every promise whatever goes wrong, history %i',
      { timeout: 120_000 },
      async (number) => {
        const seed = replayableSeed(`history ${number} on ${house.name}`)
        const began = performance.now()
        const { calls, state, struck } = await liveInFleet(engines, { seed, milliseconds: MILLISECONDS })
        const violations = checkHistory(calls, state)
        const seconds = (performance.now() - began) / 1000
        process.stdout.write(
          `${calls.length} calls in ${seconds.toFixed(1)} s; ${struck.join(', ')}\n${JSON.stringify(tallyOf(calls))}\n`,
        )
        expect(violations.map(tell), `seed ${seed}`).toEqual([])
      },
    )
  })
}
