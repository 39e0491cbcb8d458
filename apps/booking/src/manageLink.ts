const KEY = 'appointeaseLink'

/** What the page's signed link carries. */
export interface ManageLink {
  current(): string | undefined
  forget(): void
}

/**
 * Takes what a signed link carries out of the address, where others could read it over a shoulder, in a copied address or
 * in a list of visited pages, before anything else is loaded. It stays with this entry of the tab's history: a reload and
 * the way back have it, and whoever opens the page anew has not.
 */
export function takeManageLink(): ManageLink {
  const url = new URL(location.href)
  const inFragment = new URLSearchParams(url.hash.slice(1)).get('manage')
  const given = url.searchParams.get('manage') ?? inFragment
  if (given !== null) {
    url.searchParams.delete('manage')
    if (inFragment !== null) url.hash = ''
    history.replaceState({ ...history.state, [KEY]: given }, '', url)
  }
  let token: string | undefined = given ?? history.state?.[KEY]
  return {
    current: () => token || undefined,
    forget() {
      token = undefined
      history.replaceState({ ...history.state, [KEY]: undefined }, '')
    },
  }
}

/** The reference of the appointment that it opens. */
export const referenceIn = (token: string): string => token.split('.')[0] ?? ''

/** The same link on the page that shows appointments here, which on somebody's site is one of theirs. */
export function linkOnPage(manageUrl: string, given: string): string {
  const token = new URL(given).searchParams.get('manage')
  const url = new URL(manageUrl, location.href)
  if (token) url.searchParams.set('manage', token)
  return url.href
}
