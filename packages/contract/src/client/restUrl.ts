export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>

const ROOT_IN_QUERY = /((?:^|&)rest_route=)([^&]*)/

const writeQuery = (query: QueryValues): string => {
  const written = new URLSearchParams()
  for (const name of Object.keys(query)) {
    const value = query[name]
    if (value !== undefined && value !== null) written.append(name, String(value))
  }
  return written.toString()
}

/**
 * `base` is what WordPress's `rest_url()` prints: `https://site/wp-json/`, or without permalinks
 * `https://site/?rest_route=/`. Whatever else its query holds stays.
 */
export const restUrl = (base: string, path: string, query: QueryValues): string => {
  const mark = base.indexOf('?')
  const address = mark < 0 ? base : base.slice(0, mark)
  const baseQuery = mark < 0 ? '' : base.slice(mark + 1)
  const inQuery = ROOT_IN_QUERY.test(baseQuery)
  const rooted = baseQuery.replace(
    ROOT_IN_QUERY,
    (_, name: string, root: string) => `${name}${root.replace(/(?:\/|%2F)$/i, '')}${path}`,
  )
  const queries = [rooted, writeQuery(query)].filter((part) => part !== '').join('&')
  return `${inQuery ? address : address.replace(/\/$/, '') + path}${queries === '' ? '' : `?${queries}`}`
}

/** Puts parameters into an address like `/appointments/{id}`. */
export const fillPath = (template: string, params: QueryValues): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
