import { minutes, plus } from '@appointease/domain'
import { anAppointment, instant, MONDAY } from '@appointease/testkit/builders.ts'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { wordsOf } from '../mail/languages.ts'
import type { CalendarEntry } from '../ports/appointments.ts'
import { renderFeed } from './feed.ts'
import { renderIcs } from './ics.ts'

const entry = (wish: Partial<CalendarEntry> & { start?: string } = {}): CalendarEntry => {
  const { start = '2026-12-01T15:00:00Z', ...differing } = wish
  const appointment = anAppointment({ start: instant(start), name: 'Ada Lovelace' })
  return { ...appointment, version: 1, ...differing }
}

async function read(entries: readonly CalendarEntry[], timeZone = 'Europe/Berlin') {
  const text = await renderFeed({ name: 'Harbour Practice', timeZone, entries })
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  return { text, calendar, events }
}

describe('a calendar to subscribe to', () => {
  it('says its name, its zone and how soon to look again', async () => {
    const { calendar, events } = await read([])
    const value = (name: string) => String(calendar.getFirstPropertyValue(name))
    expect([value('version'), value('x-wr-calname'), value('x-wr-timezone')]).toEqual([
      '2.0',
      'Harbour Practice',
      'Europe/Berlin',
    ])
    expect([value('refresh-interval'), value('x-published-ttl')]).toEqual(['PT15M', 'PT15M'])
    expect(calendar.getFirstPropertyValue('method')).toBeNull()
    expect(events).toEqual([])
  })

  it('shows the staff who comes for what, and nothing more of the customer', async () => {
    const { events, text } = await read([entry({ strongId: 'APT-2026-7K3MPQRS', version: 3 })])
    const [event] = events
    expect(event?.summary).toBe('Consultation – Ada Lovelace')
    expect(event?.description).toBe('With Sarah Johnson\nReference: APT-2026-7K3MPQRS')
    expect(event?.sequence).toBe(2)
    expect(text).not.toMatch(/ada@example\.com|ATTENDEE|ORGANIZER/)
  })

  it('knows each appointment by the same UID as its mails do', async () => {
    const one = entry()
    const business = { name: 'x', address: 'no-reply@example.com', manageUrl: 'https://example.com/manage' }
    const ics = renderIcs({ ...anAppointment(), ...one }, business, { words: wordsOf('en').calendar })
    const mailed = new ICAL.Component(ICAL.parse(ics)).getFirstSubcomponent('vevent')
    const { events } = await read([one])
    expect(events[0]?.uid).toBe(String(mailed?.getFirstPropertyValue('uid')))
  })

  it.each([
    ['pending', 'TENTATIVE'],
    ['confirmed', 'CONFIRMED'],
    ['completed', 'CONFIRMED'],
    ['no_show', 'CONFIRMED'],
    ['cancelled', 'CANCELLED'],
  ] as const)('says that what is %s is %s', async (status, said) => {
    const { events } = await read([entry({ status })])
    expect(events[0]?.component.getFirstPropertyValue('status')).toBe(said)
    const blocks = status === 'cancelled' ? 'TRANSPARENT' : 'OPAQUE'
    expect(events[0]?.component.getFirstPropertyValue('transp')).toBe(blocks)
  })

  // The hour before and after each change of clocks, in both directions, one of them by half an hour.
  it.each([
    ['Europe/Berlin', '2026-03-29T00:30:00Z', '01:30'],
    ['Europe/Berlin', '2026-03-29T01:30:00Z', '03:30'],
    ['America/New_York', '2026-11-01T05:30:00Z', '01:30'],
    ['America/New_York', '2026-11-01T06:30:00Z', '01:30'],
    ['Australia/Lord_Howe', '2026-04-04T14:45:00Z', '01:45'],
    ['Australia/Lord_Howe', '2026-04-04T15:15:00Z', '01:45'],
    ['Asia/Kathmandu', '2026-12-01T04:15:00Z', '10:00'],
  ])('holds the moment, which in %s at %s is %s', async (timeZone, start, wall) => {
    const { events } = await read([entry({ start })], timeZone)
    const { startDate, endDate } = events[0] ?? {}
    expect(startDate?.zone?.tzid).toBe('UTC')
    const began = startDate?.toJSDate() ?? new Date(0)
    expect(began.toISOString()).toBe(start.replace('Z', '.000Z'))
    expect(Number(endDate?.toJSDate()) - Number(began)).toBe(minutes(30))
    expect(began.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })).toBe(wall)
  })

  it.each([
    'Cut, wash; "dry" \\n and more',
    'One\r\nEND:VEVENT\r\nBEGIN:VEVENT',
    'Straße 日本語 👩🏽‍🦰 '.repeat(20),
  ])('keeps names as text, whatever is in them: %j', async (name) => {
    const { events, text } = await read([entry({ name, serviceName: name }), entry()])
    const plain = name.replace(/\s+/g, ' ').trim()
    expect(events.map(({ summary }) => summary)).toEqual([
      `${plain} – ${plain}`,
      'Consultation – Ada Lovelace',
    ])
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })

  it('holds thousands in their order, and lets others have their turn meanwhile', async () => {
    const many = Array.from({ length: 2_000 }, (_, number) =>
      entry({ start: '2026-12-01T15:00:00Z', createdAt: plus(MONDAY, number) }),
    )
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    const { events } = await read(many)
    clearInterval(timer)
    expect(events.map(({ uid }) => uid)).toEqual(many.map(({ strongId }) => `${strongId}@appointease`))
    expect(turns).toBeGreaterThan(3)
  })
})
