/** Milliseconds of one clock that never goes back, the same for all clients of a history. */
export type Moment = number

/** Half-open; empty where it does not begin before it ends. */
export interface Span {
  readonly from: Moment
  readonly until: Moment
}

export const ALWAYS: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

/** A start of one employee for one service. */
export interface Spot {
  readonly employee: number
  readonly service: number
  /** Milliseconds since 1970. */
  readonly start: number
}

/** A spot with whoever is free. */
export interface OpenSpot extends Omit<Spot, 'employee'> {
  readonly employee: number | 'any'
}

/** An appointment as one of its versions is, or as a reply told it. */
export interface Told {
  readonly id: number
  readonly version: number
  readonly employee: number
  readonly start: number
  readonly status: string
}

/**
 * What clients can ask, and what they are then told. A `request` names what the caller wants to have done once: a
 * booking carries it as its notes and, where `keyed`, as its idempotency key, and a change as its reason, so that the
 * database tells which request made what.
 */
export interface Deeds {
  /** Takes a lock, moves the one that the client has, or renews it. `shown`: the token that is sent along. */
  readonly lock: {
    readonly asked: { readonly spot: Spot; readonly shown: string | undefined }
    readonly told: { readonly token: string; readonly expiresInSeconds: number }
  }
  readonly release: {
    readonly asked: { readonly spot: Spot; readonly shown: string }
    readonly told: Nothing
  }
  readonly book: {
    readonly asked: {
      readonly request: string
      readonly keyed: boolean
      readonly spot: OpenSpot
      readonly shown: string | undefined
    }
    readonly told: ToldChange
  }
  readonly move: {
    readonly asked: {
      readonly request: string
      readonly appointment: number
      readonly employee: number
      readonly start: number
      readonly shown: string | undefined
      /** The version that the caller saw; undefined where it sends none. */
      readonly version: number | undefined
    }
    readonly told: ToldChange
  }
  readonly cancel: {
    readonly asked: { readonly request: string; readonly appointment: number }
    readonly told: ToldChange
  }
  readonly show: {
    readonly asked: { readonly appointment: number }
    readonly told: { readonly appointment: Told }
  }
  /** Starts of one employee's date that are said to be booked, and held by somebody else. */
  readonly look: {
    readonly asked: { readonly employee: number; readonly service: number; readonly date: string }
    readonly told: { readonly booked: readonly number[]; readonly locked: readonly number[] }
  }
}

type Nothing = Readonly<Record<never, never>>

interface ToldChange {
  readonly appointment: Told
  /** The reply as it came. */
  readonly text: string
}

export type DeedKind = keyof Deeds

export type Outcome<Value> =
  | { readonly is: 'ok'; readonly told: Value }
  | { readonly is: 'refused'; readonly code: string }
  /** The server says that nothing was written, and when to try again. */
  | { readonly is: 'failed'; readonly why: string }
  /** It may have happened, or happen yet, or never. `status`: that of an answer which nobody should get. */
  | { readonly is: 'unknown'; readonly why: string; readonly status?: number }

export interface CallOf<Kind extends DeedKind> {
  readonly kind: Kind
  /** Locks belong to it. A client's calls come one after another, but for those of one request. */
  readonly client: string
  /** Who was asked. */
  readonly server: string
  readonly began: Moment
  readonly ended: Moment
  readonly asked: Deeds[Kind]['asked']
  readonly outcome: Outcome<Deeds[Kind]['told']>
}

export type Call = { [Kind in DeedKind]: CallOf<Kind> }[DeedKind]

/** A call that asks for a change of appointments. */
export type Change = CallOf<'book'> | CallOf<'move'> | CallOf<'cancel'>

export const isChange = (call: Call): call is Change =>
  call.kind === 'book' || call.kind === 'move' || call.kind === 'cancel'
