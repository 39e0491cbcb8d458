import { instantOf } from '@appointease/domain'
import { zone } from '@appointease/testkit/builders.ts'
import { describe, expect, test } from 'vitest'
import { EMAIL_TEMPLATE_NAMES, type EmailTemplateName } from '../ports/emailTemplates.ts'
import type { NoticeEvent } from '../ports/messages.ts'
import { count, LANGUAGES, type Language, languageOf, wordsOf } from './languages.ts'
import { renderMail } from './renderMail.ts'
import { type Sample, sampleMessage } from './sampleMessage.ts'
import { checkTemplate } from './templates/templates.ts'

/** Ten o'clock in Berlin on 1 December 2026, written the day before. */
const START = Date.parse('2026-12-01T09:00:00Z')
/** Numbers in place of names, so that whatever letters a mail has are the product's. */
const sample = (language: Language, differing: Partial<Sample> = {}): Sample => ({
  locale: language,
  timeZone: zone('Europe/Berlin'),
  serviceName: '11111',
  employeeName: '22222',
  customerName: '33333',
  priceMinor: 4400,
  currency: 'EUR',
  slot: { start: instantOf(START), end: instantOf(START + 1_800_000) },
  now: instantOf(START - 86_400_000),
  ...differing,
})
const settings = {
  businessName: '44444',
  locale: 'en',
  publicUrl: new URL('https://5.5.5.5/'),
  mailFrom: 'a@b.c',
}
const mailOf = (name: EmailTemplateName, language: Language, differing: Partial<Sample> = {}) => {
  const message = sampleMessage(name, sample(language, differing))
  const unsubscribeUrl = 'https://5.5.5.5/end?a=1&b=2'
  const about = message.kind === 'appointment_reminder' ? { ...message, unsubscribeUrl } : message
  const explained = about.kind === 'one_time_code' ? about : { ...about, reason: '66666' }
  return renderMail({ message: explained, recipient: 'a@b.c' }, settings)
}

const NOTICES = ['staff_notice', 'owner_notice'] as const
const EVENTS: readonly NoticeEvent[] = ['booked', 'moved', 'cancelled', 'reassigned']
/** Each mail that there is: notices once for each of their events. */
const MAILS = [
  ...EMAIL_TEMPLATE_NAMES.filter((name) => name !== 'staff_notice' && name !== 'owner_notice').map(
    (name) => [name, undefined] as const,
  ),
  ...NOTICES.flatMap((name) =>
    EVENTS.filter((event) => name === 'staff_notice' || event !== 'reassigned').map(
      (event) => [name, event] as const,
    ),
  ),
]
const CASES = LANGUAGES.flatMap((language) => MAILS.map(([name, event]) => [name, event, language] as const))

const seenIn = (html: string) =>
  html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, '\n')
/** Words of four letters and more; shorter ones mean something in several languages. */
const wordsIn = (text: string) => new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])

/** What is written alike in English and in another of the languages. */
const ALIKE: Readonly<Record<Language, readonly string[]>> = {
  en: [],
  de: ['code', 'mail'],
  fr: ['code', 'minutes', 'message'],
  es: [],
  ar: [],
}
const OURS = ['appointease', 'https', 'manage', 'nbsp', 'mpqrstv']

describe.each(CASES)('the mail %s (%s) in %s', (name, event, language) => {
  const mail = mailOf(name, language, event && { event })
  const parts = [mail.subject, mail.text, seenIn(mail.html)]

  test('leaves no field open and no place empty', () => {
    for (const part of parts) {
      expect(part).not.toMatch(/[{}]|undefined|null|\[object|NaN/)
      expect(part.trim()).not.toBe('')
    }
    expect(mail.subject).not.toMatch(/^[\s:,،]|[:,،]\s*$/)
    expect(mail.text).not.toMatch(/\n{3}/)
  })

  test('says in text and in HTML the same', () => {
    const inText = wordsIn(mail.text)
    const inHtml = wordsIn(seenIn(mail.html))
    expect([...inHtml].filter((word) => !inText.has(word) && !OURS.includes(word))).toEqual([])
    expect([...inText].filter((word) => !inHtml.has(word) && !OURS.includes(word))).toEqual([])
  })

  test('is marked as what it is, for screen readers and for the side that its lines begin at', () => {
    const dir = language === 'ar' ? 'rtl' : 'ltr'
    expect(mail.html).toContain(`<html lang="${language}" dir="${dir}">`)
    expect(mail.html.match(new RegExp(`dir="${dir}"`, 'g'))?.length).toBeGreaterThan(3)
    expect(mail.html).not.toContain(`text-align:${dir === 'rtl' ? 'left' : 'right'}`)
    const unmarked = mail.text.split('\n').filter((line) => line !== '' && !line.startsWith('\u200f'))
    expect(unmarked.some((line) => /\p{L}/u.test(line.replace(/^https?:\S+$/, '')))).toBe(dir === 'ltr')
  })

  if (language === 'en') return

  test('has nothing English left', () => {
    const english = mailOf(name, 'en', event && { event })
    const inEnglish = wordsIn([english.subject, english.text, seenIn(english.html)].join(' '))
    const alike = [...wordsIn(parts.join(' '))].filter((word) => inEnglish.has(word))
    expect(alike.filter((word) => ![...ALIKE[language], ...OURS].includes(word))).toEqual([])
  })
})

describe.each(LANGUAGES)('the words in %s', (language) => {
  const words = wordsOf(language)

  test('are templates that an owner could save', () => {
    for (const name of EMAIL_TEMPLATE_NAMES)
      expect([name, checkTemplate(name, words.templates[name])]).toEqual([name, { ok: true }])
  })

  test('have no exclamation marks, no spaces too many and no straight quotes', () => {
    const texts = JSON.stringify(words)
    expect(texts).not.toMatch(/[!¡]| {2}|[^\\]'/)
  })

  test('count by the rules of the language', () => {
    for (const forms of [words.minutes, words.hours]) {
      const kinds = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const counted = [0, 1, 2, 3, 10, 11, 24, 48, 100].map((number) => count(forms, number, language))
      for (const text of counted) expect(text).not.toContain('#')
      expect(Object.keys(forms)).toEqual(
        expect.arrayContaining(kinds.filter((kind) => kind !== 'many' || language === 'ar')),
      )
    }
  })
})

test('Arabic has its own two, few and many', () => {
  const { minutes } = wordsOf('ar')
  expect([1, 2, 3, 11, 100].map((number) => count(minutes, number, 'ar'))).toEqual([
    'دقيقة واحدة',
    'دقيقتين',
    '3 دقائق',
    '11 دقيقة',
    '100 دقيقة',
  ])
  expect(count(minutes, 10, 'ar-EG')).toBe('١٠ دقائق')
})

test('a language is that of the first locale in which there are mails', () => {
  expect(languageOf('de-AT', 'fr')).toBe('de')
  expect(languageOf('hi-IN', 'fr-CA')).toBe('fr')
  expect(languageOf('', '!')).toBe('en')
  expect(languageOf('constructor')).toBe('en')
})
