import type { Language } from '../../mail/languages.ts'

/** What the page says before the app has drawn anything, or where it never will. */
interface PageWords {
  readonly book: string
  readonly manage: string
  /** `business` may be empty. */
  readonly withoutScripts: (business: string) => string
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    book: 'Book an appointment',
    manage: 'My appointments',
    withoutScripts: (business) =>
      `Booking online needs JavaScript. Please switch it on in your browser, or contact ${business || 'us'} directly.`,
  },
  de: {
    book: 'Termin buchen',
    manage: 'Meine Termine',
    withoutScripts: (business) =>
      `Für die Buchung wird JavaScript benötigt. Bitte schalten Sie es in Ihrem Browser ein, oder wenden Sie sich direkt an ${business || 'uns'}.`,
  },
  fr: {
    book: 'Prendre rendez-vous',
    manage: 'Mes rendez-vous',
    withoutScripts: (business) =>
      `La réservation en ligne nécessite JavaScript. Activez-le dans votre navigateur, ou contactez directement ${business || 'notre équipe'}.`,
  },
  es: {
    book: 'Reservar una cita',
    manage: 'Mis citas',
    withoutScripts: (business) =>
      `Para reservar en línea hace falta JavaScript. Actívelo en su navegador o póngase en contacto directamente con ${business || 'nosotros'}.`,
  },
  ar: {
    book: 'حجز موعد',
    manage: 'مواعيدي',
    withoutScripts: (business) =>
      `يحتاج الحجز عبر الإنترنت إلى JavaScript. يرجى تفعيله في متصفحكم، أو التواصل مباشرة ${business ? `مع ${business}` : 'معنا'}.`,
  },
}
