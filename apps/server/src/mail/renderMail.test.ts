import type { Instant, TimeZoneId } from '@appointease/domain'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { AppointmentFacts, AppointmentMessage, Message, NoticeEvent } from '../ports/messages.ts'
import { type MailSettings, renderMail as render } from './renderMail.ts'

const at = (text: string) => Date.parse(text) as Instant

const settings: MailSettings = {
  businessName: 'Harbour Practice',
  locale: 'en',
  publicUrl: new URL('https://example.com/book/'),
  mailFrom: 'no-reply@example.com',
}

/** 10:00 in New York, in winter. */
const facts: AppointmentFacts = {
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

function messageOf(
  change: Partial<AppointmentMessage> & { facts?: Partial<AppointmentFacts> } = {},
): AppointmentMessage {
  const { facts: changed, ...rest } = change
  return {
    kind: 'appointment_confirmed',
    timeZone: 'America/New_York',
    locale: 'en-GB',
    ...rest,
    appointment: { ...facts, ...changed },
  }
}

const renderMail = (message: Message, of = settings) => render({ message, recipient: 'ada@example.com' }, of)
const textOf = (message: Message) => renderMail(message).text
const seenIn = (html: string) => html.replace(/<[^>]*>/g, '')

describe('a confirmation', () => {
  test('says what, with whom, when, for how much, and under which reference, in text and in HTML', () => {
    const mail = renderMail(messageOf())
    for (const body of [mail.text, seenIn(mail.html)]) {
      for (const fact of [
        'Consultation',
        'Sarah Johnson',
        'Tue 1 Dec, 10:00 – 10:30 (New York)',
        'US$75.00',
        'APT-2026-7K3MPQRS',
      ]) {
        expect(body).toContain(fact)
      }
    }
    for (const body of [mail.text, mail.html]) expect(body).toContain('https://example.com/book/manage')
    expect(mail.subject).toBe('Booked: Consultation, Tue 1 Dec, 10:00')
    expect(mail.senderName).toBe('Harbour Practice')
  })

  test('of a service that needs approval does not say that it is confirmed', () => {
    const mail = renderMail(messageOf({ facts: { status: 'pending' } }))
    expect(mail.subject).toMatch(/^Requested:/)
    expect(mail.text).not.toContain('Your appointment is confirmed')
  })

  test('leaves out a price of nothing', () => {
    expect(textOf(messageOf({ facts: { priceMinor: 0 } }))).not.toContain('Price')
  })

  test('counts money in the minor units of its currency', () => {
    expect(textOf(messageOf({ facts: { priceMinor: 7500, currency: 'JPY' } }))).toContain('JP¥7,500')
    expect(textOf(messageOf({ facts: { priceMinor: 7500, currency: 'KWD' } }))).toContain('KWD 7.500')
  })
})

describe('the calendar file', () => {
  test.each([
    ['appointment_confirmed', 'confirmed', 'REQUEST'],
    ['appointment_rescheduled', 'confirmed', 'REQUEST'],
    ['appointment_cancelled', 'cancelled', 'CANCEL'],
  ] as const)('goes with %s of a %s appointment and names its method', (kind, status, method) => {
    const { attachments } = renderMail(messageOf({ kind, facts: { status } }))
    expect(attachments).toHaveLength(1)
    expect(attachments[0]?.contentType).toContain(`method=${method}`)
    const calendar = new ICAL.Component(ICAL.parse(attachments[0]?.content ?? ''))
    expect(calendar.getFirstPropertyValue('method')).toBe(method)
  })
})

/** 10:00 in a zone that is an hour ahead of UTC in winter, or in UTC. */
function viennese(zone: string): Partial<AppointmentFacts> {
  const start = at(zone === 'UTC' ? '2026-12-01T10:00:00Z' : '2026-12-01T09:00:00Z')
  return { timeZone: zone as TimeZoneId, slot: { start, end: (start + 1_800_000) as Instant } }
}

describe('the time', () => {
  test("is on the recipient's clock, with the business's beside it where they differ", () => {
    const text = textOf(messageOf({ timeZone: 'Asia/Kolkata' }))
    expect(text).toContain('Tue 1 Dec, 20:30 – 21:00 (Kolkata)')
    expect(text).toContain('Our clock: Tue 1 Dec, 10:00 – 10:30 (New York)')
    expect(textOf(messageOf())).not.toContain('Our clock')
  })

  test("keeps the clock habit and the order of the recipient's region", () => {
    expect(textOf(messageOf({ locale: 'en-US' }))).toContain('Tue, Dec 1, 10:00 – 10:30 AM (New York)')
    expect(textOf(messageOf({ locale: 'de' }))).toContain('Di., 1. Dez., 10:00 – 10:30 Uhr')
    expect(textOf(messageOf({ locale: 'ar-EG' }))).toContain('الثلاثاء، ١ ديسمبر، ١٠:٠٠ – ١٠:٣٠ ص')
    expect(textOf(messageOf({ locale: 'fr' }))).toContain('mar. 1er déc., 10:00 – 10:30')
    expect(textOf(messageOf({ locale: 'fa-IR' }))).toMatch(/Dec.*10:00 – 10:30 \(New York\)/)
  })

  test('falls back where the recipient named a zone or locale that nobody knows', () => {
    expect(textOf(messageOf({ timeZone: 'Mars/Olympus', locale: '!' }))).toContain(
      '10:00 – 10:30 AM (New York)',
    )
  })

  test("is in the recipient's language, else in the business's, else in English", () => {
    const textIn = (own: string, business: string) =>
      renderMail(messageOf({ locale: own }), { ...settings, locale: business }).text
    expect(textIn('es-MX', 'de')).toContain('Su cita')
    expect(textIn('hi-IN', 'de-AT')).toContain('Ihr Termin')
    expect(textIn('hi-IN', 'it')).toContain('Your appointment')
  })

  test('has its zone named in that language', () => {
    const zoneIn = (locale: string, timeZone = 'Europe/Vienna') =>
      /10:30[^(]*\((.*)\)/.exec(textOf(messageOf({ locale, timeZone, facts: viennese(timeZone) })))?.[1]
    expect(zoneIn('en')).toBe('Vienna')
    expect(zoneIn('de')).toBe('Mitteleuropäische Zeit')
    expect(zoneIn('fr')).toBe('heure d’Europe centrale')
    expect(zoneIn('ar')).toBe('توقيت وسط أوروبا')
    expect(zoneIn('es', 'UTC')).toBe('UTC')
  })

  test('names the year when it is another one', () => {
    const slot = { start: at('2027-01-04T15:00:00Z'), end: at('2027-01-04T15:30:00Z') }
    expect(textOf(messageOf({ facts: { slot } }))).toMatch(/4 Jan 2027, 10:00/)
  })

  test('tells the two passes of a repeated hour apart by their offset', () => {
    /** New York turns its clocks back on 1 November 2026 at 06:00Z: 01:30 happens at 05:30Z and at 06:30Z. */
    const pass = (start: string, end: string) =>
      textOf(messageOf({ facts: { slot: { start: at(start), end: at(end) } } }))
    expect(pass('2026-11-01T05:30:00Z', '2026-11-01T05:45:00Z')).toContain('(New York, GMT-4)')
    expect(pass('2026-11-01T06:30:00Z', '2026-11-01T06:45:00Z')).toContain('(New York, GMT-5)')
  })

  test('names both days of an appointment over midnight', () => {
    const slot = { start: at('2026-12-02T04:30:00Z'), end: at('2026-12-02T05:30:00Z') }
    expect(textOf(messageOf({ facts: { slot } }))).toContain('Tue 1 Dec, 23:30 – Wed 2 Dec, 00:30 (New York)')
  })
})

describe('what people typed', () => {
  const hostile = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`

  test('is never markup', () => {
    const facts = { name: hostile, serviceName: hostile, employeeName: hostile }
    const { html } = renderMail(messageOf({ facts }), { ...settings, businessName: hostile })
    expect(html).not.toMatch(/<(script|img)/)
    expect(html).toContain('&lt;script&gt;')
  })

  test.each(['Win at https://evil.example', 'evil.example', 'a@evil.example', 'x'.repeat(61), ' \u202e '])(
    'is not greeted with where it could advertise or deceive: %j',
    (name) => {
      const mail = renderMail(messageOf({ facts: { name } }))
      expect(mail.text).toContain('\nHello,\n')
      expect(mail.html).not.toContain('evil')
    },
  )

  test.each(['Ada Lovelace', "Siobhán O'Brien", 'Dr. José-María', '山田 太郎'])(
    'is greeted with where it is a name: %s',
    (name) => {
      expect(textOf(messageOf({ facts: { name } }))).toContain(`\nHello ${name},\n`)
    },
  )
})

describe('a code', () => {
  const message: Message = {
    kind: 'one_time_code',
    code: '042137',
    issuedAt: at('2026-11-23T10:00:00Z'),
    expiresAt: at('2026-11-23T10:10:00Z'),
  }

  test('stands in the subject, the text and the HTML, without spaces, with how long it works', () => {
    const mail = renderMail(message)
    expect(mail.subject).toBe('042137 is your code for Harbour Practice')
    expect(mail.text).toContain('\n042137\n')
    expect(mail.html).toContain('>042137<')
    for (const body of [mail.text, mail.html]) expect(body).toContain('10 minutes')
    expect(mail.attachments).toEqual([])
  })
})

test('a mail loads nothing from elsewhere and respects dark mode', () => {
  const { html } = renderMail(messageOf())
  expect(html).not.toMatch(/src=|url\(|<link/)
  expect(html).toContain('prefers-color-scheme: dark')
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
    'https://example.com/book/manage',
  ])
})

/** The one calendar of a mail: to whom it is sent, and how. */
function calendarOf({ attachments }: ReturnType<typeof render>) {
  const [file] = attachments
  if (!file) return undefined
  const calendar = new ICAL.Component(ICAL.parse(file.content))
  const [event] = calendar.getAllSubcomponents('vevent')
  const attendee = String(event?.getFirstPropertyValue('attendee')).toLowerCase()
  const summary = event?.getFirstPropertyValue('summary')
  return { method: calendar.getFirstPropertyValue('method'), attendee, summary }
}

const previousSlot = { start: at('2026-11-30T15:00:00Z'), end: at('2026-11-30T15:30:00Z') }

describe('a reminder', () => {
  const message: Message = {
    ...messageOf(),
    kind: 'appointment_reminder',
    hoursBefore: 24,
    manageUrl: 'https://example.com/m/abc?a=1&b=2',
    unsubscribeUrl: 'https://example.com/end/abc',
  }

  test('leads to its own appointment and out of reminders, and has the calendar file', () => {
    const mail = renderMail(message)
    expect(mail.subject).toBe('Reminder: Consultation, Tue 1 Dec, 10:00')
    expect(mail.unsubscribeUrl).toBe('https://example.com/end/abc')
    expect(mail.text).toContain('See or change:\nhttps://example.com/m/abc?a=1&b=2\n')
    expect(mail.text).toContain('No more reminders:\nhttps://example.com/end/abc\n')
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      'https://example.com/m/abc?a=1&amp;b=2',
      'https://example.com/end/abc',
    ])
    // A calendar is shown to others more readily than a mail.
    const calendar = mail.attachments[0]?.content.replace(/\r\n /g, '') ?? ''
    expect(calendar).toContain('https://example.com/book/manage')
    expect(calendar).not.toContain('/m/abc')
    expect(calendarOf(mail)).toMatchObject({ method: 'REQUEST', attendee: 'mailto:ada@example.com' })
  })

  test('without such an address offers none', () => {
    const mail = renderMail({ ...messageOf(), kind: 'appointment_reminder', hoursBefore: 24 })
    expect(mail).not.toHaveProperty('unsubscribeUrl')
    expect(mail.text).not.toContain('No more reminders')
  })
})

describe('a change', () => {
  test('says when it was before, where that is known', () => {
    const moved = { ...messageOf({ kind: 'appointment_rescheduled' }), previousSlot }
    expect(textOf(moved)).toContain('Before:    Mon 30 Nov, 10:00 – 10:30 (New York)')
    expect(textOf(messageOf({ kind: 'appointment_rescheduled' }))).not.toContain('Before:')
  })
})

describe('a cancellation', () => {
  test('says why in one line, where somebody said so, and offers another time', () => {
    const message = messageOf({ kind: 'appointment_cancelled', facts: { status: 'cancelled' } })
    const mail = renderMail({ ...message, reason: 'Mia is\r\n\r\nill' })
    expect(mail.text).toContain('Reason:    Mia is ill\n')
    expect(mail.text).toContain('Book another time:\nhttps://example.com/book/\n')
  })
})

describe('a notice', () => {
  const notice = (kind: 'staff_notice' | 'owner_notice', event: NoticeEvent): Message => ({
    ...messageOf(),
    kind,
    event,
    previousSlot,
  })

  test('to an employee invites them to it, under the name of the customer', () => {
    const mail = render(
      { message: notice('staff_notice', 'booked'), recipient: 'sarah@example.com' },
      settings,
    )
    expect(mail.subject).toBe('New: Ada Lovelace, Tue 1 Dec, 10:00')
    expect(mail.text).toContain('Hello Sarah Johnson,\n\nAda Lovelace has an appointment with you.')
    expect(calendarOf(mail)).toEqual({
      method: 'REQUEST',
      attendee: 'mailto:sarah@example.com',
      summary: 'Consultation – Ada Lovelace',
    })
  })

  test('to whom it is no longer with takes it back, and greets nobody by the name of the other', () => {
    const mail = renderMail(notice('staff_notice', 'reassigned'))
    expect(mail.text).toContain('Hello,\n\nThe appointment with Ada Lovelace is with Sarah Johnson now.')
    expect(calendarOf(mail)?.method).toBe('CANCEL')
  })

  test('to the owner has no calendar file', () => {
    const mail = renderMail(notice('owner_notice', 'moved'))
    expect(mail.text).toContain('The appointment of Ada Lovelace with Sarah Johnson has a new time.')
    expect(mail.text).toContain('Before:    Mon 30 Nov')
    expect(mail.attachments).toEqual([])
  })

  test('leads nobody to the page of customers', () => {
    for (const kind of ['staff_notice', 'owner_notice'] as const) {
      const { html, text, attachments } = renderMail(notice(kind, 'booked'))
      expect(html + text + (attachments[0]?.content ?? '')).not.toContain('https://')
    }
  })

  test('of somebody whose name is none to be repeated shows it among the facts only', () => {
    const hostile = { ...messageOf({ facts: { name: 'Win at evil.example' } }), event: 'booked' } as const
    const mail = renderMail({ ...hostile, kind: 'owner_notice' })
    expect(mail.subject).toBe('New: a customer, Tue 1 Dec, 10:00')
    expect(mail.text).toContain('For:       Win at evil.example\n')
  })
})

test('a code is in the language of whoever asked, and of the business where that is not known', () => {
  const code = {
    kind: 'one_time_code',
    code: '042137',
    issuedAt: at('2026-11-23T10:00:00Z'),
    expiresAt: at('2026-11-23T10:10:00Z'),
  } as const
  expect(renderMail({ ...code, locale: 'ar' }).subject).toContain('هو رمزكم')
  expect(renderMail(code, { ...settings, locale: 'de' }).subject).toBe(
    '042137 ist Ihr Code für Harbour Practice',
  )
})
