import { describeSlotLocks } from '@appointease/testkit/describeSlotLocks.ts'
import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { locksUnderTest } from '@appointease/testkit/locksUnderTest.ts'
import { mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { emptyRedis, emptyRedisCluster } from '@appointease/testkit/redisUnderTest.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { describe } from 'vitest'

describeSlotLocks('SQLite', () => locksUnderTest(() => sqliteUnderTest()))

describe.skipIf(MARIADBD === undefined)('with MariaDB', () => {
  describeSlotLocks('MariaDB', () => locksUnderTest(() => mysqlUnderTest()))
})

describe.skipIf(REDIS_SERVER === undefined)('with Redis', () => {
  describeSlotLocks('Redis beside SQLite', () => locksUnderTest(() => sqliteUnderTest(), emptyRedis))
  describeSlotLocks('a Redis cluster beside SQLite', () =>
    locksUnderTest(() => sqliteUnderTest(), emptyRedisCluster),
  )
})

describe.skipIf(MARIADBD === undefined || REDIS_SERVER === undefined)('with MariaDB and Redis', () => {
  describeSlotLocks('Redis beside MariaDB', () => locksUnderTest(() => mysqlUnderTest(), emptyRedis))
})
