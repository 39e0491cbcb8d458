import { ROUTES, type SessionCreatedReply } from '@appointease/contract'
import type { CommandDependencies } from '../../commands/dependencies.ts'
import { CODE_SECONDS, issueCode } from '../../commands/issueCode.ts'
import { type OpenedSession, openSession, renewSession, SESSION_SECONDS } from '../../commands/openSession.ts'
import type { CustomerRecord } from '../../ports/customers.ts'
import { SESSION_COOKIE } from '../callers.ts'
import { normaliseEmail } from '../emails.ts'
import { type Caller, provedEmail, type Reply, type RequestContext, type SetCookie } from '../handler.ts'
import type { Limits } from '../limits.ts'
import type { Nonces } from '../nonces.ts'
import type { Router } from '../router.ts'

/** Proving an address with a code, and what follows from it. */
export function sessionRoutes(
  router: Router,
  deps: CommandDependencies,
  limits: Limits,
  nonces: Nonces,
): void {
  const { storage } = deps

  const signIn = async (
    email: string,
    code: string,
    context: RequestContext,
  ): Promise<Reply<SessionCreatedReply>> => {
    const within = await limits.take('code_attempt', context)
    if (!within.ok) return within
    const opened = await openSession(deps, { email: normaliseEmail(email), code })
    return opened.ok ? created(opened.value.session, opened.value.customer, context) : opened
  }

  const created = (
    session: OpenedSession,
    customer: CustomerRecord | undefined,
    context: RequestContext,
  ): Reply<SessionCreatedReply> => ({
    ok: true,
    data: {
      success: true,
      token: session.token,
      expires_in: SESSION_SECONDS,
      nonce: nonces.createNonce(session.tokenFingerprint, context.now),
      customer: customer ? { name: customer.name, phone: customer.phone || null } : null,
    },
    cookies: [{ name: SESSION_COOKIE, value: session.token, maxAgeSeconds: SESSION_SECONDS }],
  })

  const renew = async (
    caller: Extract<Caller, { kind: 'customer' }>,
    context: RequestContext,
  ): Promise<Reply<SessionCreatedReply>> => {
    const within = await limits.take('renewal', context)
    if (!within.ok) return within
    const renewed = await renewSession(deps, caller)
    if (!renewed.ok) return renewed
    return created(renewed.value, await storage.customers.findCustomer(caller.email), context)
  }

  router.handle(ROUTES.generateOtp, async ({ body, context }) => {
    const email = normaliseEmail(body.email)
    const within = await limits.take('code', context)
    if (!within.ok) return within
    const held =
      body.client_id && body.lock_token ? { clientId: body.client_id, lockToken: body.lock_token } : undefined
    const issued = await issueCode(deps, { email, held, locale: context.locale })
    if (!issued.ok) return issued
    return {
      ok: true,
      data: {
        success: true as const,
        message: 'We have sent you a code. It is valid for 10 minutes.',
        expires_in: CODE_SECONDS,
      },
    }
  })

  router.handle(ROUTES.verifyOtp, ({ body, context }) => signIn(body.email, body.otp, context))

  router.handle(ROUTES.createSession, async ({ body, context }) => {
    if (body.otp !== undefined && body.email !== undefined) return signIn(body.email, body.otp, context)
    if (body.otp !== undefined) return { ok: false, refusal: { kind: 'missing_param', params: ['email'] } }
    const { caller, staleCredentials } = context
    const isOwn = body.email === undefined || normaliseEmail(body.email) === provedEmail(caller)
    if (caller.kind === 'customer' && isOwn) return renew(caller, context)
    if (body.email !== undefined) return { ok: false, refusal: { kind: 'missing_param', params: ['otp'] } }
    return { ok: false, refusal: { kind: staleCredentials ? 'session_expired' : 'not_logged_in' } }
  })

  router.handle(ROUTES.getSession, async ({ context }) => {
    const { caller, now } = context
    if (caller.kind !== 'customer') {
      return { ok: true, data: { authenticated: false, nonce: nonces.createNonce('guest', now) } }
    }
    return {
      ok: true,
      data: {
        authenticated: true,
        email: caller.email,
        expires_in: Math.max(0, Math.floor((caller.expiresAt - now) / 1000)),
        nonce: nonces.createNonce(caller.tokenFingerprint, now),
      },
    }
  })

  router.handle(ROUTES.endSession, async ({ query, context }) => {
    const { caller } = context
    if (caller.kind === 'customer') {
      if (query.scope === 'this') await storage.sessions.deleteSession(caller.tokenFingerprint)
      else await storage.sessions.deleteSessionsOf(caller.email)
    }
    const gone: SetCookie = { name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 }
    return { ok: true, data: { success: true as const }, cookies: [gone] }
  })

  router.handle(ROUTES.checkCustomer, async ({ params, context }) => {
    const { caller } = context
    const email = normaliseEmail(params.email)
    if (caller.kind !== 'customer' || caller.email !== email)
      return { ok: false, refusal: { kind: 'forbidden' } }
    const customer = await storage.customers.findCustomer(email)
    return {
      ok: true,
      data: { exists: customer !== undefined, name: customer?.name ?? null, phone: customer?.phone || null },
    }
  })
}
