import { instantOf, minutes, plus } from '@appointease/domain'
import { reminderMessage } from '@appointease/server/ports/messages.ts'
import { expect, it } from 'vitest'
import { MONDAY, someSettings, TUESDAY_TEN } from '../builders.ts'
import { booked, change, type Present } from './harness.ts'

/** Who is to be reminded of what. */
export function reminderRules(present: Present): void {
  const within = { start: MONDAY, end: plus(TUESDAY_TEN, minutes(60)) }
  const unreminded = async (differing = {}) => {
    const query = { hoursBefore: 24, within, after: undefined, limit: 9, ...differing }
    return (await present().storage.reminders.listUnreminded(query)).map(({ id }) => id)
  }

  it('lists confirmed appointments that start in the interval, by start and page by page', async () => {
    const { storage } = present()
    const late = await booked(storage, { employeeId: 2, start: plus(TUESDAY_TEN, minutes(30)) })
    const early = await booked(storage)
    const together = await booked(storage, { employeeId: 3 })
    await booked(storage, { start: within.end })
    await booked(storage, { employeeId: 4, status: 'pending' })
    await booked(storage, { employeeId: 5, email: '' })
    const gone = await booked(storage, { employeeId: 6 })
    await change(storage, { ...gone, status: 'cancelled' })
    expect(await unreminded()).toEqual([early.id, together.id, late.id])
    expect(await unreminded({ limit: 1 })).toEqual([early.id])
    expect(await unreminded({ limit: 1, after: early })).toEqual([together.id])
    expect(await unreminded({ after: together })).toEqual([late.id])
    expect(
      await storage.reminders.listUnreminded({ hoursBefore: 24, within, after: early, limit: 1 }),
    ).toEqual([together])
  })

  it('lists none of whose present version there is a reminder of as many hours', async () => {
    const { storage } = present()
    const record = await booked(storage, { strongId: 'APT-2026-_ä%x' })
    const wish = { dueAt: MONDAY, hoursBefore: 24 }
    await storage.outbox.addMessage(reminderMessage(record, someSettings(), wish, MONDAY))
    expect(await unreminded()).toEqual([])
    expect(await unreminded({ hoursBefore: 2 })).toEqual([record.id])
    await change(storage, record)
    expect(await unreminded()).toEqual([record.id])
  })

  it('lists none of whoever wants no reminders, exactly', async () => {
    const { storage } = present()
    const { reminders } = storage
    await booked(storage)
    const other = await booked(storage, { employeeId: 2, email: 'äda@example.com' })
    expect(await reminders.isRefused('ada@example.com')).toBe(false)
    for (const time of [1, 2]) await reminders.refuse('ada@example.com', instantOf(time))
    expect(await reminders.isRefused('ada@example.com')).toBe(true)
    expect(await reminders.isRefused('äda@example.com')).toBe(false)
    expect(await unreminded()).toEqual([other.id])
  })
}
