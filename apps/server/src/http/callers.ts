import type { Instant } from '@appointease/domain'
import type { FastifyRequest } from 'fastify'
import type { Seals } from '../ports/seals.ts'
import type { Authority } from '../queries/ownAppointment.ts'
import type { Caller } from './handler.ts'
import type { RecentSessions } from './recentSessions.ts'

export const SESSION_COOKIE = 'appointease_session'
export const SESSION_SEAL = 'session'

/** Shows the signed link of an appointment; also `manage` in the query, where a route takes that. */
export const MANAGE_HEADER = 'x-appointease-manage'

const LONGEST_TOKEN = 256

export interface KnownCaller {
  readonly caller: Caller
  /** Something was sent to prove a session, and no live session is proved by it. */
  readonly staleCredentials: boolean
}

type Sent = Pick<FastifyRequest, 'headers' | 'cookies'>

export interface Callers {
  /** Reads the session store only where a token or cookie was sent. */
  find(request: Sent, now: Instant): Promise<KnownCaller>
  /** The same, up to a second late; for what is asked once a second and does nothing in the session's name. */
  findRecent(request: Sent, now: Instant): Promise<KnownCaller>
  /** Whoever shows this link; undefined where it opens nothing. */
  findByLink(token: string, now: Instant): Promise<KnownCaller | undefined>
}

type LinkAuthority = Extract<Authority, { kind: 'link' }>

export const VISITOR: KnownCaller = { caller: { kind: 'visitor' }, staleCredentials: false }

/** A Bearer token counts before the cookie: who names a session means that one. */
export function createCallers(
  sessions: Pick<RecentSessions, 'findSession' | 'findRecentSession'>,
  seals: Seals,
  openLink: (token: string, now: Instant) => Promise<Omit<LinkAuthority, 'kind'> | undefined>,
): Callers {
  async function know(
    request: Sent,
    now: Instant,
    findSession: RecentSessions['findSession'],
  ): Promise<KnownCaller> {
    const sent = sentToken(request)
    if (sent === undefined) return VISITOR
    const stale: KnownCaller = { caller: { kind: 'visitor' }, staleCredentials: true }
    if (sent.token.length > LONGEST_TOKEN) return stale
    const tokenFingerprint = seals.fingerprint(SESSION_SEAL, sent.token)
    const session = await findSession(tokenFingerprint, now)
    if (session === undefined) return stale
    const { email, expiresAt } = session
    return {
      caller: { kind: 'customer', email, tokenFingerprint, via: sent.via, expiresAt },
      staleCredentials: false,
    }
  }

  return {
    find: (request, now) => know(request, now, sessions.findSession),
    findRecent: (request, now) => know(request, now, sessions.findRecentSession),
    async findByLink(token, now) {
      const opened = await openLink(token, now)
      return opened && { caller: { kind: 'link', ...opened }, staleCredentials: false }
    },
  }
}

function sentToken({ headers, cookies }: Sent) {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return { token: bearer, via: 'bearer' as const }
  const cookie = cookies[SESSION_COOKIE]
  return cookie ? { token: cookie, via: 'cookie' as const } : undefined
}
