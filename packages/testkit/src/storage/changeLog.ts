import { minutes, plus } from '@appointease/domain'
import type { SlotNews } from '@appointease/server/ports/slotEvents.ts'
import { beforeEach, expect, it } from 'vitest'
import { aLock, anAppointment, aSelection, aService, date, MONDAY, someSettings } from '../builders.ts'
import { book, booked, change, commit, type Present } from './harness.ts'

export function changeLogRules(present: Present): void {
  let own: SlotNews[]
  let log: Awaited<ReturnType<ReturnType<Present>['reopen']>>['changes']
  const seen = async () => [...(await log.read())]

  beforeEach(async () => {
    own = []
    log = (await present().reopen()).changes
    await log.read()
    present().changes.onCommitted((news) => own.push(...news))
  })

  const place = { employeeId: 1, date: date('2026-11-24'), occupied: anAppointment().occupied }

  it('tells its own process of a booking before whoever books knows of it, and others when they look', async () => {
    await commit(present().storage, async (tx) => {
      await tx.appointments.insertAppointment(anAppointment(), {
        at: MONDAY,
        action: 'created',
        by: 'customer',
        reason: '',
      })
      expect(own).toEqual([])
    })
    expect(own).toEqual([place])
    expect(await seen()).toEqual([place])
    expect(await seen()).toEqual([])
  })

  it('tells nothing of what was not kept', async () => {
    await book(present().storage)
    await seen()
    own.splice(0)
    await book(present().storage)
    await present().storage.change<undefined, { kind: 'no' }>([1], async (tx) => {
      await tx.locks.putLock(aLock())
      return { ok: false, refusal: { kind: 'no' } }
    })
    expect([own, await seen()]).toEqual([[], []])
  })

  it('tells both places of an appointment that was moved, and the one of an appointment that ended', async () => {
    const { storage } = present()
    const record = await booked(storage)
    const later = { start: plus(record.slot.start, minutes(1440)), end: plus(record.slot.end, minutes(1440)) }
    await seen()
    const moved = { ...record, slot: later, occupied: later, employeeId: 2 }
    await change(storage, moved)
    const second = { employeeId: 2, date: date('2026-11-25'), occupied: later }
    expect(await seen()).toEqual([place, second])
    await change(storage, { ...moved, version: 2, status: 'cancelled' })
    expect(await seen()).toEqual([second])
    expect(own.slice(-1)).toEqual([second])
  })

  it('tells nothing where an appointment takes the same time as before', async () => {
    const { storage } = present()
    const record = await booked(storage)
    await seen()
    await change(storage, { ...record, notes: 'By the back door', status: 'completed' })
    expect(await seen()).toEqual([])
  })

  it("tells of a hand's edits as of everybody else's", async () => {
    const { storage, runSql, tablePrefix } = present()
    await booked(storage)
    await seen()
    await runSql(`UPDATE ${tablePrefix}appointments SET status = 'cancelled'`)
    expect(await seen()).toEqual([place])
    await runSql(`UPDATE ${tablePrefix}appointments SET status = 'pending'`)
    expect(await seen()).toEqual([place])
    await runSql(`DELETE FROM ${tablePrefix}appointments`)
    expect(await seen()).toEqual([place])
  })

  it('tells where a lock was taken, where its owner left another for it, and where it ended', async () => {
    const { storage } = present()
    const first = aLock()
    const second = aLock({ employeeId: 2 })
    const [one, other] = [first, second].map(({ employeeId, date, occupied }) => ({
      employeeId,
      date,
      occupied,
    }))
    await commit(storage, (tx) => tx.locks.putLock(first))
    expect(await seen()).toEqual([one])
    await commit(storage, (tx) => tx.locks.putLock(second))
    expect(await seen()).toEqual([one, other])
    await commit(storage, (tx) => tx.locks.deleteLock(second))
    expect(await seen()).toEqual([other])
    await commit(storage, (tx) => tx.locks.deleteLock(second))
    expect(await seen()).toEqual([])
    expect(own).toEqual([one, one, other, other])
  })

  it('tells where somebody begins to point and where they end, and nothing while they go on', async () => {
    const { ephemeral } = present()
    const here = { employeeId: 1, date: aSelection().date }
    const there = { employeeId: 2, date: date('2026-11-25') }
    await ephemeral.putSelection(aSelection())
    expect(await seen()).toEqual([here])
    await ephemeral.putSelection(aSelection({ since: plus(MONDAY, 9000), expiresAt: plus(MONDAY, 19_000) }))
    expect(await seen()).toEqual([])
    await ephemeral.putSelection(aSelection({ since: plus(MONDAY, 19_000), expiresAt: plus(MONDAY, 29_000) }))
    expect(await seen()).toEqual([here])
    await ephemeral.putSelection(aSelection(there))
    expect(await seen()).toEqual([here, there])
    await ephemeral.clearSelection(aSelection().owner)
    expect(await seen()).toEqual([there])
    await ephemeral.clearSelection(aSelection().owner)
    expect(await seen()).toEqual([])
    expect(own).toEqual([here, here, here, there, there])
  })

  it('says that anything may have changed where the catalog has', async () => {
    const { catalog } = present().storage
    await catalog.saveSettings(someSettings())
    await catalog.saveService(aService())
    expect(await seen()).toEqual([undefined, undefined])
    expect(own).toEqual([undefined, undefined])
  })

  /** As many places, told one after another. */
  const elsewhere = async (...employeeIds: readonly number[]) => {
    for (const employeeId of employeeIds)
      await commit(present().storage, (tx) =>
        tx.locks.putLock(aLock({ employeeId, owner: `v_${employeeId}` })),
      )
  }
  const employees = (news: readonly SlotNews[]) => news.map((one) => one?.employeeId)
  const makeAllOld = async () => {
    const { runSql, tablePrefix } = present()
    const table = `${tablePrefix}appointease_changes`
    const [row] = await runSql(`SELECT made_at FROM ${table}`)
    await runSql(`UPDATE ${table} SET made_at = ?`, [
      typeof row?.made_at === 'number' ? 1 : '2001-01-01 00:00:00',
    ])
  }
  /** What may be removed is so when the clean-up has run twice. */
  const cleanUp = async () => {
    for (let run = 0; run < 2; run++) await present().storage.removeExpired(MONDAY)
  }

  it('goes on where entries that were told were removed, and keeps the new ones and one that is old', async () => {
    const { runSql, tablePrefix } = present()
    await elsewhere(1, 2, 3)
    expect(employees(await seen())).toEqual([1, 2, 3])
    await makeAllOld()
    await elsewhere(4)
    await cleanUp()
    const left = await runSql(`SELECT employee_id FROM ${tablePrefix}appointease_changes ORDER BY id`)
    expect(left).toEqual([{ employee_id: 3 }, { employee_id: 4 }])
    await elsewhere(5)
    expect(employees(await seen())).toEqual([4, 5])
  })

  it('says that anything may have changed where entries were removed that it had not told', async () => {
    await elsewhere(1)
    await seen()
    await elsewhere(2, 3, 4)
    await makeAllOld()
    await cleanUp()
    expect(await seen()).toEqual([undefined])
    await elsewhere(5)
    expect(employees(await seen())).toEqual([5])
  })

  it('says so, too, where the log was empty at first or has been emptied', async () => {
    await elsewhere(1, 2, 3)
    await makeAllOld()
    await cleanUp()
    expect(await seen()).toEqual([undefined])
    const { runSql, tablePrefix } = present()
    await runSql(`DELETE FROM ${tablePrefix}appointease_changes`)
    await elsewhere(4)
    expect(await seen()).toEqual([undefined])
  })
}
