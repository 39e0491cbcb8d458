import { describeEphemeralStore } from '@appointease/testkit/describeEphemeralStore.ts'
import { describeStorage } from '@appointease/testkit/describeStorage.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'

describeStorage('SQLite', () => sqliteUnderTest())
describeEphemeralStore('SQLite', () => sqliteUnderTest())
