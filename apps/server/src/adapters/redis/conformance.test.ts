import { describeEphemeralStore } from '@appointease/testkit/describeEphemeralStore.ts'
import { describeQuickStore } from '@appointease/testkit/describeQuickStore.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import {
  emptyRedis,
  emptyRedisCluster,
  oneRedis,
  pointingUnderTest,
  threeMasters,
} from '@appointease/testkit/redisUnderTest.ts'
import { describe } from 'vitest'

describe.skipIf(REDIS_SERVER === undefined)('with a server', () => {
  describeQuickStore('One Redis', oneRedis)
  describeQuickStore('A cluster of Redis', threeMasters)
  describeEphemeralStore('One Redis', () => pointingUnderTest(emptyRedis))
  describeEphemeralStore('A cluster of Redis', () => pointingUnderTest(emptyRedisCluster))
})
