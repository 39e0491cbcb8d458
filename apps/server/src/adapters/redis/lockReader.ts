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

  function read(employeeIds: readonly number[], days: readonly CalendarDate[], epoch: string) {
    const named = employeeIds.flatMap((employeeId) => days.map((day) => keys.claims(day, employeeId, epoch)))
    return servers.read(named, servers.markOf(epoch))
  }

  async function readNow(employeeIds: readonly number[], days: readonly CalendarDate[]) {
    const asked = epochId
    try {
      return await read(employeeIds, days, asked)
    } catch (error) {
      const present = error instanceof OfAnotherEpoch ? await servers.findEpoch() : undefined
      if (present === undefined || present === asked) throw error
      epochId = present
      return read(employeeIds, days, present)
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
