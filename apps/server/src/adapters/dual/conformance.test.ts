import { describeSlotLocks } from '@appointease/testkit/describeSlotLocks.ts'
import { locksUnderTest } from '@appointease/testkit/locksUnderTest.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'

describeSlotLocks('SQLite', () => locksUnderTest(() => sqliteUnderTest()))
