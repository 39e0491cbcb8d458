import { describeEphemeralStore } from '@appointease/testkit/describeEphemeralStore.ts'
import { describeStorage } from '@appointease/testkit/describeStorage.ts'
import { mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'

describeStorage('MariaDB', () => mysqlUnderTest())
describeEphemeralStore('MariaDB', () => mysqlUnderTest())
