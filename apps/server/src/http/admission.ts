import type { RouteDefinition } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../commands/refusals.ts'
import { answerNotFound } from './answers.ts'
import { type Callers, type KnownCaller, MANAGE_HEADER, VISITOR } from './callers.ts'
import { isLoopback, isLoopbackHost } from './networkAddress.ts'
import type { Nonces } from './nonces.ts'
import { refuse } from './replies.ts'

/** Routes that say the same to everybody: no session is read for them, so they answer when none can be. */
const SAME_FOR_ALL = new Set(['catalogue', 'calendars', 'discovery', 'operations'])
/** These name a client and not a customer. */
const ASK_NO_SESSION = new Set(['pollSlots', 'streamSlots'])

declare module 'fastify' {
  interface FastifyRequest {
    knownCaller: KnownCaller
  }
}

export interface Doorkeeper {
  readonly callers: Callers
  readonly nonces: Nonces
  now(): Instant
}

/** Finds out who asks, before the body is read, and turns away whoever the route is not for. */
export function admit(route: RouteDefinition, { callers, now }: Doorkeeper) {
  const isSameForAll =
    route.auth === 'public' &&
    (ASK_NO_SESSION.has(route.id) || route.tags.some((tag) => SAME_FOR_ALL.has(tag)))
  const find = route.id === 'heartbeat' ? callers.findRecent : callers.find
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (route.auth === 'operator' && !isOnThisMachine(request)) return answerNotFound(request, reply)
    const link = shownLink(route, request)
    if (link !== undefined) {
      const holder = await callers.findByLink(link, now())
      if (holder === undefined) return refuse(reply, { kind: 'link_invalid' })
      request.knownCaller = holder
      return
    }
    request.knownCaller = isSameForAll ? VISITOR : await find(request, now())
    if (route.auth === 'customer' && request.knownCaller.caller.kind !== 'customer')
      return refuse(reply, whoAreYou(request.knownCaller))
  }
}

/** Who shows a link means the link, whatever cookie the browser adds; where none is taken nobody looks at it. */
function shownLink({ manageLink }: RouteDefinition, { headers, query }: FastifyRequest): string | undefined {
  if (manageLink === undefined) return undefined
  const shown = headers[MANAGE_HEADER]
  if (typeof shown === 'string' && shown !== '') return shown
  const inQuery = manageLink === 'header_or_query' && (query as { readonly manage?: unknown }).manage
  return typeof inQuery === 'string' && inQuery !== '' ? inQuery : undefined
}

/** A page of another site can make a browser send the cookie; it cannot read the nonce. */
export function requireNonce(route: RouteDefinition, { nonces, now }: Doorkeeper) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { caller } = request.knownCaller
    if (!route.cookieNonce || caller.kind !== 'customer' || caller.via !== 'cookie') return
    if (bringsCode(route, request.body)) return
    const nonce = request.headers['x-wp-nonce']
    const isValid =
      typeof nonce === 'string' && nonces.verifyNonce(nonce, caller.tokenFingerprint, now()) !== false
    if (!isValid) return refuse(reply, { kind: 'invalid_nonce' })
  }
}

/** Who signs in with a code proves that by itself and uses no cookie. */
function bringsCode(route: RouteDefinition, body: unknown): boolean {
  return route.id === 'createSession' && typeof body === 'object' && body !== null && 'otp' in body
}

function whoAreYou({ staleCredentials }: KnownCaller): Refusal {
  return { kind: staleCredentials ? 'session_expired' : 'not_logged_in' }
}

const FORWARDING = /^(?:x-forwarded-.*|forwarded|x-real-ip|via)$/

/**
 * A proxy on this machine speaks for others. It says so in a header, or passes on a `Host` that is not this machine;
 * nginx that is told neither speaks HTTP/1.0.
 */
function isOnThisMachine({ raw, headers }: FastifyRequest): boolean {
  const isForwarded = Object.keys(headers).some((name) => FORWARDING.test(name))
  const isDirect = !isForwarded && raw.httpVersion !== '1.0' && isLoopbackHost(headers.host ?? '')
  return isDirect && isLoopback(raw.socket.remoteAddress ?? '')
}
