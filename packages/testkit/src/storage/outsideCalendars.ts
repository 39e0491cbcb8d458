import { minutes, plus } from '@appointease/domain'
import type { CalendarConnection, CalendarLease } from '@appointease/server/ports/outsideCalendars.ts'
import { expect, it } from 'vitest'
import { aCalendarEntry, anEmployee, MONDAY, TUESDAY_TEN } from '../builders.ts'
import { booked, change, type Present } from './harness.ts'

const CONNECTION: CalendarConnection = {
  employeeId: 1,
  url: 'https://dav.example/ada/Wörk/',
  user: 'ada ',
  sealedPassword: 'sealed',
  readsBusy: true,
  writesAppointments: true,
}
const LATER = plus(MONDAY, minutes(1))
const lease = (token: string, from = MONDAY): CalendarLease => ({
  employeeId: 1,
  token,
  until: plus(from, minutes(2)),
})
const interval = (start: number, end: number) => ({
  start: plus(TUESDAY_TEN, minutes(start)),
  end: plus(TUESDAY_TEN, minutes(end)),
})

export function outsideCalendarRules(present: Present): void {
  const calendars = () => present().calendars
  const busyOf = async (employeeId: number) =>
    (await present().storage.catalog.getCatalog()).calendar.employees.get(employeeId)?.busyTimes

  async function read(busyTimes: ReturnType<typeof interval>[] | undefined, mark = 'mark') {
    expect(await calendars().claim(lease(mark), MONDAY)).toBe(true)
    return calendars().saveReading(lease(mark), { mark, checkedAt: MONDAY, problem: '', busyTimes })
  }

  async function connected(wish: Partial<CalendarConnection> = {}) {
    await present().storage.catalog.saveEmployee(anEmployee())
    await calendars().connect({ ...CONNECTION, ...wish }, MONDAY)
  }

  it('gives a calendar back as it was connected, due at once and never read', async () => {
    await calendars().connect(CONNECTION, MONDAY)
    expect(await calendars().listCalendars()).toEqual([
      { ...CONNECTION, mark: '', checkedAt: undefined, failures: 0, problem: '', dueAt: MONDAY },
    ])
  })

  it('replaces an employee’s calendar, and forgets what was written to another address only', async () => {
    await connected()
    const { id } = await booked(present().storage)
    await calendars().saveEntry(aCalendarEntry({ appointmentId: id }))
    await read([interval(0, 60)])
    await calendars().connect({ ...CONNECTION, sealedPassword: 'another' }, MONDAY)
    expect(await calendars().listSettledEntries(1, MONDAY)).toHaveLength(1)
    expect(await busyOf(1)).toHaveLength(1)
    await calendars().connect({ ...CONNECTION, url: 'https://dav.example/new/' }, MONDAY)
    expect(await calendars().listSettledEntries(1, MONDAY)).toEqual([])
    expect(await busyOf(1)).toBeUndefined()
    expect(await calendars().listCalendars()).toHaveLength(1)
  })

  it('takes busy times with a calendar that is disconnected', async () => {
    await connected()
    await read([interval(0, 60)])
    expect(await calendars().disconnect(1)).toBe(true)
    expect(await busyOf(1)).toBeUndefined()
    expect(await calendars().listCalendars()).toEqual([])
    expect(await calendars().disconnect(1)).toBe(false)
  })

  it('gives a calendar to one of many claimers, until their lease ends', async () => {
    await connected()
    const other = await present().reopen()
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        (turn % 2 ? other.calendars : calendars()).claim(lease(`claimer-${turn}`), MONDAY),
      ),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await calendars().claim(lease('next', LATER), plus(MONDAY, minutes(2) - 1))).toBe(false)
    expect(await calendars().claim(lease('next', LATER), plus(MONDAY, minutes(2)))).toBe(true)
  })

  it('gives no calendar that is not due, and none that is not there', async () => {
    expect(await calendars().claim(lease('a'), MONDAY)).toBe(false)
    await connected()
    expect(await calendars().claim(lease('a'), plus(MONDAY, -1))).toBe(false)
  })

  it('writes nothing of a reading whose claim has gone to somebody else', async () => {
    await connected()
    await calendars().claim(lease('slow'), MONDAY)
    const later = plus(MONDAY, minutes(2))
    expect(await calendars().claim(lease('quick', later), later)).toBe(true)
    const reading = { mark: 'm', checkedAt: later, problem: '', busyTimes: [interval(0, 60)] }
    expect(await calendars().saveReading(lease('slow'), reading)).toBe(false)
    expect(await busyOf(1)).toBeUndefined()
    expect(await calendars().saveReading(lease('quick', later), reading)).toBe(true)
    expect(await busyOf(1)).toEqual([interval(0, 60)])
  })

  it('has busy times in the catalog, which changes with them and only with them', async () => {
    await connected()
    const version = async () => (await present().storage.catalog.getCatalog()).version
    const before = await version()
    await read([interval(0, 60), interval(90, 120)], 'first')
    expect(await busyOf(1)).toEqual([interval(0, 60), interval(90, 120)])
    const after = await version()
    expect(after).not.toBe(before)
    await read([interval(0, 60), interval(90, 120)], 'same')
    await read(undefined, 'unread')
    expect(await version()).toBe(after)
    await read([interval(-30, -15), interval(90, 120)], 'changed')
    expect(await busyOf(1)).toEqual([interval(-30, -15), interval(90, 120)])
    expect(await version()).not.toBe(after)
  })

  it('tells every process of other busy times', async () => {
    await connected()
    const other = await present().reopen()
    await other.changes.read()
    await read([interval(0, 60)])
    expect(await other.changes.read()).toContain(undefined)
    const catalog = await other.storage.catalog.getCatalog()
    expect(catalog.calendar.employees.get(1)?.busyTimes).toEqual([interval(0, 60)])
  })

  it('keeps busy times and the last reading through failures, counts those, and begins anew after a reading', async () => {
    await connected()
    await read([interval(0, 60)])
    for (const token of ['one', 'two']) {
      await calendars().claim(lease(token), MONDAY)
      await calendars().saveFailure(lease(token), { problem: 'not there', dueAt: MONDAY })
    }
    expect(await calendars().listCalendars()).toMatchObject([
      { failures: 2, problem: 'not there', mark: 'mark', checkedAt: MONDAY },
    ])
    expect(await busyOf(1)).toHaveLength(1)
    await read(undefined, 'again')
    expect(await calendars().listCalendars()).toMatchObject([{ failures: 0, problem: '', mark: 'again' }])
  })

  it('has an appointment written, again after each change, and not once it is written', async () => {
    const { storage } = present()
    await connected()
    const appointment = await booked(storage)
    const work = () => calendars().listWork(1, MONDAY, 10)
    expect(await work()).toEqual([{ kind: 'put', appointment, entry: undefined }])
    await calendars().saveEntry(aCalendarEntry({ appointmentId: appointment.id, version: 1 }))
    expect(await work()).toEqual([])
    const { slot, occupied } = { slot: interval(120, 150), occupied: interval(120, 150) }
    await change(storage, { ...appointment, slot, occupied })
    expect(await work()).toMatchObject([
      { kind: 'put', appointment: { id: appointment.id, version: 2, slot }, entry: { version: 1 } },
    ])
  })

  it('has what was written removed when its appointment is cancelled or another employee’s', async () => {
    const { storage } = present()
    await connected()
    const cancelled = await booked(storage)
    const moved = await booked(storage, { start: plus(TUESDAY_TEN, minutes(120)) })
    for (const { id } of [cancelled, moved])
      await calendars().saveEntry(aCalendarEntry({ appointmentId: id, version: 1 }))
    await change(storage, { ...cancelled, status: 'cancelled' })
    await change(storage, { ...moved, employeeId: 2 })
    const work = await calendars().listWork(1, MONDAY, 10)
    expect(work.map(({ kind, entry }) => [kind, entry?.appointmentId])).toEqual([
      ['remove', cancelled.id],
      ['remove', moved.id],
    ])
    for (const { entry } of work) if (entry) await calendars().removeEntry(entry.id)
    expect(await calendars().listWork(1, MONDAY, 10)).toEqual([])
  })

  it('has nothing written of what is over, of no_show and of other employees, and no more than asked for', async () => {
    const { storage } = present()
    await connected()
    await booked(storage, { start: plus(MONDAY, -minutes(60)) })
    await booked(storage, { employeeId: 2 })
    await booked(storage, { status: 'no_show', start: plus(TUESDAY_TEN, minutes(300)) })
    await booked(storage, { start: plus(TUESDAY_TEN, minutes(120)) })
    const first = await booked(storage)
    expect(await calendars().listWork(1, MONDAY, 1)).toMatchObject([{ appointment: { id: first.id } }])
    expect(await calendars().listWork(1, MONDAY, 10)).toHaveLength(2)
  })

  it('leaves what was refused alone until it is due, and counts it', async () => {
    await connected()
    const { id } = await booked(present().storage)
    const refused = { appointmentId: id, version: 0, failures: 1, dueAt: LATER }
    await calendars().saveEntry(aCalendarEntry(refused))
    expect(await calendars().listWork(1, MONDAY, 10)).toEqual([])
    expect(await calendars().listWork(1, LATER, 10)).toHaveLength(1)
    expect(await calendars().countRefused()).toEqual(new Map([[1, 1]]))
  })

  it('gives an entry back as it was saved, and keeps one for an appointment and employee', async () => {
    await connected()
    const { id } = await booked(present().storage)
    await calendars().saveEntry(aCalendarEntry({ appointmentId: id, etag: 'first' }))
    const entry = aCalendarEntry({ appointmentId: id, etag: '"Ä"', isForced: true })
    await calendars().saveEntry(entry)
    expect(await calendars().listSettledEntries(1, MONDAY)).toEqual([{ ...entry, id: expect.any(Number) }])
  })

  it('knows the references of this database', async () => {
    const { strongId } = await booked(present().storage)
    expect(await calendars().listKnownReferences([strongId, 'APT-2026-ELSEWHERE'])).toEqual(
      new Set([strongId]),
    )
    expect(await calendars().listKnownReferences([])).toEqual(new Set())
  })

  it('keeps a conflict, and leaves its appointment alone, until it is settled', async () => {
    await connected()
    const { id, strongId, slot } = await booked(present().storage)
    const conflict = { appointmentId: id, conflict: 'edited', conflictAt: LATER, version: 1 } as const
    await calendars().saveEntry(aCalendarEntry(conflict))
    const [found] = await calendars().listConflicts(MONDAY)
    expect(found).toEqual({
      id: expect.any(Number),
      kind: 'edited',
      employeeId: 1,
      appointmentId: id,
      strongId,
      slot,
      busy: undefined,
      foundAt: LATER,
    })
    expect(await calendars().settleConflict(found?.id ?? 0, 'appointment', MONDAY)).toBe(true)
    expect(await calendars().listConflicts(MONDAY)).toEqual([])
    expect(await calendars().listWork(1, MONDAY, 10)).toMatchObject([
      { entry: { isForced: true, version: 0 } },
    ])
    expect(await calendars().settleConflict(found?.id ?? 0, 'appointment', MONDAY)).toBe(false)
  })

  it('never writes again what was settled in favour of the calendar', async () => {
    const { storage } = present()
    await connected()
    const appointment = await booked(storage)
    await calendars().saveEntry(
      aCalendarEntry({ appointmentId: appointment.id, conflict: 'deleted', version: 1 }),
    )
    const [found] = await calendars().listConflicts(MONDAY)
    expect(await calendars().settleConflict(found?.id ?? 0, 'calendar', MONDAY)).toBe(true)
    await change(storage, { ...appointment, status: 'cancelled' })
    expect(await calendars().listConflicts(MONDAY)).toEqual([])
    expect(await calendars().listWork(1, MONDAY, 10)).toEqual([])
  })

  it('shows an event that lies on an appointment, as long as it does, and not one that touches it', async () => {
    await connected()
    const { id, slot } = await booked(present().storage)
    const before = { start: plus(slot.start, -minutes(30)), end: slot.start }
    await read([before], 'before')
    expect(await calendars().listConflicts(MONDAY)).toEqual([])
    await read([{ start: before.start, end: plus(slot.start, 1) }], 'on it')
    expect(await calendars().listConflicts(MONDAY)).toMatchObject([
      { id: undefined, kind: 'collides', appointmentId: id, busy: { start: before.start } },
    ])
    expect(await calendars().listConflicts(slot.end)).toEqual([])
    await read([], 'gone')
    expect(await calendars().listConflicts(MONDAY)).toEqual([])
  })
}
