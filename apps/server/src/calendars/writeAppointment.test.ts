import { anAppointment, instant, MONDAY, TUESDAY_TEN } from '@appointease/testkit/builders.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppointmentRecord } from '../ports/appointments.ts'
import { type CalendarAccess, CalendarUnreadable, type WriteOutcome } from '../ports/calendarAccess.ts'
import type { CalendarEntry, ConnectedCalendar } from '../ports/outsideCalendars.ts'
import { digestOf, renderEvent } from './appointmentEvent.ts'
import { doCalendarWork } from './writeAppointment.ts'

const URL_OF_CALENDAR = 'https://dav.example/ada/work/'
const calendar: ConnectedCalendar = {
  employeeId: 1,
  url: URL_OF_CALENDAR,
  user: 'ada',
  sealedPassword: '',
  readsBusy: true,
  writesAppointments: true,
  mark: '',
  checkedAt: undefined,
  failures: 0,
  problem: '',
  dueAt: MONDAY,
}
const appointment: AppointmentRecord = { ...anAppointment(), id: 7, version: 1 }
const moved: AppointmentRecord = {
  ...appointment,
  version: 2,
  slot: { start: instant('2026-11-24T14:00:00Z'), end: instant('2026-11-24T14:30:00Z') },
}
const href = `${URL_OF_CALENDAR}${appointment.strongId}.ics`

/** A calendar as a server keeps it, in memory: what a real one cannot be made to do at the right moment. */
let there: Map<string, { text: string; etag: string }>
let kept: CalendarEntry | undefined
let etags: number
/** What a server does instead of an answer to a write. */
let instead: ((write: () => void) => WriteOutcome | undefined) | undefined

const written = (text: string) => {
  etags += 1
  there.set(href, { text, etag: `"${etags}"` })
}

const access: CalendarAccess = {
  look: async () => '',
  listObjects: async () => [],
  async find(asked) {
    const object = there.get(asked)
    return object && { href: asked, ...object }
  },
  async put(asked, text, etag) {
    const isMeant = there.get(asked)?.etag === etag
    const outcome = instead?.(() => written(text))
    if (outcome) return outcome
    if (!isMeant) return { kind: 'changed' }
    written(text)
    return { kind: 'written', etag: there.get(asked)?.etag ?? '' }
  },
  async remove(asked, etag) {
    if (there.get(asked)?.etag !== etag) return { kind: 'changed' }
    there.delete(asked)
    return { kind: 'written', etag: '' }
  },
}

const calendars = {
  saveEntry: async (entry: Omit<CalendarEntry, 'id'>) => {
    kept = { ...entry, id: 1 }
  },
  removeEntry: async () => {
    kept = undefined
  },
}

const put = (record = appointment) =>
  doCalendarWork({ kind: 'put', appointment: record, entry: kept }, calendar, {
    calendars,
    access,
    now: MONDAY,
  })
const remove = () => {
  if (!kept) throw new Error('Nothing was written.')
  return doCalendarWork({ kind: 'remove', entry: kept }, calendar, { calendars, access, now: MONDAY })
}
/** Past the compiler, which cannot see that a call has changed it. */
const keptNow = () => kept
const startThere = () => /DTSTART:(\w+)/.exec(there.get(href)?.text ?? '')?.[1]

beforeEach(() => {
  there = new Map()
  kept = undefined
  etags = 0
  instead = undefined
})

