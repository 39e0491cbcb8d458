import type { Static, TSchema } from 'typebox'
import { ADDRESSES, type ClientRouteId, SHOWS_LINK } from './client/addresses.ts'
import { type FormValue, toBracketNotation } from './client/bracketNotation.ts'
import { fillPath, type QueryValues, restUrl } from './client/restUrl.ts'
import type { ClientResult } from './client/result.ts'
import { type Fetch, send, type WireRequest } from './client/transport.ts'
import type { HeartbeatData } from './heartbeat.ts'
import type { Routes } from './routes.ts'
import type { HeartbeatReply } from './schemas/heartbeat.ts'

export type { ClientRouteId } from './client/addresses.ts'
export { type FormValue, toBracketNotation } from './client/bracketNotation.ts'
export { restUrl } from './client/restUrl.ts'
export type { ClientError, ClientErrorCode, ClientFailure, ClientResult } from './client/result.ts'
export { type HeartbeatAnswer, type HeartbeatData, heartbeatAnswer, isUnchanged } from './heartbeat.ts'

export interface ClientOptions {
  /** The REST root as WordPress's `rest_url()` prints it: `/wp-json/`, or `/?rest_route=/`. */
  readonly baseUrl: string
  readonly fetch?: Fetch
  /** Goes into `X-WP-Nonce`. */
  readonly getNonce?: () => string | undefined
  /** Called with every newer nonce that a reply brings. */
  readonly onNonce?: (nonce: string) => void
  /** Goes into `Authorization: Bearer`, where cookies cannot be had. */
  readonly getToken?: () => string | undefined
  /** What the signed link of an appointment carries; goes into `X-AppointEase-Manage` where that counts. */
  readonly getManageLink?: () => string | undefined
  /** BCP 47; goes into `Accept-Language`, which mails are written by. Default: what the browser says by itself. */
  readonly locale?: string
  /** Default `same-origin`. */
  readonly credentials?: WireRequest['credentials']
  /** Default 15 000. */
  readonly timeoutMs?: number
}

export interface CallOptions {
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

type PartOf<Route, Name extends string> = Route extends {
  readonly [Key in Name]: infer Schema extends TSchema
}
  ? Static<Schema>
  : never

type Taking<Name extends string, Part> = [Part] extends [never]
  ? unknown
  : Record<never, never> extends Part
    ? { readonly [Key in Name]?: Part }
    : { readonly [Key in Name]: Part }

/** What one call takes: the parts that the route has, and no others. */
export type ClientCall<Id extends ClientRouteId> = CallOptions &
  Taking<'params', PartOf<Routes[Id], 'params'>> &
  Taking<'query', PartOf<Routes[Id], 'query'>> &
  Taking<'body', PartOf<Routes[Id], 'body'>> &
  (Routes[Id] extends { readonly headers: TSchema } ? { readonly idempotencyKey?: string } : unknown)

export type ClientData<Id extends ClientRouteId> = Static<Routes[Id]['success']['schema']>

type ClientMethod<Id extends ClientRouteId> = (
  ...call: Record<never, never> extends ClientCall<Id> ? [call?: ClientCall<Id>] : [call: ClientCall<Id>]
) => Promise<ClientResult<ClientData<Id>>>

export interface HeartbeatOptions extends CallOptions {
  /** `ajaxurl`: the address of `/wp-admin/admin-ajax.php`. */
  readonly url: string
  /** `_nonce`; only a caller who is signed in by cookie needs one. */
  readonly nonce?: string
  readonly screenId?: string
  readonly hasFocus?: boolean
  /** Seconds, as `heartbeat.js` reports its own; the server does not go by it. */
  readonly interval?: number
}

/**
 * One method a route, each named by the route's id. Every method resolves; a refusal, a lost connection and a
 * time-out are values. Nothing is sent twice: whether to repeat is the caller's decision, and safe for
 * `bookAppointment` with the same `idempotencyKey`.
 */
export type Client = { readonly [Id in ClientRouteId]: ClientMethod<Id> } & {
  /** One tick; `data` may carry entries of other plugins too. */
  heartbeat(data: HeartbeatData, options: HeartbeatOptions): Promise<ClientResult<HeartbeatReply>>
}

interface AnyCall extends CallOptions {
  readonly params?: QueryValues
  readonly query?: QueryValues
  readonly body?: unknown
  readonly idempotencyKey?: string
}

const NAMESPACE = '/appointease/v1'
const DEFAULT_TIMEOUT_MS = 15_000

const noncesIn = (result: ClientResult<unknown>): readonly unknown[] => {
  if (!result.ok) return []
  const data = (typeof result.data === 'object' && result.data !== null ? result.data : {}) as Record<
    string,
    unknown
  >
  return [result.headers.get('X-WP-Nonce'), data.nonce, data.rest_nonce]
}

/** A stream is read as it comes: there is an address and no method. */
const isAnsweredAtOnce = (id: keyof typeof ADDRESSES) => id !== 'streamSlots'

export const createClient = (options: ClientOptions): Client => {
  const fetch: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))

  const common = (call: CallOptions) => ({
    credentials: options.credentials ?? ('same-origin' as const),
    timeoutMs: call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(call.signal ? { signal: call.signal } : {}),
  })

  const callerHeaders = (id: ClientRouteId): Record<string, string> => {
    const link = SHOWS_LINK[id] && options.getManageLink?.()
    const nonce = options.getNonce?.()
    const token = options.getToken?.()
    return {
      ...(options.locale ? { 'Accept-Language': options.locale } : {}),
      ...(nonce ? { 'X-WP-Nonce': nonce } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(link ? { 'X-AppointEase-Manage': link } : {}),
    }
  }

  const keepNonces = <Result extends ClientResult<unknown>>(result: Result): Result => {
    for (const nonce of noncesIn(result)) {
      if (typeof nonce === 'string' && nonce !== '' && nonce !== options.getNonce?.())
        options.onNonce?.(nonce)
    }
    return result
  }

  const request = async (id: ClientRouteId, call: AnyCall = {}): Promise<ClientResult<unknown>> => {
    const address = ADDRESSES[id]
    const space = address.indexOf(' ')
    const path = NAMESPACE + fillPath(address.slice(space + 1), call.params ?? {})
    const expects = path.endsWith('.ics') ? 'text' : 'json'
    return keepNonces(
      await send(fetch, {
        ...common(call),
        url: restUrl(options.baseUrl, path, call.query ?? {}),
        method: address.slice(0, space),
        expects,
        headers: {
          Accept: expects === 'text' ? 'text/calendar, application/json' : 'application/json',
          ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(call.idempotencyKey ? { 'Idempotency-Key': call.idempotencyKey } : {}),
          ...callerHeaders(id),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      }),
    )
  }

  const heartbeat = async (data: HeartbeatData, beat: HeartbeatOptions): Promise<ClientResult<unknown>> =>
    keepNonces(
      await send(fetch, {
        ...common(beat),
        url: beat.url,
        method: 'POST',
        expects: 'json',
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
        },
        body: toBracketNotation({
          data: data as { readonly [name: string]: FormValue },
          interval: beat.interval ?? 60,
          _nonce: beat.nonce,
          action: 'heartbeat',
          screen_id: beat.screenId ?? 'front',
          has_focus: beat.hasFocus ?? true,
        }),
      }),
    )

  const methods = (Object.keys(ADDRESSES) as ClientRouteId[])
    .filter(isAnsweredAtOnce)
    .map((id) => [id, (call?: AnyCall) => request(id, call)])
  return { ...Object.fromEntries(methods), heartbeat } as Client
}
