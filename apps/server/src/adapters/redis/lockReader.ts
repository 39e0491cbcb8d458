import type { CalendarDate } from '@appointease/domain'
import type { SlotLockReader } from '../../ports/locks.ts'
import { OfAnotherEpoch } from './failures.ts'
import type { Keys } from './keys.ts'
import { daysAround, listedLocks } from './lockAnswers.ts'
import type { Servers } from './servers.ts'
import { readClaims } from './storedClaim.ts'
import type { Tally } from './tally.ts'

/** Reads the claims of whichever epoch the store is in, in one round trip as long as that is the one of the last time. */
export function createLockReader(servers: Servers, keys: Keys, tally: Tally): SlotLockReader {
  let epochId = ''

  function read(employeeIds: readonly number[], days: readonly CalendarDate[]) {
    const named = employeeIds.flatMap((employeeId) =>
      days.map((day) => keys.claims(day, employeeId, epochId)),
    )
    return servers.askAll(
      named.map((key) => ({ key, command: ['GET', key] })),
      servers.markOf(epochId),
    )
  }

  async function readNow(employeeIds: readonly number[], days: readonly CalendarDate[]) {
    try {
      return await read(employeeIds, days)
    } catch (error) {
      const present = error instanceof OfAnotherEpoch ? await servers.findEpoch() : epochId
      if (present === epochId || present === undefined) throw error
      epochId = present
      return read(employeeIds, days)
    }
  }

  return {
    async listLocks(employeeIds, dates, now) {
      servers.requireTarget()
      if (employeeIds.length === 0 || dates.length === 0) return []
      tally.add('get')
      const found = await readNow(employeeIds, daysAround(dates))
      const lines = found.flatMap((claims) => (typeof claims === 'string' ? claims.split('\n') : []))
      return listedLocks(readClaims(lines), dates, now)
    },
  }
}
