import { minutes, plus } from '@appointease/domain'
import { aLock, aSelection, date, MONDAY, TUESDAY_TEN, time } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { viewLive } from './liveView.ts'

let under: SqliteUnderTest
beforeEach(async () => {
  under = await sqliteUnderTest()
})
afterEach(() => under.dispose())

const see = (now = MONDAY) =>
  viewLive(
    { locks: under.storage.locks, ephemeral: under.ephemeral, clock: fixedClock(now) },
    { employeeIds: [1, 2], from: date('2026-11-24'), to: date('2026-11-25') },
  )

it('tells who holds what since when, by start, and of nobody else', async () => {
  const later = { start: plus(TUESDAY_TEN, minutes(60)), end: plus(TUESDAY_TEN, minutes(90)) }
  const held = [
    aLock({ owner: 'v_later', employeeId: 2, slot: later, time: time('11:00') }),
    aLock({ owner: 'v_first' }),
    aLock({ owner: 'v_third', employeeId: 3 }),
  ]
  for (const lock of held) await commit(under.storage, (tx) => tx.locks.putLock(lock))
  const { locks } = await see()
  expect(locks.map(({ owner, employeeId, time: at }) => [owner, employeeId, at])).toEqual([
    ['v_first', 1, '10:00'],
    ['v_later', 2, '11:00'],
  ])
  expect(locks[0]).toMatchObject({ since: MONDAY, expiresAt: plus(MONDAY, minutes(10)), serviceId: 1 })
  expect((await see(plus(MONDAY, minutes(10)))).locks).toEqual([])
})

it('tells who points where, by date and time', async () => {
  const pointed = [
    aSelection({ owner: 'v_next_day', date: date('2026-11-25') }),
    aSelection({ owner: 'v_eleven', employeeId: 2, time: time('11:00') }),
    aSelection({ owner: 'v_ten' }),
  ]
  for (const selection of pointed) await under.ephemeral.putSelection(selection)
  const { selections, storageMode } = await see()
  expect(selections.map(({ owner }) => owner)).toEqual(['v_ten', 'v_eleven', 'v_next_day'])
  expect(storageMode).toBe('sqlite')
})