describe('an appointment is written', () => {
  it('once, and again where it has moved', async () => {
    expect(await put()).toEqual({ kind: 'done' })
    expect(kept).toMatchObject({ version: 1, etag: '"1"', href, digest: digestOf(renderEvent(appointment)) })
    expect(await put(moved)).toEqual({ kind: 'done' })
    expect([startThere(), kept?.version]).toEqual(['20261124T140000Z', 2])
  })

  it('once where the process dies between writing and noting it', async () => {
    instead = (write) => {
      write()
      throw new Error('the process dies')
    }
    await expect(put()).rejects.toThrow('dies')
    instead = undefined
    expect(kept).toMatchObject({ version: 0 })
    expect(await put(moved)).toEqual({ kind: 'done' })
    expect(kept).toMatchObject({ version: 2, conflict: '' })
  })

  it('where the answer to a move is lost and it is moved once more', async () => {
    await put()
    instead = (write) => {
      write()
      throw new CalendarUnreadable('lost')
    }
    await expect(put(moved)).rejects.toThrow('lost')
    instead = undefined
    const again = { ...moved, version: 3, slot: appointment.slot }
    expect(await put(again)).toEqual({ kind: 'done' })
    expect([startThere(), kept?.version, keptNow()?.conflict]).toEqual(['20261124T100000Z', 3, ''])
  })

  it('by a server that says nothing of the etag', async () => {
    instead = (write) => {
      write()
      return { kind: 'written', etag: '' }
    }
    expect(await put()).toEqual({ kind: 'done' })
    expect(kept).toMatchObject({ version: 1, etag: '"1"' })
  })

  it('later, ever more seldom, where it is refused', async () => {
    instead = () => ({ kind: 'refused', problem: 'no' })
    expect(await put()).toEqual({ kind: 'refused', problem: 'no' })
    expect(kept).toMatchObject({ failures: 1, dueAt: MONDAY + 60_000 })
    await put()
    expect(kept).toMatchObject({ failures: 2, dueAt: MONDAY + 120_000 })
    instead = undefined
    expect(await put()).toEqual({ kind: 'done' })
    expect(kept).toMatchObject({ failures: 0, version: 1 })
  })
})

describe('what somebody has done there', () => {
  const theirs = renderEvent({ ...appointment, slot: { start: TUESDAY_TEN, end: moved.slot.end } })

  it('is not written over, before it is written for the first time, later, or at the last moment', async () => {
    written(theirs)
    expect(await put()).toEqual({ kind: 'conflict' })
    expect([there.get(href)?.text, keptNow()?.conflict]).toEqual([theirs, 'edited'])

    there.clear()
    kept = undefined
    await put()
    written(theirs)
    expect(await put(moved)).toEqual({ kind: 'conflict' })
    expect(there.get(href)?.text).toBe(theirs)

    there.clear()
    kept = undefined
    await put()
    instead = () => {
      written(theirs)
      return { kind: 'changed' }
    }
    expect(await put(moved)).toEqual({ kind: 'conflict' })
    expect([there.get(href)?.text, keptNow()?.conflict]).toEqual([theirs, 'edited'])
  })

  it('is not removed with the appointment', async () => {
    await put()
    written(theirs)
    expect(await remove()).toEqual({ kind: 'conflict' })
    expect(there.get(href)?.text).toBe(theirs)
  })

  it('is no conflict where an event that goes is gone already', async () => {
    await put()
    there.clear()
    expect(await remove()).toEqual({ kind: 'done' })
    expect(kept).toBeUndefined()
  })

  it('is a conflict where an event that was removed moves, unless the whole calendar is gone', async () => {
    await put()
    there.clear()
    const before = kept
    const gone = { ...access, look: () => Promise.reject(new CalendarUnreadable('nothing there')) }
    const work = { kind: 'put', appointment: moved, entry: kept } as const
    await expect(doCalendarWork(work, calendar, { calendars, access: gone, now: MONDAY })).rejects.toThrow(
      'nothing',
    )
    expect(kept).toEqual(before)
    expect(await put(moved)).toEqual({ kind: 'conflict' })
    expect(kept).toMatchObject({ conflict: 'deleted', conflictAt: MONDAY })
  })

  it('is written over where somebody decided so', async () => {
    written(theirs)
    await put()
    if (kept) kept = { ...kept, conflict: '', isForced: true, version: 0 }
    expect(await put()).toEqual({ kind: 'done' })
    expect(there.get(href)?.text).toBe(renderEvent(appointment))
    expect(kept).toMatchObject({ isForced: false, version: 1 })
  })
})
