import { join } from 'node:path'
import { instantOf } from '@appointease/domain'
import { LANGUAGES, type Language } from '@appointease/server/mail/languages.ts'
import { renderMail } from '@appointease/server/mail/renderMail.ts'
import { type Sample, sampleMessage } from '@appointease/server/mail/sampleMessage.ts'
import { EMAIL_TEMPLATE_NAMES, type EmailTemplateName } from '@appointease/server/ports/emailTemplates.ts'
import { zone } from '@appointease/testkit/builders.ts'
import { TEST_TOOLS } from '../../scripts/testTools.ts'
import { launchChromium } from './chromium.ts'
import { emptyPictures } from './pictures.ts'

/**
 * Pictures of mails as Chromium shows their HTML, light and dark. Without a word: those of the documents. With a folder
 * after it: every mail in every language, to be looked at.
 */
const DOCUMENTS = join(import.meta.dirname, '../../docs/images/mail')
const SHOWN: readonly EmailTemplateName[] = ['confirmation', 'reminder']
const SHOWN_IN: readonly Language[] = ['en', 'de', 'ar']
const [, , everything] = process.argv

interface Place {
  readonly business: string
  readonly locale: string
  readonly zone: string
  readonly currency: string
  readonly priceMinor: number
  readonly serviceName: string
  readonly employeeName: string
  readonly customerName: string
}

const PLACES: Readonly<Record<Language, Place>> = {
  en: {
    business: 'Harbour Street Studio',
    locale: 'en-GB',
    zone: 'Europe/London',
    currency: 'GBP',
    priceMinor: 7500,
    serviceName: 'Consultation',
    employeeName: 'Sarah Johnson',
    customerName: 'Jo Miller',
  },
  de: {
    business: 'Physiotherapie am Hafen',
    locale: 'de-DE',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    priceMinor: 6800,
    serviceName: 'Erstgespräch',
    employeeName: 'Miriam Vogt',
    customerName: 'Jürgen Groß',
  },
  fr: {
    business: 'Atelier du Port',
    locale: 'fr-FR',
    zone: 'Europe/Paris',
    currency: 'EUR',
    priceMinor: 4500,
    serviceName: 'Coupe et brushing',
    employeeName: 'Élodie Marchand',
    customerName: 'Hélène Dupuis',
  },
  es: {
    business: 'Clínica del Puerto',
    locale: 'es-ES',
    zone: 'Europe/Madrid',
    currency: 'EUR',
    priceMinor: 5500,
    serviceName: 'Primera consulta',
    employeeName: 'Lucía Fernández',
    customerName: 'Íñigo Núñez',
  },
  ar: {
    business: 'عيادة الميناء',
    locale: 'ar-AE',
    zone: 'Asia/Dubai',
    currency: 'AED',
    priceMinor: 25_000,
    serviceName: 'استشارة أولى',
    employeeName: 'سارة الحسن',
    customerName: 'أحمد منصور',
  },
}

/** Tuesday, 1 December 2026, 9:00 in UTC; the day before for whoever is reminded. */
const START = Date.UTC(2026, 11, 1, 9)

function htmlOf(name: EmailTemplateName, language: Language): string {
  const place = PLACES[language]
  const sample: Sample = {
    ...place,
    timeZone: zone(place.zone),
    slot: { start: instantOf(START), end: instantOf(START + 45 * 60_000) },
    now: instantOf(START - 86_400_000),
  }
  const message = sampleMessage(name, sample)
  const unsubscribed =
    message.kind === 'appointment_reminder'
      ? { ...message, unsubscribeUrl: 'https://book.example.com/reminders/end' }
      : message
  return renderMail(
    { message: unsubscribed, recipient: 'jo@example.com' },
    {
      businessName: place.business,
      locale: place.locale,
      publicUrl: new URL('https://book.example.com/'),
      mailFrom: 'hello@example.com',
    },
  ).html
}

const chromium = TEST_TOOLS.find(({ variable }) => variable === 'APPOINTEASE_TEST_CHROMIUM')?.find()
const browser = await launchChromium(chromium)
const folder = everything ?? DOCUMENTS
await emptyPictures(folder)
const page = await browser.newPage({ viewport: { width: 640, height: 320 } })
for (const name of everything ? EMAIL_TEMPLATE_NAMES : SHOWN) {
  for (const language of everything ? LANGUAGES : SHOWN_IN) {
    await page.setContent(htmlOf(name, language))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const path = join(folder, `${name}-${language}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
    }
  }
}
await browser.close()
