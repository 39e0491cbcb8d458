import { rewritePlainPermalink } from './permalinks.ts'

const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i
/** Addresses that no route has, so that what cannot be decoded goes the way of every request: guarded, named, logged. */
const NOWHERE = { api: '/wp-json/undecodable', page: '/undecodable' }

/**
 * What a request asks for, as a path that routes are found by. The absolute form (RFC 9112 section 3.2.2) means this
 * server whatever host it names, and WordPress's plain-permalink form means the path in it.
 */
export function routableAddress(target: string): string {
  const rest = target.replace(ABSOLUTE_FORM, '')
  const address = rewritePlainPermalink(rest.startsWith('/') ? rest : `/${rest}`)
  if (isDecodable(address)) return address
  return address.startsWith('/wp-') ? NOWHERE.api : NOWHERE.page
}

function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split(/[?#]/, 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}
