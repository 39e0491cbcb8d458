import type { ServerResponse } from 'node:http'
import type { Namespace, RouteDefinition } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { FastifyBaseLogger } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Refusal } from '../commands/refusals.ts'
import type { Authority } from '../queries/ownAppointment.ts'

/**
 * Who is asking. A customer is somebody who has proved a mail address and whose session is live; a link opens one
 * appointment to whoever shows it, and says nothing of who that is.
 */
export type Caller =
  | { readonly kind: 'visitor' }
  | {
      readonly kind: 'customer'
      /** Normalised. */
      readonly email: string
      readonly tokenFingerprint: string
      readonly via: 'bearer' | 'cookie'
      readonly expiresAt: Instant
    }
  | Extract<Authority, { kind: 'link' }>

/** The address that the caller has proved to be theirs. */
export function provedEmail(caller: Caller): string | undefined {
  return caller.kind === 'customer' ? caller.email : undefined
}

/** By what the caller may see and change appointments. */
export function authorityOf(caller: Caller): Authority | undefined {
  if (caller.kind === 'link') return caller
  return caller.kind === 'customer' ? { kind: 'address', email: caller.email } : undefined
}

export interface RequestContext {
  readonly caller: Caller
  /** A token or cookie was sent, but it is not that of a live session. */
  readonly staleCredentials: boolean
  /** Fingerprint of the caller's network address (of its /64 where it is IPv6). */
  readonly address: string
  readonly now: Instant
  /** BCP 47, the caller's first choice; empty where none was sent: then the business's. */
  readonly locale: string
  /** Which of the route's namespaces was called; none where the route has none. */
  readonly namespace?: Namespace
  readonly requestId: string
  readonly log: FastifyBaseLogger
}

/** Its attributes (HttpOnly, SameSite=Lax, Path=/, Secure under https) are added where it is sent. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** 0 removes the cookie. */
  readonly maxAgeSeconds: number
}

/** Which part of a list a reply carries; becomes `X-WP-Total`, `X-WP-TotalPages` and `Link`. */
export interface Paging {
  readonly page: number
  readonly perPage: number
  readonly total: number
}

/** A reply that goes on: one of the two is called, once. */
export interface OpenedStream {
  /** The head is written; what follows, and its end, is the stream's own. */
  start(response: ServerResponse): void
  /** Nobody wants to hear it. */
  cancel(): void
}

export interface StreamReply {
  readonly ok: true
  readonly stream: OpenedStream
}

export type Reply<Data> =
  | {
      readonly ok: true
      readonly data: Data
      /** Else the route's own. */
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly cookies?: readonly SetCookie[]
      readonly paging?: Paging
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly cookies?: readonly SetCookie[] }

type Part<Schema> = Schema extends TSchema ? Static<Schema> : Readonly<Record<string, never>>
type PartOf<R, Name extends string> = R extends { readonly [Key in Name]: infer Schema }
  ? Part<Schema>
  : Readonly<Record<string, never>>

/** What has been validated against the route's schemas. Names of headers are in lower case. */
export interface HandlerInput<R extends RouteDefinition> {
  readonly params: PartOf<R, 'params'>
  readonly query: PartOf<R, 'query'>
  readonly body: PartOf<R, 'body'>
  readonly headers: PartOf<R, 'headers'>
  readonly context: RequestContext
}

export type ReplyData<R extends RouteDefinition> = Part<R['success']['schema']>

/** Answers one route. A refusal is returned, a fault is thrown. */
export type Handler<R extends RouteDefinition> = (
  input: HandlerInput<R>,
) => Promise<Reply<ReplyData<R>> | StreamReply>
