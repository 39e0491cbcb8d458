import type { Instant } from '@appointease/domain'
import type { SessionRecord, SessionStore } from '../ports/identity.ts'

/** A session that was live a moment ago; for what only tells its owner that they are signed in. */
export interface RecentSessions extends SessionStore {
  /** As findSession, up to a second late where another process has ended the session. */
  findRecentSession(tokenFingerprint: string, now: Instant): Promise<SessionRecord | undefined>
}

const KEPT_MILLISECONDS = 1_000
const SESSIONS_KEPT = 10_000

interface Known {
  readonly session: SessionRecord
  /** Of performance.now. */
  readonly until: number
}

/** Remembers sessions for a second: whoever is signed in and watches asks for nothing else once a second. */
export function createRecentSessions(sessions: SessionStore): RecentSessions {
  const known = new Map<string, Known>()

  return {
    ...sessions,
    async findRecentSession(tokenFingerprint, now) {
      const one = known.get(tokenFingerprint)
      if (one && performance.now() < one.until && one.session.expiresAt > now) return one.session
      const session = await sessions.findSession(tokenFingerprint, now)
      if (known.size >= SESSIONS_KEPT) known.clear()
      if (session) known.set(tokenFingerprint, { session, until: performance.now() + KEPT_MILLISECONDS })
      else known.delete(tokenFingerprint)
      return session
    },
    async deleteSession(tokenFingerprint) {
      await sessions.deleteSession(tokenFingerprint)
      known.clear()
    },
    async deleteSessionsOf(email) {
      await sessions.deleteSessionsOf(email)
      known.clear()
    },
    async replaceSession(oldFingerprint, next, now) {
      const replaced = await sessions.replaceSession(oldFingerprint, next, now)
      known.clear()
      return replaced
    },
  }
}
