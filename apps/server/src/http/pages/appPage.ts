import { escapeHtml } from '../../escapeHtml.ts'
import type { CatalogOfPage } from '../catalog/presentCatalog.ts'

export interface AppPage {
  readonly view: 'book' | 'manage'
  readonly businessName: string
  /** BCP 47. */
  readonly locale: string
  /** Where this site begins, ending in `/`. */
  readonly basePath: string
  /** Built files, relative to `basePath`. */
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
  /** Saves the app three requests before it can draw anything. */
  readonly catalog: CatalogOfPage
}

const TITLES = { book: 'Book an appointment', manage: 'My appointments' } as const
const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The page that carries the booking app. It holds the public catalogue and nothing of a visitor's, and runs only files of this site. */
export function appPage(page: AppPage): string {
  const { locale, basePath, scripts, styles } = page
  const language = locale.split('-')[0] ?? 'en'
  const title = page.businessName === '' ? TITLES[page.view] : `${TITLES[page.view]} · ${page.businessName}`
  const address = (file: string) => escapeHtml(`${basePath}${file}`)
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f4f3ef" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f1312" media="(prefers-color-scheme: dark)">
${page.view === 'manage' ? '<meta name="robots" content="noindex">\n' : ''}<title>${escapeHtml(title)}</title>
<link rel="icon" href="${address('favicon.svg')}" type="image/svg+xml">
${styles.map((file) => `<link rel="stylesheet" href="${address(file)}">\n`).join('')}${scripts.map((file) => `<script src="${address(file)}" defer></script>\n`).join('')}</head>
<body>
<div id="appointease-booking" data-view="${page.view}" data-config="${escapeHtml(JSON.stringify(configOf(page)))}" data-catalog="${escapeHtml(JSON.stringify(page.catalog))}"></div>
<noscript><p>Booking online needs JavaScript. Please switch it on in your browser, or contact ${escapeHtml(page.businessName || 'us')} directly.</p></noscript>
</body>
</html>
`
}

function configOf({ basePath, locale }: AppPage): object {
  return {
    restUrl: `${basePath}wp-json/appointease/v1/`,
    heartbeatUrl: `${basePath}wp-admin/admin-ajax.php`,
    locale,
    manageUrl: `${basePath}manage`,
    bookingUrl: basePath,
  }
}
