import { describeQuickStore } from '@appointease/testkit/describeQuickStore.ts'
import { oneRedis, threeMasters } from '@appointease/testkit/quickStore/redisServers.ts'

describeQuickStore('One Redis', oneRedis)
describeQuickStore('A cluster of Redis', threeMasters)
