import { MONDAY } from '@appointease/testkit/builders.ts'
import { type Customer, signInAs, TUESDAY } from '@appointease/testkit/customer.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { RADICALE } from '@appointease/testkit/engines/programs.ts'
import { type RadicaleServer, startRadicale } from '@appointease/testkit/engines/radicale.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { openSlotStream } from '@appointease/testkit/slotStream.ts'
import { startTestServer, TEST_SECRET, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../cli/runCommandLine.ts'
import { loadConfig } from '../config/loadConfig.ts'

let clock: FixedClock
let server: TestServer
let file: DatabaseFile
let ada: Customer
let radicale: RadicaleServer

const isFree = async (time: string, date = TUESDAY) => {
  const { body } = await server.send('POST', '/check-slot', { date, time, service_id: 1, employee_id: 1 })
  return body.available
}

async function calendars(words: string, input = '') {
  const [out, err]: [string[], string[]] = [[], []]
  const env = { DATA_DIR: server.dataDir, APPOINTEASE_SECRET: TEST_SECRET }
  const code = await runCommandLine(['calendars', ...words.split(' ')], {
    cwd: server.dataDir,
    clock,
    loadConfig: () => loadConfig(env, { cwd: server.dataDir }),
    readInput: async () => input,
    say: (line) => out.push(line),
    complain: (line) => err.push(line),
  })
  return { code, text: [...out, ...err].join('\n') }
}

const connect = (more = '', password = radicale.password) =>
  calendars(
    `connect --employee 1 --url ${radicale.calendarUrl} --user ${radicale.user} --allow-http ${more}`.trim(),
    `${password}\n`,
  )

/** Seconds after which a calendar is asked again at the latest, however often it failed. */
const LONGEST_PAUSE = 301

/** Half a minute later everything that is due has been read and written. */
async function look(seconds = 31) {
  clock.advance(seconds)
  await server.lookAtCalendars()
}

const anEvent = (lines: readonly string[], uid = 'dentist') =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//somebody//a calendar//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20261101T000000Z',
    'SUMMARY:Dentist',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const tenToEleven = ['DTSTART:20261124T100000Z', 'DTEND:20261124T110000Z']

/** The only event that is there and ours. */
async function written() {
  const names = (await radicale.list()).filter((name) => name.startsWith('APT-'))
  expect(names).toHaveLength(1)
  const name = names[0] ?? ''
  return { name, text: (await radicale.get(name)).text }
}

const isWritten = async () => (await radicale.list()).some((name) => name.startsWith('APT-'))

describe.skipIf(RADICALE === undefined)('an employee’s outside calendar, on Radicale', () => {
  beforeEach(async () => {
    clock = fixedClock(MONDAY)
    radicale = await startRadicale()
    server = await startTestServer({ clock })
    file = openDatabaseFile(server.databasePath)
    ada = await signInAs(server, 'ada@example.com')
  })
  afterEach(async () => {
    expect(findViolations(file, clock.now())).toEqual([])
    file.close()
    await server.stop()
    await radicale.stop()
    expect(server.log.join('\n')).not.toContain(radicale.password)
  })

  it('takes the slots that it is full with, from lists and from bookings, and gives them back', async () => {
    expect(await connect()).toMatchObject({ code: 0 })
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    expect([
      await isFree('09:30'),
      await isFree('10:00'),
      await isFree('10:30'),
      await isFree('11:00'),
    ]).toEqual([true, false, false, true])
    expect(outcomeOf(await ada.book('10:30'))).toBe('400 STAFF_TIME_OFF')
    expect((await ada.book('10:30', { employee_id: 2 })).status).toBe(201)
    await radicale.remove('dentist.ics')
    await look()
    expect(await isFree('10:00')).toBe(true)
    expect((await ada.book('10:00')).status).toBe(201)
  })

  it('is told to those who look at the day', async () => {
    await connect()
    await look()
    const query = `date=${TUESDAY}&employee_id=1&service_id=1&client_id=watching_1`
    const stream = await openSlotStream(`${server.url}/wp-json/appointease/v1/slots/stream?${query}`)
    const before = await stream.event()
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    const after = await stream.event(undefined, 1)
    expect(after.data).not.toEqual(before.data)
    stream.close()
  })

  it('counts series with their exceptions, whole days and floating times, and not what is free or cancelled', async () => {
    await connect()
    await radicale.put(
      'series.ics',
      anEvent([
        'DTSTART;TZID=Europe/Berlin:20260105T100000',
        'DTEND;TZID=Europe/Berlin:20260105T103000',
        'RRULE:FREQ=DAILY',
        'EXDATE;TZID=Europe/Berlin:20261125T100000',
      ]),
    )
    await radicale.put(
      'away.ics',
      anEvent(['DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261128'], 'away'),
    )
    await radicale.put('floating.ics', anEvent(['DTSTART:20261124T120000', 'DURATION:PT30M'], 'floating'))
    await radicale.put('free.ics', anEvent([...tenToEleven, 'TRANSP:TRANSPARENT'], 'free'))
    await radicale.put('off.ics', anEvent([...tenToEleven, 'STATUS:CANCELLED'], 'off'))
    await look()
    const taken = [
      ['09:00', TUESDAY],
      ['12:00', TUESDAY],
      ['09:00', '2026-11-26'],
      ['09:00', '2026-11-27'],
      ['16:30', '2026-11-27'],
    ]
    const free = [
      ['10:00', TUESDAY],
      ['09:00', '2026-11-25'],
      ['09:30', '2026-11-26'],
    ]
    for (const [time, date] of taken) expect(await isFree(time ?? '', date), `${date} ${time}`).toBe(false)
    for (const [time, date] of free) expect(await isFree(time ?? '', date), `${date} ${time}`).toBe(true)
  })

  it('is asked one small question where nothing has changed', async () => {
    await connect()
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    const reads = () => server.log.filter((line) => line.includes('Outside calendar read')).length
    const once = reads()
    const { version } = await server.storage.catalog.getCatalog()
    await look()
    await look()
    expect(reads()).toBe(once)
    expect((await server.storage.catalog.getCatalog()).version).toBe(version)
  })

  it('is written with appointments, which move and go away there as here', async () => {
    await connect()
    const { body } = await ada.book('10:00')
    await look(0)
    const first = await written()
    expect(first.text).toContain('DTSTART:20261124T100000Z')
    expect(first.text).toContain(`UID:${body.strong_id}@appointease`)
    expect(first.text).not.toContain(ada.email)
    await ada.move(body.appointment_id, '14:00')
    await look(0)
    expect((await written()).text).toContain('DTSTART:20261124T140000Z')
    // What was written from here is nothing that lies on the appointment, and keeps nobody from where it was.
    await look()
    expect((await calendars('conflicts')).text).toBe('0 found.')
    expect((await server.storage.catalog.getCatalog()).calendar.employees.get(1)?.busyTimes).toBeUndefined()
    expect([await isFree('10:00'), await isFree('13:30'), await isFree('14:30')]).toEqual([true, true, true])
    expect((await ada.move(body.appointment_id, '14:30')).status).toBe(200)
    await ada.cancel(body.appointment_id)
    await look(0)
    expect(await isWritten()).toBe(false)
    expect((await calendars('conflicts')).text).toBe('0 found.')
  })

  it('is written with what was booked before it was connected, and not with what moves to somebody else', async () => {
    const { body } = await ada.book('10:00')
    await connect()
    await look(0)
    expect(await isWritten()).toBe(true)
    await ada.move(body.appointment_id, '10:00', { employee_id: 2 })
    await look(0)
    expect(await isWritten()).toBe(false)
  })

  it('keeps a reminder that somebody has added when an appointment moves', async () => {
    await connect()
    const { body } = await ada.book('10:00')
    await look(0)
    const { name, text } = await written()
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT5M', 'DESCRIPTION:soon', 'END:VALARM', '']
    await radicale.put(name, text.replace('END:VEVENT', `${alarm.join('\r\n')}END:VEVENT`))
    await look()
    expect((await calendars('conflicts')).text).toBe('0 found.')
    await ada.move(body.appointment_id, '14:00')
    await look(0)
    const moved = (await written()).text
    expect(moved).toContain('DTSTART:20261124T140000Z')
    expect(moved).toContain('BEGIN:VALARM')
  })

  it('keeps an event that was changed there as a conflict, and writes over it only when told to', async () => {
    await connect()
    const { body } = await ada.book('10:00')
    await look(0)
    const { name, text } = await written()
    const edited = text.replace('DTSTART:20261124T100000Z', 'DTSTART:20261124T093000Z')
    await radicale.put(name, edited)
    await ada.move(body.appointment_id, '14:00')
    await look()
    expect((await written()).text).toContain('DTSTART:20261124T093000Z')
    const conflicts = (await calendars('conflicts')).text
    expect(conflicts).toContain(
      `${body.strong_id}  employee 1  2026-11-24T14:00:00Z  was changed in the calendar`,
    )
    await ada.cancel(body.appointment_id)
    await look()
    expect(await isWritten()).toBe(true)
    const again = await ada.book('15:00')
    expect(again.status).toBe(201)
    const id = /^ *(\d+)/.exec(conflicts)?.[1]
    expect(await calendars(`settle --conflict ${id} --keep appointment`)).toMatchObject({ code: 0 })
    await look(0)
    expect((await written()).text).toContain('DTSTART:20261124T150000Z')
  })

  it('keeps one that was removed there as a conflict, found by reading, and leaves the appointment alone', async () => {
    await connect()
    const { body } = await ada.book('10:00')
    await look(0)
    await radicale.remove((await written()).name)
    await look()
    const conflicts = (await calendars('conflicts')).text
    expect(conflicts).toContain('was removed from the calendar')
    expect((await ada.show(body.appointment_id)).body.status).toBe('confirmed')
    await ada.move(body.appointment_id, '14:00')
    await look()
    expect(await isWritten()).toBe(false)
    await calendars(`settle --conflict ${/^ *(\d+)/.exec(conflicts)?.[1]} --keep calendar`)
    await look()
    expect(await isWritten()).toBe(false)
    expect((await calendars('conflicts')).text).toBe('0 found.')
  })

  it('shows an event that lies on an appointment', async () => {
    await connect()
    const { body } = await ada.book('10:00')
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    expect((await calendars('conflicts')).text).toContain(
      `${body.strong_id}  employee 1  2026-11-24T10:00:00Z  an event lies on it, 2026-11-24T10:00:00Z to 2026-11-24T11:00:00Z`,
    )
    expect((await ada.move(body.appointment_id, '11:00')).status).toBe(200)
    expect((await calendars('conflicts')).text).toBe('0 found.')
  })

  it('that is read only is not written to, and that is written only takes no slots', async () => {
    await connect('--read-only')
    await ada.book('14:00')
    await look()
    expect(await isWritten()).toBe(false)
    await connect('--write-only')
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    expect(await isWritten()).toBe(true)
    expect(await isFree('10:00')).toBe(true)
  })

  it('that is down keeps nobody from booking and no slot free, is shown, and is caught up with', async () => {
    await connect()
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    await radicale.kill()
    expect((await ada.book('14:00')).status).toBe(201)
    await look()
    expect(await isFree('10:00')).toBe(false)
    const { text } = await calendars('list')
    expect(text).toMatch(
      /Failed .*\(last read 2026-11-23T08:00:31Z\): The calendar’s server cannot be reached/,
    )
    expect(text).not.toContain(radicale.password)
    expect(await calendars('test --employee 1')).toMatchObject({ code: 1 })
    await radicale.restart()
    await look(LONGEST_PAUSE)
    expect((await written()).text).toContain('DTSTART:20261124T140000Z')
    expect((await calendars('list')).text).toContain('In order')
    expect(await calendars('test --employee 1')).toMatchObject({ code: 0 })
  })

  it('that hangs delays no booking and is given up after ten seconds', async () => {
    await connect()
    await look()
    radicale.pause()
    const looking = look()
    const began = performance.now()
    expect((await ada.book('10:00')).status).toBe(201)
    expect(await isFree('10:00')).toBe(false)
    expect(performance.now() - began).toBeLessThan(3_000)
    await looking
    expect((await calendars('list')).text).toContain('does not answer within 10 s')
    radicale.resume()
    await look(LONGEST_PAUSE)
    expect(await isWritten()).toBe(true)
  })

  it('with a wrong password is not connected, and one whose password was changed is shown', async () => {
    const refused = await connect('', 'wrong')
    expect(refused).toEqual({ code: 1, text: 'The user or the password is wrong. Nothing was changed.' })
    expect((await calendars('list')).text).toBe('0 connected.')
    await connect()
    await radicale.changePassword()
    expect((await ada.book('10:00')).status).toBe(201)
    await look()
    expect((await calendars('list')).text).toContain('The user or the password is wrong.')
  })

  it('is forgotten when it is disconnected', async () => {
    await connect()
    await radicale.put('dentist.ics', anEvent(tenToEleven))
    await look()
    expect(await calendars('disconnect --employee 1')).toMatchObject({ code: 0 })
    expect(await isFree('10:00')).toBe(true)
    expect(await calendars('disconnect --employee 1')).toMatchObject({ code: 1 })
  })

  it('is refused where it is no calendar, leads elsewhere or would be asked in clear', async () => {
    const place = '--employee 1 --user ada'
    const outcome = async (url: string, more = '--allow-http') =>
      calendars(`connect ${place} --url ${url} ${more}`.trim(), radicale.password)
    const home = radicale.calendarUrl.replace('work/', '')
    expect((await outcome(home)).text).toContain('At this address is no calendar')
    expect((await outcome(`${home}nothing/`)).text).toContain('At this address is nothing')
    expect((await outcome(radicale.calendarUrl, '')).text).toContain('--allow-http allows it')
    expect((await outcome('http://ada:secret@localhost/')).text).not.toContain('secret')
    expect((await calendars('')).text).toContain('It takes one of connect, list')
  })
})
