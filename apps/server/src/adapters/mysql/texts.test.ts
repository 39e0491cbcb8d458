import { plus } from '@appointease/domain'
import { aLock, MONDAY } from '@appointease/testkit/builders.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { booked, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let present: MysqlUnderTest
beforeEach(async () => {
  present = await mysqlUnderTest()
})
afterEach(() => present.dispose())

describe('texts', () => {
  it('are the same only where every character is, spaces at the end and all', async () => {
    const { customers, sessions, outbox } = present.storage
    for (const email of ['ada@x.co', 'Ada@x.co', 'ada@x.co ', 'adá@x.co'])
      await customers.saveCustomer({ email, name: email, phone: '' }, true)
    expect(await customers.findCustomer('ada@x.co')).toMatchObject({ name: 'ada@x.co' })
    expect(await customers.findCustomer('ada@x.co ')).toMatchObject({ name: 'ada@x.co ' })
    expect(await customers.findCustomer('ADA@x.co')).toBeUndefined()
    const session = { tokenFingerprint: 'T', email: 'a', createdAt: MONDAY, expiresAt: plus(MONDAY, 1) }
    await sessions.putSession(session)
    for (const token of ['t', 'T ', '0']) expect(await sessions.findSession(token, MONDAY)).toBeUndefined()
    const { recipient, ...message } = {
      recipient: 'a',
      kind: 'one_time_code',
      orderKey: '',
      payload: '',
    } as const
    for (const messageKey of ['k', 'K', 'k '])
      await outbox.addMessage({ ...message, recipient, messageKey, createdAt: MONDAY, dueAt: MONDAY })
    expect(await outbox.counts()).toMatchObject({ waiting: 3 })
  })

  it('of an address find its own appointments', async () => {
    const { storage } = present
    await booked(storage, { email: 'ada@x.co ' })
    await booked(storage, { email: 'Ada@x.co', employeeId: 2 })
    const query = { email: 'ada@x.co', filter: 'all', now: MONDAY, offset: 0, limit: 9 } as const
    expect(await storage.appointments.listAppointmentsOfEmail(query)).toEqual({ total: 0, appointments: [] })
  })

  it('name an appointment exactly', async () => {
    const { strongId } = await booked(present.storage)
    const { appointments } = present.storage
    for (const wrong of [strongId.toLowerCase(), `${strongId} `, '0', ''])
      expect(await appointments.findAppointment({ strongId: wrong })).toBeUndefined()
  })

  it('name the locks of clients whose aliases differ by case', async () => {
    const { storage } = present
    for (const [at, owner] of ['v_abc', 'v_aBc'].entries())
      await commit(storage, (tx) => tx.locks.putLock(aLock({ owner, employeeId: at + 1 })))
    const found = await commit(storage, (tx) => tx.locks.findLockOfOwner('v_abc', MONDAY))
    expect(found).toMatchObject({ employeeId: 1 })
  })
})
