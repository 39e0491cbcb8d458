import type { TObject, TSchema } from 'typebox'
import type { ErrorCode } from '../errors.ts'

export const PRIMARY_NAMESPACE = 'appointease/v1'
export const LEGACY_NAMESPACE = 'booking/v1'

export type Namespace = typeof PRIMARY_NAMESPACE | typeof LEGACY_NAMESPACE
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * Who may call.
 * `customer_if_required`: a session of the address in the request, unless the owner has turned verification off.
 * `operator`: not public by default.
 */
export type Auth = 'public' | 'customer' | 'customer_if_required' | 'operator'

export interface RouteSuccess {
  readonly status: 200 | 201
  readonly schema: TSchema
  /** Default `application/json`. */
  readonly contentType?: string
  /** Whether the answer to a condition can be that nothing has changed: 304. */
  readonly conditional?: true
  /** Name to what it says, beside `X-Request-Id`, which every reply carries. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A reply that is neither the success nor of the shape of an error. */
export interface OtherReply {
  readonly status: number
  readonly description: string
  readonly schema: TSchema
}

export interface RouteDefinition {
  readonly id: string
  readonly method: Method
  /** In OpenAPI's form (`/appointments/{id}`), below each namespace; the whole path where there is none. */
  readonly path: string
  readonly namespaces: readonly Namespace[]
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly auth: Auth
  /**
   * Whether the signed link of an appointment will do for that appointment, in the header `X-AppointEase-Manage`, or also
   * in the query as `manage`. Where it is sent it counts in place of a session.
   */
  readonly manageLink?: 'header' | 'header_or_query'
  /** Whether a caller who is known by cookie must send `X-WP-Nonce`. */
  readonly cookieNonce: boolean
  readonly params?: TObject
  readonly query?: TObject
  readonly headers?: TObject
  readonly body?: TObject
  /** Default `application/json`. */
  readonly requestTypes?: readonly string[]
  readonly success: RouteSuccess
  readonly otherReplies?: readonly OtherReply[]
  readonly errors: readonly ErrorCode[]
}

export const defineRoute = <const Route extends RouteDefinition>(route: Route): Route => route

/** A route without a required field may come without a body. */
export const isBodyRequired = (route: RouteDefinition): boolean =>
  route.body !== undefined && (route.body.required ?? []).length > 0
