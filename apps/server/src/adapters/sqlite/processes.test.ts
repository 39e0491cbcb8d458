import { describeProcesses } from '@appointease/testkit/describeProcesses.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { expect } from 'vitest'

describeProcesses('SQLite', async () => {
  const present = await sqliteUnderTest()
  return {
    ...present,
    place: present.path,
    async dispose() {
      expect(await present.runSql('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      await present.dispose()
    },
  }
})
