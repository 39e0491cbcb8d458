import type { Instant, TimeZoneId } from '@appointease/domain'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { wordsOf } from '../mail/languages.ts'
import type { AppointmentFacts } from '../ports/messages.ts'
import { type IcsBusiness, type IcsOptions, renderIcs as render } from './ics.ts'

const at = (text: string) => Date.parse(text) as Instant

/** 10:00 in New York, in winter. */
const appointment: AppointmentFacts = {
  strongId: 'APT-2026-7K3MPQRS',
  status: 'confirmed',
  slot: { start: at('2026-12-01T15:00:00Z'), end: at('2026-12-01T15:30:00Z') },
  timeZone: 'America/New_York' as TimeZoneId,
  name: 'Ada Lovelace',
  priceMinor: 7500,
  currency: 'USD',
  serviceName: 'Consultation',
  employeeName: 'Sarah Johnson',
  version: 1,
  createdAt: at('2026-11-23T10:00:00Z'),
  updatedAt: at('2026-11-23T10:00:00Z'),
}
const business = {
  name: 'Harbour Practice',
  address: 'no-reply@example.com',
  manageUrl: 'https://example.com/manage',
}

const words = wordsOf('en').calendar
const invitee = { name: 'Ada Lovelace', address: 'ada@example.com' }

const renderIcs = (facts: AppointmentFacts, of: IcsBusiness, options: Partial<IcsOptions> = {}) =>
  render(facts, of, { words, ...options })

/** By a parser that nobody here wrote, and that goes by the zones of the file alone. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  ICAL.TimezoneService.reset()
  const events = calendar.getAllSubcomponents('vevent')
  const [event] = events
  if (!event) throw new Error('No event')
  const moment = (name: string) => {
    const time = event.getFirstPropertyValue(name)
    return time instanceof ICAL.Time ? time.toJSDate().toISOString() : 'none'
  }
  return { calendar, events, event: new ICAL.Event(event), component: event, moment }
}

describe('a calendar entry', () => {
  test('holds the appointment on the clock of the business', () => {
    const { calendar, event, component, moment } = read(renderIcs(appointment, business))
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
    expect(component.getFirstProperty('dtstart')?.toICALString()).toBe(
      'DTSTART;TZID=America/New_York:20261201T100000',
    )
    expect([moment('dtstart'), moment('dtend')]).toEqual([
      '2026-12-01T15:00:00.000Z',
      '2026-12-01T15:30:00.000Z',
    ])
    expect(event.summary).toBe('Consultation – Harbour Practice')
    expect(event.description).toContain('With Sarah Johnson')
    expect(event.organizer).toBe('mailto:no-reply@example.com')
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-23T10:00:00Z')
  })

  test('keeps its UID for life while its SEQUENCE rises with every version', () => {
    const moved = { ...appointment, version: 2, updatedAt: at('2026-11-24T10:00:00Z') }
    const elsewhere = {
      ...business,
      address: 'no-reply@other.example',
      manageUrl: 'https://other.example/manage',
    }
    const before = read(renderIcs(appointment, business)).event
    const after = read(renderIcs(moved, elsewhere)).event
    expect([before.uid, before.sequence]).toEqual(['APT-2026-7K3MPQRS@appointease', 0])
    expect([after.uid, after.sequence]).toEqual(['APT-2026-7K3MPQRS@appointease', 1])
  })

  test('withdraws itself once cancelled', () => {
    const { calendar, component, event } = read(
      renderIcs({ ...appointment, status: 'cancelled', version: 2 }, business),
    )
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(event.uid).toBe('APT-2026-7K3MPQRS@appointease')
  })

  test('of an appointment that waits for approval is tentative', () => {
    const { component } = read(renderIcs({ ...appointment, status: 'pending' }, business))
    expect(component.getFirstPropertyValue('status')).toBe('TENTATIVE')
  })

  test('does not name the customer', () => {
    expect(renderIcs(appointment, business)).not.toContain('Ada')
  })

  test('is the same text for the same version', () => {
    expect(renderIcs(appointment, business)).toBe(renderIcs({ ...appointment }, business))
  })

  test.each([
    'Cut, wash; "dry" \\n and more',
    'One\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Other',
    'Straße 日本語 '.repeat(20),
    'Bell\u0007 and escape\u001b',
  ])('keeps names as text, whatever is in them: %j', (name) => {
    const text = renderIcs({ ...appointment, serviceName: name, employeeName: name }, { ...business, name })
    const { events, event } = read(text)
    const plain = name.replace(/[\s\p{Cc}]+/gu, ' ').trim()
    expect(events).toHaveLength(1)
    expect(event.summary).toBe(`${plain} – ${plain}`)
    expect(event.description.split('\n')[0]).toBe(`With ${plain}`)
  })

  test('has CRLF line ends and no line over 75 octets', () => {
    const text = renderIcs({ ...appointment, serviceName: 'Straße 日本語 '.repeat(20) }, business)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })
})

describe('an invitation', () => {
  test('is from the business to the one who gets the mail, and asks nothing of them', () => {
    const { calendar, component, event } = read(renderIcs(appointment, business, { invitee }))
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
    expect(event.organizer).toBe('mailto:no-reply@example.com')
    expect(event.attendees).toHaveLength(1)
    const [attendee] = event.attendees
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe('mailto:ada@example.com')
    expect(attendee?.getParameter('cn')).toBe('Ada Lovelace')
    expect([attendee?.getParameter('partstat'), attendee?.getParameter('rsvp')]).toEqual([
      'ACCEPTED',
      'FALSE',
    ])
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
  })

  test('that was changed or taken back is the same event to whoever had it, in a later version', () => {
    const slot = { start: at('2026-12-02T15:00:00Z'), end: at('2026-12-02T15:30:00Z') }
    const versions = [
      appointment,
      { ...appointment, slot, version: 2, updatedAt: at('2026-11-24T10:00:00Z') },
      { ...appointment, slot, status: 'cancelled', version: 3, updatedAt: at('2026-11-25T10:00:00Z') },
    ] as const
    const seen = versions.map((version) => read(renderIcs(version, business, { invitee })))
    for (const { event } of seen) {
      expect([event.uid, event.organizer]).toEqual([
        'APT-2026-7K3MPQRS@appointease',
        'mailto:no-reply@example.com',
      ])
      expect(event.attendees.map((one) => one.getParameter('cn'))).toEqual(['Ada Lovelace'])
    }
    expect(seen.map(({ event }) => event.sequence)).toEqual([0, 1, 2])
    const methods = seen.map(({ calendar }) => calendar.getFirstPropertyValue('method'))
    expect(methods).toEqual(['REQUEST', 'REQUEST', 'CANCEL'])
    expect(seen.at(-1)?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  })

  test('is taken back from whom the appointment is no longer with', () => {
    const { calendar, component } = read(renderIcs(appointment, business, { invitee, isWithdrawn: true }))
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
  })

  test.each(['Ada "the" Lovelace;CN=x:mailto:eve@example.com', 'A\r\nATTENDEE:mailto:eve@example.com', '^n'])(
    'names one invitee, whatever their name is: %j',
    (name) => {
      const { event } = read(renderIcs(appointment, { ...business, name }, { invitee: { ...invitee, name } }))
      expect(event.attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([
        'mailto:ada@example.com',
      ])
      expect(event.organizer).toBe('mailto:no-reply@example.com')
    },
  )

  test('without a name or a place to go leaves them out', () => {
    const { component, event } = read(
      renderIcs(appointment, { ...business, manageUrl: undefined }, { invitee: { ...invitee, name: '' } }),
    )
    expect(event.attendees[0]?.getParameter('cn')).toBeUndefined()
    expect(component.getFirstPropertyValue('url')).toBeNull()
  })
})

/** In each: a moment in winter, one in summer, and those around the changes of the clocks. */
const ZONES = {
  'America/New_York': [
    '2026-01-15T15:00Z',
    '2026-07-15T15:00Z',
    '2026-03-08T06:55Z',
    '2026-03-08T07:00Z',
    '2026-11-01T04:50Z',
    '2026-11-01T07:00Z',
  ],
  // Half an hour of summer time.
  'Australia/Lord_Howe': [
    '2026-01-15T01:00Z',
    '2026-07-15T01:00Z',
    '2026-04-04T14:20Z',
    '2026-04-04T15:30Z',
    '2026-10-03T15:25Z',
    '2026-10-03T15:30Z',
  ],
  // Clocks that go by the moon.
  'Africa/Casablanca': [
    '2026-01-15T15:00Z',
    '2026-02-15T00:50Z',
    '2026-02-15T04:00Z',
    '2026-03-10T15:00Z',
    '2026-03-22T01:55Z',
    '2026-03-22T03:00Z',
    '2025-03-15T15:00Z',
  ],
  'Asia/Kolkata': ['2026-01-15T04:30Z', '2026-07-15T04:30Z'],
  'Europe/Dublin': ['2026-01-15T15:00Z', '2026-07-15T15:00Z', '2026-03-29T00:55Z', '2026-03-29T01:00Z'],
  'America/Santiago': ['2026-01-15T15:00Z', '2026-07-15T15:00Z'],
}
const MOMENTS = Object.entries(ZONES).flatMap(([zone, moments]) =>
  moments.map((moment) => [zone, moment] as const),
)

