import { minutes, plus } from '@appointease/domain'
import type { CodeRecord, SessionRecord } from '@appointease/server/ports/identity.ts'
import { expect, it } from 'vitest'
import { MONDAY } from '../builders.ts'
import { commit, type Present } from './harness.ts'

const session: SessionRecord = {
  tokenFingerprint: 'aa'.repeat(32),
  email: 'ada@example.com',
  createdAt: MONDAY,
  expiresAt: plus(MONDAY, minutes(24 * 60)),
}
const code: CodeRecord = {
  emailFingerprint: 'ee'.repeat(32),
  codeFingerprint: 'c0de',
  triesLeft: 5,
  issuedAt: MONDAY,
  expiresAt: plus(MONDAY, minutes(10)),
}
const INVALID = { ok: false, refusal: { kind: 'otp_invalid' } }
const ENDED = { ok: false, refusal: { kind: 'session_expired' } }
const EXPIRED = { ok: false, refusal: { kind: 'otp_expired' } }

export function identityRules(present: Present): void {
  const find = (fingerprint = session.tokenFingerprint, now = MONDAY) =>
    present().storage.sessions.findSession(fingerprint, now)
  const attempt = (fingerprint: string, now = MONDAY, address = code.emailFingerprint) =>
    commit(present().storage, (tx) => tx.codes.attemptCode(address, fingerprint, now))
  const put = (record: CodeRecord) => commit(present().storage, (tx) => tx.codes.putCode(record))

  it('finds a session until it expires', async () => {
    await present().storage.sessions.putSession(session)
    expect(await find()).toEqual(session)
    expect(await find(session.tokenFingerprint, plus(session.expiresAt, -1))).toEqual(session)
    expect(await find(session.tokenFingerprint, session.expiresAt)).toBeUndefined()
    expect(await find('bb')).toBeUndefined()
  })

  it('renews a session in place', async () => {
    const { sessions } = present().storage
    await sessions.putSession(session)
    const renewed = { ...session, expiresAt: plus(session.expiresAt, minutes(60)) }
    await sessions.putSession(renewed)
    expect(await find(session.tokenFingerprint, session.expiresAt)).toEqual(renewed)
  })

  it('puts a session in the place of a live one, and of no other', async () => {
    const { sessions } = present().storage
    const next = { ...session, tokenFingerprint: 'next' }
    const replace = (old: string, now = MONDAY) => sessions.replaceSession(old, next, now)
    await sessions.putSession(session)
    expect(await replace('never')).toEqual(ENDED)
    expect(await replace(session.tokenFingerprint, session.expiresAt)).toEqual(ENDED)
    expect([await find(), await find('next')]).toEqual([session, undefined])
    expect(await replace(session.tokenFingerprint)).toEqual({ ok: true })
    expect([await find(), await find('next')]).toEqual([undefined, next])
    expect(await replace(session.tokenFingerprint)).toEqual(ENDED)
  })

  it('lets one of many simultaneous replacements have the session’s place', async () => {
    const { storage, reopen } = present()
    const doors = [storage, (await reopen()).storage]
    await storage.sessions.putSession(session)
    const tokens = Array.from({ length: 20 }, (_, turn) => `next-${turn}`)
    const outcomes = await Promise.all(
      tokens.map((tokenFingerprint, turn) => {
        const next = { ...session, tokenFingerprint }
        return (doors[turn % 2] ?? storage).sessions.replaceSession(session.tokenFingerprint, next, MONDAY)
      }),
    )
    const live = await Promise.all(tokens.map((token) => find(token)))
    expect(live.map((found) => found !== undefined)).toEqual(outcomes.map(({ ok }) => ok))
    expect(live.filter(Boolean)).toHaveLength(1)
  })

  it('ends one session alone, and nothing where there is none', async () => {
    const { sessions } = present().storage
    const other = { ...session, tokenFingerprint: 'b' }
    for (const one of [session, other]) await sessions.putSession(one)
    await sessions.deleteSession(session.tokenFingerprint)
    await sessions.deleteSession('c')
    expect([await find(), await find('b')]).toEqual([undefined, other])
  })

  it('ends all sessions of an address and no other address’s', async () => {
    const { sessions } = present().storage
    const others = ['b', 'c'].map((tokenFingerprint) => ({ ...session, tokenFingerprint }))
    const stranger = { ...session, tokenFingerprint: 'd', email: 'ada@example.co' }
    for (const one of [...others, stranger]) await sessions.putSession(one)
    await sessions.deleteSessionsOf('ada@example.com')
    expect([await find('b'), await find('c'), await find('d')]).toEqual([undefined, undefined, stranger])
  })

  it('ends also the session that takes another’s place at that moment', async () => {
    const { storage, reopen } = present()
    const other = (await reopen()).storage
    for (let round = 0; round < 15; round++) {
      const next = { ...session, tokenFingerprint: `next-${round}` }
      await storage.sessions.putSession(session)
      const ways = [
        () => storage.sessions.deleteSessionsOf(session.email),
        () => other.sessions.replaceSession(session.tokenFingerprint, next, MONDAY),
      ]
      await Promise.all((round % 2 ? ways.reverse() : ways).map((way) => way()))
      expect(await find(next.tokenFingerprint)).toBeUndefined()
    }
  })

  it('takes a code once', async () => {
    await put(code)
    expect(await attempt('c0de')).toEqual({ ok: true })
    expect(await attempt('c0de')).toEqual(INVALID)
  })

  it('takes the right code at the fifth try, and none after five wrong ones', async () => {
    await put(code)
    for (let tries = 0; tries < 4; tries++) expect(await attempt('wrong')).toEqual(INVALID)
    expect(await attempt('c0de')).toEqual({ ok: true })
    await put(code)
    for (let tries = 0; tries < 5; tries++) expect(await attempt('wrong')).toEqual(INVALID)
    expect(await attempt('c0de')).toEqual(INVALID)
  })

  it('says of a code whose time has passed that it has expired, right or wrong', async () => {
    await put(code)
    expect(await attempt('c0de', code.expiresAt)).toEqual(EXPIRED)
    expect(await attempt('wrong', code.expiresAt)).toEqual(EXPIRED)
    expect(await attempt('c0de', plus(code.expiresAt, -1))).toEqual({ ok: true })
  })

  it('answers an address without a code as it answers a wrong code', async () => {
    expect(await attempt('c0de', MONDAY, 'nobody')).toEqual(INVALID)
  })

  it('replaces an outstanding code and its tries', async () => {
    await put({ ...code, triesLeft: 1 })
    await put({ ...code, codeFingerprint: 'new' })
    expect(await attempt('c0de')).toEqual(INVALID)
    expect(await attempt('new')).toEqual({ ok: true })
  })

  it('lets one of many simultaneous attempts use the code up', async () => {
    const { storage, reopen } = present()
    const other = await reopen()
    await put(code)
    const doors = [storage, other.storage]
    const attempts = Array.from({ length: 20 }, (_, turn) =>
      commit(doors[turn % 2] ?? storage, (tx) => tx.codes.attemptCode(code.emailFingerprint, 'c0de', MONDAY)),
    )
    expect((await Promise.all(attempts)).filter(({ ok }) => ok)).toHaveLength(1)
  })
}
