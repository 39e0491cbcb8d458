import { Ajv } from 'ajv'
import type { TSchema } from 'typebox'
import { describe, expect, it } from 'vitest'
import {
  AppointmentDate,
  AppointmentRef,
  appointmentRefOf,
  ClientId,
  Email,
  EmployeeChoice,
  employeeChoiceOf,
  freeText,
  Id,
  idOf,
  Locale,
  Notes,
  nullable,
  orBlank,
  PersonName,
  Phone,
  Time,
  TimeZone,
} from './values.ts'

const ajv = new Ajv({ strict: true })
const accepted = (schema: TSchema, values: readonly unknown[]) =>
  values.filter((value) => ajv.validate(schema, value))
const acceptsAll = (schema: TSchema, values: readonly unknown[]) =>
  expect(accepted(schema, values)).toEqual(values)
const acceptsNone = (schema: TSchema, values: readonly unknown[]) =>
  expect(accepted(schema, values)).toEqual([])

/** Well-formed halves of a character that cannot be stored as UTF-8. */
const LONE_SURROGATES = ['\uD800', 'a\uDBFF', '\uDC00b', '\uDE00\uD83D']

describe('an id', () => {
  it('is a positive integer or its decimal digits, never beyond what a number holds exactly', () => {
    acceptsAll(Id, [1, '1', 999_999_999_999_999, '999999999999999'])
    acceptsNone(Id, [
      0,
      -1,
      1.5,
      '0',
      '01',
      '1.0',
      '1e3',
      ' 1',
      '1 ',
      '',
      '+1',
      '0x1',
      '9007199254740993',
      true,
      null,
      [1],
    ])
  })

  it('becomes a number', () => {
    expect(idOf('42')).toBe(42)
    expect(idOf(42)).toBe(42)
  })
})

describe('an employee choice', () => {
  it('is an id or the word any', () => {
    acceptsAll(EmployeeChoice, ['any', 1, '1'])
    acceptsNone(EmployeeChoice, ['Any', 'any1', '', 0, null])
    expect([employeeChoiceOf('any'), employeeChoiceOf('3'), employeeChoiceOf(3)]).toEqual(['any', 3, 3])
  })
})

describe('a reference to an appointment', () => {
  it('is the numeric id or the strong id, which keeps its letters as they are', () => {
    acceptsAll(AppointmentRef, [7, '7', 'APT-2026-K7Q2M9XA', 'APT-2026-aB3dE5fG7hJ9', 'APT-2021-000017'])
    acceptsNone(AppointmentRef, [
      'apt-2026-K7Q2M9XA',
      'APT-2026-K7Q2M9X',
      'APT-2026-00017',
      'APT-26-K7Q2M9XA',
      'APT-2026-K7Q2M9XA ',
      '',
    ])
    expect(appointmentRefOf('7')).toEqual({ id: 7 })
    expect(appointmentRefOf(7)).toEqual({ id: 7 })
    expect(appointmentRefOf('APT-2026-aB3dE5fG')).toEqual({ strongId: 'APT-2026-aB3dE5fG' })
  })
})

describe('a time and a date of an appointment', () => {
  it('has two digits each and lies within the day', () => {
    acceptsAll(Time, ['00:00', '23:59'])
    acceptsNone(Time, ['24:00', '9:00', '09:60', '09:00:00', '09:00\n'])
  })

  it('comes as a date, a wall time or an instant with its offset', () => {
    acceptsAll(AppointmentDate, [
      '2026-03-02',
      '2026-03-02 10:00',
      '2026-03-02 10:00:30',
      '2026-03-02T10:00:00Z',
      '2026-03-02t10:00:00z',
      '2026-03-02T10:00:00.123456+05:45',
      '2026-03-02T10:00:00-00:00',
    ])
    acceptsNone(AppointmentDate, [
      '2026-00-02',
      '2026-03-32',
      '2026-03-02 24:00',
      '2026-03-02T10:00',
      '2026-03-02T10:00:00',
      '2026-03-02T10:00:00+25:00',
      '2026-03-02 10:00Z',
      '20260302',
      '2026-03-02\n',
    ])
  })
})

