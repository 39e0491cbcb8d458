import { instantOf } from '@appointease/domain'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { withBareRedis } from './bareRedis.ts'
import { withBusiness } from './business.ts'
import { withServers } from './engines.ts'
import { measureGrants, type Store } from './grants.ts'
import type { Measurement } from './measurement.ts'
import { measureLockSlot, SIZE, VISITOR } from './wholeLock.ts'

const AT_MOST = 1.5
const EPOCH = 'measured'

/**
 * A slot lock and an active selection in Redis, as the store of locks does them and without the look at the database that
 * follows a grant; one visitor, one call after another, the lock's release not counted. Beside them, without a bound, the
 * whole command on a MariaDB and what it takes over HTTP. Reference: GET through ioredis, from this process to the same
 * Redis with the product's own settings of a connection, in turns with what is measured.
 */
export const redis: Measurement = {
  name: 'redis',
  measure: () =>
    withServers((servers) =>
      withBareRedis(servers.redis, VISITOR.calls, async (reference) => {
        const quick = await openRedisAt(servers.redis.url)
        const grants = await measureGrants(await storeOf(quick), VISITOR.calls, {
          reference,
          atMost: AT_MOST,
        })
        await quick.close()
        const whole = await withBusiness(SIZE, servers, (business) => measureLockSlot(business, reference))
        return [...grants, ...whole]
      }),
    ),
}

async function storeOf({ check, enter, locks, pointing }: QuickStore): Promise<Store> {
  await check()
  await enter(EPOCH, { locks: [], selections: [] }, instantOf(Date.now()))
  return {
    claim: (claim) => locks.claim(EPOCH, claim),
    release: (wish) => locks.release(EPOCH, wish),
    putSelection: pointing.putSelection,
  }
}