describe('the zone that goes along', () => {
  const inZone = (zone: string, start: string) =>
    renderIcs(
      {
        ...appointment,
        timeZone: zone as TimeZoneId,
        slot: { start: at(start), end: (at(start) + 5 * 60_000) as Instant },
      },
      business,
    )

  test.each(MOMENTS)('makes of the time on the clock of %s the moment that is meant: %s', (zone, start) => {
    const { component, moment } = read(inZone(zone, start))
    expect(component.getFirstProperty('dtstart')?.getParameter('tzid')).toBe(zone)
    expect(moment('dtstart')).toBe(new Date(start).toISOString())
    expect(moment('dtend')).toBe(new Date(at(start) + 5 * 60_000).toISOString())
  })

  test('says by one rule each what comes back every year, which is all that many calendars know', () => {
    const text = inZone('America/New_York', '2026-07-15T15:00Z')
    expect(text.match(/^RRULE:.*$/gm)).toEqual([
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
    ])
    expect(text).not.toContain('RDATE')
    expect(inZone('Europe/Dublin', '2026-07-15T15:00Z').match(/^RRULE:.*$/gm)).toEqual([
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    ])
  })

  test('is not needed in UTC, nor where the clock shows a time twice, which only UTC can tell apart', () => {
    // New York: 1:30 comes at 5:30Z and at 6:30Z.
    for (const [zone, start] of [
      ['UTC', '2026-07-15T15:00Z'],
      ['America/New_York', '2026-11-01T05:30Z'],
      ['America/New_York', '2026-11-01T06:30Z'],
    ] as const) {
      const text = inZone(zone, start)
      expect(text).not.toContain('VTIMEZONE')
      expect(read(text).moment('dtstart')).toBe(new Date(start).toISOString())
    }
  })
})