describe('an e-mail address', () => {
  it('may hold what addresses hold', () => {
    acceptsAll(Email, [
      'a@b',
      'x@localhost',
      'a@xn--bcher-kva.example',
      'a@a--b.-c.example',
      "o'hara+tag@example.co.uk",
      'käthe@bücher.example',
      `${'a'.repeat(64)}@example.com`,
    ])
  })

  it('carries no second recipient, no display name and no header', () => {
    acceptsNone(Email, [
      'a@b,c@d',
      'a@b;c@d',
      'a@b c@d',
      'A <a@b>',
      '<a@b>',
      'a@b\nBcc: c@d',
      'a@b\r',
      'a@b%0a\u0000',
      'a@b\u2028',
      'a@b@c',
      '"a b"@c',
      '@b',
      'a@',
      'a@-',
      'a@b.--.c',
      'x@localhost.',
      'x@localhost..',
      'x@.localhost',
      'x@a..b',
      'a\u200Bb@example.com',
      'a@exam\u00ADple.com',
      'a@\u2066b',
      `${'a'.repeat(250)}@example.com`,
      ...LONE_SURROGATES.map((half) => `a${half}@b`),
    ])
  })

  it('is checked in linear time', () => {
    const begin = process.threadCpuUsage()
    acceptsNone(Email, [`${'a'.repeat(100_000)}`, `${'a@'.repeat(50_000)}`, `a@${'b.'.repeat(50_000)}`])
    expect(process.threadCpuUsage(begin).user / 1_000).toBeLessThan(500)
  })
})

describe('a name', () => {
  it('has 1 to 191 characters once trimmed, counted as the database counts them', () => {
    acceptsAll(PersonName, [
      'A',
      '  Ann  ',
      'x'.repeat(191),
      '😀'.repeat(191),
      ` ${'x'.repeat(191)} `,
      'Łukasz 李',
      'a b',
    ])
    acceptsNone(PersonName, ['', ' ', '\u00A0', 'x'.repeat(192), '😀'.repeat(192), ` ${'x'.repeat(192)} `])
  })

  it('is one line', () => {
    acceptsNone(PersonName, [
      'a\nb',
      'a\rb',
      '\na',
      'a\n',
      'a\tb',
      'a\u0000b',
      'a\u0085b',
      'a\u2028b',
      ...LONE_SURROGATES,
    ])
  })

  it('is checked in linear time', () => {
    const begin = process.threadCpuUsage()
    acceptsNone(PersonName, [`${' '.repeat(254)}\n`, `${'a '.repeat(127)}\n`])
    expect(process.threadCpuUsage(begin).user / 1_000).toBeLessThan(500)
  })
})

describe('free text', () => {
  it('holds lines and every character, but neither NUL nor half characters', () => {
    acceptsAll(Notes, ['', 'a\nb\tc', '😀', 'x'.repeat(2000), '=1+1', '<script>'])
    acceptsNone(Notes, ['x'.repeat(2001), 'a\u0000', 0, null, ...LONE_SURROGATES])
    acceptsAll(freeText(3), ['😀😀😀'])
  })
})

describe('other values', () => {
  it('keep telephone numbers to one line of 32 characters', () => {
    acceptsAll(Phone, ['', '+49 (0)30 1234-567 ext. 8'])
    acceptsNone(Phone, ['1\n2', 'x'.repeat(33), 49])
  })

  it('keep client ids to the letters that are safe in keys', () => {
    acceptsAll(ClientId, ['abc_-9', 'x'.repeat(64)])
    acceptsNone(ClientId, ['abcde', 'x'.repeat(65), 'abcdef:', 'abcdef\n', 'äbcdef'])
  })

  it('take zones and locales by shape', () => {
    acceptsAll(TimeZone, ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+12'])
    acceptsNone(TimeZone, ['', '../x', 'Europe/Berlin '])
    acceptsAll(Locale, ['en', 'de-DE', 'de_DE', 'zh-Hant-TW', 'de_DE_formal'])
    acceptsNone(Locale, ['', 'e', 'en us', 'en;q=1'])
  })

  it('may be blank or null where that is said, and only there', () => {
    acceptsAll(orBlank(Id), ['', 1])
    acceptsNone(Id, [''])
    acceptsAll(nullable(Time), ['10:00', null])
    acceptsNone(nullable(Time), ['', 'null'])
  })
})
