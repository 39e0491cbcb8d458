import { describeSlotLocks } from '@appointease/testkit/describeSlotLocks.ts'
import { locksUnderTest } from '@appointease/testkit/locksUnderTest.ts'
import { mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'

describeSlotLocks('SQLite', () => locksUnderTest(() => sqliteUnderTest()))
describeSlotLocks('MariaDB', () => locksUnderTest(() => mysqlUnderTest()))
