import { escapeHtml } from '../../escapeHtml.ts'
import { directionOf, type Language } from '../../mail/languages.ts'
import type { CatalogOfPage } from '../catalog/presentCatalog.ts'
import { PAGE_WORDS } from './pageWords.ts'

export interface AppPage {
  readonly view: 'book' | 'manage'
  readonly businessName: string
  readonly language: Language
  /** BCP 47; of `language`. */
  readonly locale: string
  /** The language was asked for by the address, and goes along from page to page. */
  readonly isAskedFor: boolean
  /** Where this site begins, ending in `/`. */
  readonly basePath: string
  /** Built files, relative to `basePath`. */
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
  /** Saves the app three requests before it can draw anything. */
  readonly catalog: CatalogOfPage
}

/** The page that carries the booking app. It holds the public catalogue and nothing of a visitor's, and runs only files of this site. */
export function appPage(page: AppPage): string {
  const { language, locale, basePath, scripts, styles, businessName } = page
  const words = PAGE_WORDS[language]
  const title = businessName === '' ? words[page.view] : `${words[page.view]} · ${businessName}`
  const address = (file: string) => escapeHtml(`${basePath}${file}`)
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${directionOf(language)}">
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
<noscript><p>${escapeHtml(words.withoutScripts(businessName))}</p></noscript>
</body>
</html>
`
}

function configOf({ basePath, language, locale, isAskedFor }: AppPage): object {
  const query = isAskedFor ? `?lang=${language}` : ''
  return {
    restUrl: `${basePath}wp-json/appointease/v1/`,
    heartbeatUrl: `${basePath}wp-admin/admin-ajax.php`,
    locale,
    manageUrl: `${basePath}manage${query}`,
    bookingUrl: `${basePath}${query}`,
  }
}
