import { describeProcesses } from '@appointease/testkit/describeProcesses.ts'
import { mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'

describeProcesses('MariaDB', async () => {
  const present = await mysqlUnderTest()
  return { ...present, place: present.url }
})
