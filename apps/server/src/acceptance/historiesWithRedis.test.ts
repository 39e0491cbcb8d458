import { describeHistories } from '@appointease/testkit/describeHistories.ts'
import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { onMariadbWithCluster, onMariadbWithRedis } from '@appointease/testkit/history/fleetGrounds.ts'

const either = { isThere: MARIADBD !== undefined && REDIS_SERVER !== undefined, lateMilliseconds: 2_000 }

describeHistories('MariaDB with Redis', { ...either, histories: 7, start: onMariadbWithRedis })
describeHistories('MariaDB with a Redis cluster', { ...either, histories: 4, start: onMariadbWithCluster })
