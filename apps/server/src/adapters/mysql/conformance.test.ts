import { describeEphemeralStore } from '@appointease/testkit/describeEphemeralStore.ts'
import { describeStorage } from '@appointease/testkit/describeStorage.ts'
import { problemsOfMysql } from '@appointease/testkit/mysqlGrammar.ts'
import { mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { expect, it } from 'vitest'

const sent = new Set<string>()
const factory = () => mysqlUnderTest({ onStatement: (sql) => sent.add(sql) })

describeStorage('MariaDB', factory)
describeEphemeralStore('MariaDB', factory)

it('asks nothing, in all of the above, that MySQL 5.7 or 8.0 would not understand', () => {
  const problems = [...sent].flatMap((sql) => problemsOfMysql(sql).map((problem) => `${problem}\n${sql}`))
  expect(problems).toEqual([])
  expect([...sent].filter((sql) => sql.startsWith('CREATE TRIGGER')).length).toBeGreaterThan(5)
  expect(sent.size).toBeGreaterThan(50)
})
