import { describeHistories } from '@appointease/testkit/describeHistories.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { onMariadb, onSqlite } from '@appointease/testkit/history/fleetGrounds.ts'

describeHistories('one SQLite file', { isThere: true, histories: 4, lateMilliseconds: 0, start: onSqlite })
describeHistories('MariaDB', {
  isThere: MARIADBD !== undefined,
  histories: 5,
  lateMilliseconds: 2_000,
  start: onMariadb,
})
