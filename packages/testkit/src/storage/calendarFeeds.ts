import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { MONDAY, TUESDAY_TEN } from '../builders.ts'
import { booked, change, type Present } from './harness.ts'

const DAY = minutes(24 * 60)

export function calendarFeedRules(present: Present): void {
  const feeds = () => present().storage.calendarFeeds
  const fingerprint = (letter: string) => letter.repeat(64)

  it('finds a feed by its fingerprint, exactly, until it is removed', async () => {
    const createdAt = MONDAY
    const one = await feeds().addFeed({ tokenFingerprint: fingerprint('a'), employeeId: 7, createdAt })
    const all = await feeds().addFeed({
      tokenFingerprint: fingerprint('b'),
      employeeId: undefined,
      createdAt,
    })
    expect(await feeds().findFeed(fingerprint('a'))).toEqual({ id: one, employeeId: 7, createdAt })
    expect(await feeds().findFeed(fingerprint('A'))).toBeUndefined()
    expect(await feeds().findFeed(`${fingerprint('a')} `)).toBeUndefined()
    expect(await feeds().listFeeds()).toMatchObject([
      { id: one, employeeId: 7 },
      { id: all, employeeId: undefined },
    ])
    expect([await feeds().removeFeed(one), await feeds().removeFeed(one)]).toEqual([true, false])
    expect(await feeds().findFeed(fingerprint('a'))).toBeUndefined()
    expect(await feeds().listFeeds()).toHaveLength(1)
  })

  const list = async (employeeId: number | undefined, since = MONDAY, cancelledAfter = MONDAY) => {
    const query = { employeeId, endingAfter: since, cancelledAfter }
    const { entries } = await present().storage.appointments.listForCalendar(query)
    return entries.map(({ strongId }) => strongId)
  }

  it('lists for a calendar what ends after a moment, of one employee or of everybody, by start', async () => {
    const { storage } = present()
    const later = await booked(storage, { start: plus(TUESDAY_TEN, DAY) })
    const other = await booked(storage, { employeeId: 2 })
    const first = await booked(storage)
    const { end } = first.slot
    expect(await list(undefined)).toEqual([other.strongId, first.strongId, later.strongId])
    expect(await list(1)).toEqual([first.strongId, later.strongId])
    expect(await list(1, plus(end, -1))).toEqual([first.strongId, later.strongId])
    expect(await list(1, end)).toEqual([later.strongId])
    expect(await list(3)).toEqual([])
  })

  it('gives a calendar no more of an appointment than it shows', async () => {
    const { storage } = present()
    const { strongId, status, slot, name, serviceName, employeeName, version, createdAt, updatedAt } =
      await booked(storage, { bufferAfterMinutes: 15, notes: 'private' })
    const shown = { strongId, status, slot, name, serviceName, employeeName, version, createdAt, updatedAt }
    const query = { employeeId: undefined, endingAfter: MONDAY, cancelledAfter: MONDAY }
    const found = await storage.appointments.listForCalendar(query)
    expect(found).toEqual({ entries: [shown], changedAt: MONDAY })
  })

  it('lists what is cancelled only where that was after a moment', async () => {
    const { storage } = present()
    const appointment = await booked(storage)
    await change(storage, { ...appointment, status: 'cancelled', updatedAt: plus(MONDAY, 1000) })
    expect(await list(1, MONDAY, plus(MONDAY, 999))).toEqual([appointment.strongId])
    expect(await list(1, MONDAY, plus(MONDAY, 1000))).toEqual([])
  })
}
