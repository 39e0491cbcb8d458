import type { Catalog } from '@appointease/store'

export interface PageConfig {
  restUrl: string
  heartbeatUrl: string
  locale: string
  manageUrl: string
  bookingUrl: string
  view: 'booking' | 'manage'
  /** The site's own nonce for REST calls, where it hands one out. */
  nonce?: string
  theme?: 'light' | 'dark'
  accent?: string
  serviceId?: number
  employeeId?: number
  /** The catalogue, where the page brings it along. */
  catalog?: Catalog
}

const defaults: PageConfig = {
  restUrl: '/wp-json/appointease/v1/',
  heartbeatUrl: '/wp-admin/admin-ajax.php',
  locale: 'en',
  manageUrl: '/manage',
  bookingUrl: '/',
  view: 'booking',
}

/** Other people spell their language as they like: `en_GB` as WordPress does, or `en-GB`. */
const asTag = (locale: string) => locale.replace('_', '-')

/** The visitor's own habit for dates and hours, where they speak the page's language; else the page's. */
export function preferredLocale(page: string, spoken: readonly string[]): string {
  const language = (tag: string) => tag.split('-')[0]
  return spoken.find((tag) => language(tag) === language(page)) ?? page
}

export function readConfig(root: HTMLElement): PageConfig {
  const given = JSON.parse(root.dataset.config ?? '{}') as Partial<PageConfig>
  const view = root.dataset.view === 'manage' ? 'manage' : (given.view ?? 'booking')
  const catalog = root.dataset.catalog ? { catalog: JSON.parse(root.dataset.catalog) as Catalog } : {}
  return { ...defaults, ...given, ...catalog, view, locale: asTag(given.locale ?? defaults.locale) }
}
