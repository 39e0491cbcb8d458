import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aHistoryEntry, anAppointment, instant, MONDAY, TUESDAY_TEN, zone } from '../builders.ts'
import { book, booked, change, commit, type Present } from './harness.ts'

/** What is kept of an appointment, and how it is found again. */
export function appointmentRules(present: Present): void {
  it('gives back every field as it was written', async () => {
    const { storage } = present()
    const written = anAppointment({
      status: 'pending',
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 15,
      timeZone: zone('America/New_York'),
      name: 'Zoë "0" \u{1F600} O’Neil; DROP',
      phone: '0049 30 1',
      notes: 'line\nline',
      customerTimeZone: 'Asia/Kolkata',
      customerLocale: 'de-CH',
      fields: { allergy: 'nuts', '': '0' },
    })
    const id = await commit(storage, async (tx) => {
      const inserted = await tx.appointments.insertAppointment(written, aHistoryEntry())
      return inserted.ok ? inserted.id : 0
    })
    const record = { ...written, id, version: 1 }
    expect(await storage.appointments.findAppointment({ id })).toEqual(record)
    expect(await storage.appointments.findAppointment({ strongId: written.strongId })).toEqual(record)
    expect(
      await storage.appointments.findAppointment({ strongId: written.strongId.toLowerCase() }),
    ).toBeUndefined()
  })

  it('lists what is pending and has begun, or was not changed for long', async () => {
    const { storage } = present()
    const start = (offset: number) => plus(TUESDAY_TEN, minutes(offset))
    await booked(storage, { status: 'pending', start: start(-120), employeeId: 3 })
    const begun = await booked(storage, { status: 'pending' })
    const later = await booked(storage, { status: 'pending', start: start(60) })
    await booked(storage, { status: 'pending', start: start(120), updatedAt: plus(MONDAY, 1) })
    await booked(storage, { employeeId: 2 })
    const query = { startingFrom: start(-60), begunBy: TUESDAY_TEN, changedBy: undefined, limit: 9 }
    const { appointments } = storage
    expect(await appointments.listPending(query)).toEqual([begun])
    expect(await appointments.listPending({ ...query, changedBy: MONDAY })).toEqual([begun, later])
    expect(await appointments.listPending({ ...query, changedBy: MONDAY, limit: 1 })).toEqual([begun])
  })

  it('writes the start on the business’s wall clock beside it, for people', async () => {
    const { storage, runSql, tablePrefix } = present()
    // 10:00 UTC is 05:00 in New York in winter.
    await book(storage, { timeZone: zone('America/New_York') })
    const rows = await runSql(`SELECT appointment_date FROM ${tablePrefix}appointments`)
    expect(rows.map((row) => row.appointment_date)).toEqual(['2026-11-24 05:00:00'])
  })

  it('never gives the id of a removed appointment to another', async () => {
    const { storage, runSql, tablePrefix } = present()
    const first = await booked(storage)
    await runSql(`DELETE FROM ${tablePrefix}appointments`)
    expect((await booked(storage)).id).toBeGreaterThan(first.id)
  })

  it('counts the version up and tells the history in order', async () => {
    const { storage } = present()
    const record = await booked(storage)
    const moved = {
      ...record,
      slot: { start: plus(TUESDAY_TEN, minutes(60)), end: plus(TUESDAY_TEN, minutes(90)) },
    }
    const from = { start: record.slot.start, employeeId: 1, status: record.status }
    const to = { ...from, start: moved.slot.start }
    const entry = aHistoryEntry({
      action: 'rescheduled',
      by: 'staff',
      reason: 'asked by telephone',
      from,
      to,
    })
    await commit(storage, (tx) =>
      tx.appointments.updateAppointment({ ...moved, occupied: moved.slot }, 1, entry),
    )
    expect(await storage.appointments.findAppointment({ id: record.id })).toEqual({
      ...moved,
      occupied: moved.slot,
      version: 2,
    })
    expect(await storage.appointments.listHistory(record.id)).toEqual([aHistoryEntry(), entry])
  })

  it('refuses a change to a version that is no longer the present one, and writes nothing of it', async () => {
    const { storage } = present()
    const record = await booked(storage)
    expect(await change(storage, { ...record, status: 'pending' })).toEqual({ ok: true, value: undefined })
    const late = await change(storage, { ...record, status: 'cancelled' })
    expect(late).toEqual({ ok: false, refusal: { kind: 'stale_version' } })
    expect(await storage.appointments.findAppointment({ id: record.id })).toMatchObject({
      status: 'pending',
      version: 2,
    })
    expect(await storage.appointments.listHistory(record.id)).toHaveLength(2)
  })

  it('lists only active appointments of these employees that overlap the interval, half-open, by employee and start', async () => {
    const { storage } = present()
    const at = (offsetMinutes: number, wish = {}) =>
      book(storage, { start: plus(TUESDAY_TEN, minutes(offsetMinutes)), ...wish })
    await at(60)
    await at(0)
    await at(-30)
    await at(90)
    await at(30, { status: 'cancelled' })
    await at(30, { status: 'no_show' })
    await at(30, { employeeId: 2, status: 'completed' })
    await at(30, { employeeId: 3 })
    const within = { start: TUESDAY_TEN, end: plus(TUESDAY_TEN, minutes(90)) }
    const found = await storage.appointments.listOccupations([1, 2], within)
    expect(
      found.map(({ slot, employeeId }) => [(slot.start - TUESDAY_TEN) / minutes(1), employeeId]),
    ).toEqual([
      [0, 1],
      [60, 1],
      [30, 2],
    ])
    expect(await storage.appointments.listOccupations([], within)).toEqual([])
  })

  it('finds an appointment by its buffers alone, also one that began almost two days before', async () => {
    const { storage } = present()
    const start = instant('2026-11-22T10:05:00Z')
    await book(storage, { start, durationMinutes: 5, bufferAfterMinutes: 2870 })
    const within = { start: TUESDAY_TEN - minutes(5), end: TUESDAY_TEN } as {
      start: typeof start
      end: typeof start
    }
    expect(await storage.appointments.listOccupations([1], within)).toHaveLength(1)
    const after = { start: TUESDAY_TEN, end: plus(TUESDAY_TEN, minutes(5)) }
    expect(await storage.appointments.listOccupations([1], after)).toHaveLength(0)
  })

  it('divides an address’s appointments into upcoming, past and cancelled, newest start first, in pages', async () => {
    const { storage } = present()
    const starts = [0, 30, 60, 90, 120].map((offset) => plus(TUESDAY_TEN, minutes(offset)))
    const [ended, missed, cancelled, running, later] = starts
    if (!ended || !missed || !cancelled || !running || !later) throw new Error('Five starts are needed.')
    await book(storage, { start: later })
    await book(storage, { start: ended })
    await book(storage, { start: missed, status: 'no_show' })
    await book(storage, { start: cancelled, status: 'cancelled' })
    await book(storage, { start: running })
    await book(storage, { start: later, employeeId: 2, email: 'ada@example.co' })
    const list = async (filter: 'all' | 'upcoming' | 'past' | 'cancelled', offset = 0, limit = 10) => {
      const now = plus(running, minutes(29))
      const query = { email: 'ada@example.com', filter, now, offset, limit }
      const { total, appointments } = await storage.appointments.listAppointmentsOfEmail(query)
      return [total, ...appointments.map(({ slot }) => slot.start)]
    }
    expect(await list('all')).toEqual([5, later, running, cancelled, missed, ended])
    expect(await list('upcoming')).toEqual([2, later, running])
    expect(await list('past')).toEqual([2, missed, ended])
    expect(await list('cancelled')).toEqual([1, cancelled])
    expect(await list('all', 1, 2)).toEqual([5, running, cancelled])
    expect(await list('all', 9, 2)).toEqual([5])
  })

  it('offers inside a change nothing that would begin another', async () => {
    const offered = await commit(present().storage, async (tx) => Object.keys(tx.appointments))
    expect(offered).toContain('findAppointment')
    expect(offered).not.toContain('listAppointmentsOfEmail')
  })

  it('names the employee of the service’s newest appointment, whatever became of it', async () => {
    const { storage } = present()
    const last = () => commit(storage, (tx) => tx.appointments.findLastAssignedEmployee(1))
    expect(await last()).toBeUndefined()
    await book(storage, { employeeId: 2, createdAt: plus(MONDAY, 5) })
    await book(storage, { employeeId: 3, status: 'cancelled' })
    await book(storage, { employeeId: 4, serviceId: 2 })
    expect(await last()).toBe(3)
  })
}
