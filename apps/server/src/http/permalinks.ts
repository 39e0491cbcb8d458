const PLAIN_HOME = /^\/(?:index\.php)?$/

/**
 * WordPress's plain-permalink form (`/?rest_route=/appointease/v1/services&page=2`) as the address that it means.
 * As WordPress does it, the value is decoded once and is then a path; of several, the last counts.
 */
export function rewritePlainPermalink(url: string): string {
  const question = url.indexOf('?')
  if (question < 0 || !PLAIN_HOME.test(url.slice(0, question))) return url
  const pairs = url.slice(question + 1).split('&')
  const asked = pairs.filter((pair) => pair.startsWith('rest_route=')).at(-1)
  if (asked === undefined) return url
  const route = new URLSearchParams(asked).get('rest_route') ?? ''
  const path = route.split('/').map(encodeSegment).join('/')
  const rest = pairs.filter((pair) => pair !== '' && !pair.startsWith('rest_route=')).join('&')
  return `/wp-json${path.startsWith('/') ? '' : '/'}${path}${rest === '' ? '' : `?${rest}`}`
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replaceAll('%40', '@')
}

/** Addresses whose replies are for programs; everything else is for people. */
export function isApiAddress(url: string): boolean {
  return /^\/(?:wp-json|wp-admin)(?:[/?]|$)/.test(url)
}
