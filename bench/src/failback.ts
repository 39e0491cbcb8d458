import { randomUUID } from 'node:crypto'
import { instantOf } from '@appointease/domain'
import { type OpenedEngines, openEngines, withServers } from './engines.ts'
import type { Measurement } from './measurement.ts'
import { placesOf, tomorrow } from './places.ts'
import { addLocks, addSelections } from './seeding.ts'
import { median, milliseconds } from './statistics.ts'
import { repeat } from './workers.ts'

const EMPLOYEES = 50
const DAY = { employees: EMPLOYEES, bookingWindowDays: 1, opens: '09:00', closes: '17:00' }
const REPETITIONS = 15
const BOUND_MILLISECONDS = 100

/**
 * From the database back to Redis with a full day: of 50 employees every half hour from nine to five is locked, and who
 * holds a lock points at it too. Timed is what locks wait for: the transaction that reads all of it out of MariaDB, copies
 * it to an empty Redis and raises the epoch. All locks are there afterwards. Reference: the bound.
 */
export const failback: Measurement = {
  name: 'failback',
  measure: () =>
    withServers(async ({ mariadb, redis }) => {
      const engines = await openEngines({ mariadb, redis })
      const places = placesOf({ firstDate: tomorrow() }, DAY, 1)
      try {
        await addLocks(engines.opened.storage, places)
        await addSelections(engines.opened.ephemeral, places)
        await comeBack(engines, places.length)
        const times = await repeat(REPETITIONS, async () => {
          await redis.command('FLUSHALL')
          return comeBack(engines, places.length)
        })
        const taken = median(times)
        return [
          {
            what: `${places.length} locks and ${places.length} selections`,
            measured: `${milliseconds(taken)} (longest ${milliseconds(Math.max(...times))})`,
            bound: `< ${BOUND_MILLISECONDS} ms`,
            holds: taken < BOUND_MILLISECONDS,
          },
        ]
      } finally {
        await engines.close()
      }
    }),
}

/** The milliseconds that it takes; leaves Redis again. */
async function comeBack({ opened, quick }: OpenedEngines, locks: number): Promise<number> {
  if (!quick) throw new Error('There is no Redis to come back to')
  const target = await quick.check()
  const { number } = await opened.epochs.read()
  const now = instantOf(Date.now())
  const id = randomUUID()
  const began = performance.now()
  const entered = await opened.epochs.enterRedis(number, { id, target, restMilliseconds: 0 }, (live) =>
    quick.enter(id, live, now),
  )
  const taken = performance.now() - began

  const employeeIds = Array.from({ length: EMPLOYEES }, (_, index) => index + 1)
  const there = await quick.locks.listLocks(employeeIds, [tomorrow()], now)
  if (there.length !== locks) throw new Error(`${there.length} of ${locks} locks came to Redis`)
  const left = await opened.epochs.leaveRedis(entered.number)
  await opened.epochs.settle(left.number)
  return taken
}
