import { describeHistories } from '@appointease/testkit/describeHistories.ts'
import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { onMariadbWithCluster, onMariadbWithRedis } from '@appointease/testkit/history/fleetGrounds.ts'

const isThere = MARIADBD !== undefined && REDIS_SERVER !== undefined

describeHistories('MariaDB with Redis', { isThere, histories: 7, start: onMariadbWithRedis })
describeHistories('MariaDB with a Redis cluster', { isThere, histories: 4, start: onMariadbWithCluster })
