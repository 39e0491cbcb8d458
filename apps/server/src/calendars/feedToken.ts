/** What the secret part of a feed's address is fingerprinted for. */
export const FEED_SEAL = 'calendar feed'

/** Where a calendar is, below the site's own address. */
export const feedAddress = (publicUrl: URL, token: string): string =>
  new URL(`calendar/${token}.ics`, publicUrl).href
