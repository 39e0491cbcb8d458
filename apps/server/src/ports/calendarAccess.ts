import type { Interval } from '@appointease/domain'

/** An event, or a series of them, as it is kept there. */
export interface OutsideObject {
  readonly href: string
  readonly etag: string
  /** iCalendar. */
  readonly text: string
}

/** `changed`: it is not what it was taken to be. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly etag: string }
  | { readonly kind: 'changed' }
  /** This one cannot be written; `problem` in plain words. */
  | { readonly kind: 'refused'; readonly problem: string }

/** One calendar of a server, reached with one account. Everything throws {@link CalendarUnreadable}. */
export interface CalendarAccess {
  /** What changes whenever anything in it does; empty where the server cannot say. One small request. */
  look(): Promise<string>
  /** Every event that lies in the interval, and series that may. */
  listObjects(within: Interval): Promise<readonly OutsideObject[]>
  /** Undefined: there is none. */
  find(href: string): Promise<OutsideObject | undefined>
  /** `etag` undefined: only where there is none yet. */
  put(href: string, text: string, etag: string | undefined): Promise<WriteOutcome>
  /** Removing what is gone succeeds. */
  remove(href: string, etag: string): Promise<WriteOutcome>
}

export interface CalendarAccount {
  readonly url: string
  readonly user: string
  readonly password: string
}

/** Ends when the signal does. */
export type OpenCalendar = (account: CalendarAccount, signal: AbortSignal) => CalendarAccess

/** A calendar that cannot be used at present. The message is one line in plain words and names no password. */
export class CalendarUnreadable extends Error {
  override readonly name = 'CalendarUnreadable'
}
