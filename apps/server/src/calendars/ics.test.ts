import type { Instant, TimeZoneId } from '@appointease/domain'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { AppointmentFacts } from '../ports/messages.ts'
import { renderIcs } from './ics.ts'

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

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent')
  const [event] = events
  if (!event) throw new Error('No event')
  return { calendar, events, event: new ICAL.Event(event), component: event }
}

describe('a calendar entry', () => {
  test('holds the appointment in UTC', () => {
    const { calendar, event, component } = read(renderIcs(appointment, business))
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
    expect(event.startDate.toICALString()).toBe('20261201T150000Z')
    expect(event.endDate.toICALString()).toBe('20261201T153000Z')
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
