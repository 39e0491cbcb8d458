import { ROUTES } from '@appointease/contract'
import type { CommandDependencies } from '../../commands/dependencies.ts'
import { openReminderLink } from '../../reminderLinks.ts'
import { type Note, notePage } from '../pages/notePage.ts'
import type { Router } from '../router.ts'

interface PageWords {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Reminders are to end. */
  readonly ask: string
  /** They have ended. */
  readonly done: string
}

const NOT_FOUND = { ok: false, refusal: { kind: 'not_found' } } as const
const HEADERS = { 'cache-control': 'no-store' }

/** The end of reminders, by the link in each of them: a page with one button, and the one request that RFC 8058 makes of it. */
export function reminderRoutes(
  router: Router,
  { storage, seals, clock }: Pick<CommandDependencies, 'storage' | 'seals' | 'clock'>,
  publicUrl: URL,
  wordsIn: (...locales: readonly string[]) => PageWords,
): void {
  async function look(token: string) {
    const appointment = await openReminderLink(storage, seals, token)
    if (!appointment) return undefined
    const { settings } = await storage.catalog.getCatalog()
    const { language, direction, ask, done } = wordsIn(appointment.customerLocale, settings.locale)
    const page = { language: { tag: language, direction }, basePath: publicUrl.pathname }
    return { email: appointment.email, businessName: settings.businessName, page, ask, done }
  }

  router.handle(ROUTES.showReminderEnd, async ({ query }) => {
    const found = await look(query.token)
    if (!found) return NOT_FOUND
    const { page, ask, done, businessName, email } = found
    if (await storage.reminders.isRefused(email))
      return {
        ok: true,
        headers: HEADERS,
        data: notePage({ ...page, title: businessName, text: done }),
      }
    const action = `${page.basePath}unsubscribe?token=${encodeURIComponent(query.token)}`
    const button: Note['button'] = { action, name: 'List-Unsubscribe', value: 'One-Click', text: ask }
    return {
      ok: true,
      headers: HEADERS,
      data: notePage({ ...page, title: ask, text: businessName, button }),
    }
  })

  router.handle(ROUTES.endReminders, async ({ query }) => {
    const found = await look(query.token)
    if (!found) return NOT_FOUND
    const { page, done, businessName, email } = found
    await storage.reminders.refuse(email, clock.now())
    return { ok: true, headers: HEADERS, data: notePage({ ...page, title: businessName, text: done }) }
  })
}
