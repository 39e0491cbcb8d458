import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant, MONDAY } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestReply, type TestServer } from '@appointease/testkit/testServer.ts'
import { outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'
const GRACE = 'grace@example.com'
const ENDED = '401 SESSION_EXPIRED'
const NO_NONCE = '403 rest_cookie_invalid_nonce'
const TEN = { date: '2026-11-24', time: '10:00', service_id: 1, employee_id: 1 }

let dataDir: string
let clock: FixedClock
let server: TestServer

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  clock = fixedClock(MONDAY)
  server = await startTestServer({ dataDir, clock })
})
afterEach(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true })
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const cookie = (token: string) => ({ cookie: `appointease_session=${token}` })
const ownList = (headers: Record<string, string>) =>
  server.send('GET', '/user-appointments', undefined, headers)
const sessionOf = async (headers: Record<string, string>) =>
  (await server.send('GET', '/session', undefined, headers)).body

async function newCode(email: string): Promise<string> {
  const before = server.announced.length
  await server.send('POST', '/generate-otp', { email })
  await server.sendDueMails()
  return server.announced[before]?.slice(-6) ?? ''
}

const verify = async (email: string, headers: Record<string, string> = {}) =>
  server.send('POST', '/verify-otp', { email, otp: await newCode(email) }, headers)

test('a session lasts a day and not a moment longer', async () => {
  const token = await server.signIn(ADA)
  clock.advance(86_400 - 0.001)
  expect(outcomeOf(await ownList(bearer(token)))).toBe('200')
  clock.advance(0.001)
  expect(outcomeOf(await ownList(bearer(token)))).toBe(ENDED)
  expect(await sessionOf(bearer(token))).toMatchObject({ authenticated: false })
})

test('a session survives a restart', async () => {
  const token = await server.signIn(ADA)
  await server.stop()
  server = await startTestServer({ dataDir, clock })
  expect(await sessionOf(bearer(token))).toMatchObject({ authenticated: true, email: ADA })
})

test('ending a session ends all of its address, everywhere, and nobody else', async () => {
  const [here, there, grace] = [
    await server.signIn(ADA),
    await server.signIn(ADA),
    await server.signIn(GRACE),
  ]
  expect(outcomeOf(await server.send('DELETE', '/session', undefined, bearer(here)))).toBe('200')
  expect(outcomeOf(await ownList(bearer(here)))).toBe(ENDED)
  expect(outcomeOf(await ownList(cookie(there)))).toBe(ENDED)
  expect(outcomeOf(await ownList(bearer(grace)))).toBe('200')
})

test('ending a session where it says so ends that one alone', async () => {
  const [here, there] = [await server.signIn(ADA), await server.signIn(ADA)]
  expect(outcomeOf(await server.send('DELETE', '/session?scope=this', undefined, bearer(here)))).toBe('200')
  expect(outcomeOf(await ownList(bearer(here)))).toBe(ENDED)
  const unreadable = await server.send('DELETE', '/session?scope=all', undefined, bearer(there))
  expect(unreadable.status).toBe(400)
  expect(outcomeOf(await ownList(cookie(there)))).toBe('200')
})

test('renewing gives a new token for another day, and the old one ends', async () => {
  const token = await server.signIn(ADA)
  clock.advance(80_000)
  const renewed = await server.send('POST', '/session', {}, bearer(token))
  expect(renewed.body).toMatchObject({ success: true, expires_in: 86_400 })
  expect(outcomeOf(await ownList(bearer(token)))).toBe(ENDED)
  clock.advance(80_000)
  expect(outcomeOf(await ownList(bearer(renewed.body.token)))).toBe('200')
})

test('of twenty renewals at once one succeeds, and one session is left', async () => {
  const token = await server.signIn(ADA)
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => server.send('POST', '/session', {}, bearer(token))),
  )
  const renewed = replies.filter((reply) => outcomeOf(reply) === '200')
  expect(renewed).toHaveLength(1)
  expect(replies.filter((reply) => outcomeOf(reply) === ENDED)).toHaveLength(19)
  expect(await sessionOf(bearer(renewed[0]?.body.token))).toMatchObject({ email: ADA })
})

test('who signs out is signed out, also where the session is renewed at that moment', async () => {
  for (let round = 0; round < 10; round++) {
    const token = await server.signIn(ADA)
    const ways = [
      () => server.send('DELETE', '/session', undefined, bearer(token)),
      () => server.send('POST', '/session', {}, bearer(token)),
    ]
    const replies = await Promise.all((round % 2 ? ways.reverse() : ways).map((way) => way()))
    for (const { body } of replies)
      if (body.token) expect(await sessionOf(bearer(body.token))).toMatchObject({ authenticated: false })
    clock.advance(600)
  }
})

test('an address alone makes no session, not even for somebody who has one for another address', async () => {
  const grace = await server.signIn(GRACE)
  const tries = [
    await server.send('POST', '/session', { email: ADA }),
    await server.send('POST', '/session', { email: ADA }, bearer(grace)),
    await server.send('POST', '/session', {}),
    await server.send('POST', '/verify-otp', { email: ADA }),
    await server.send('POST', '/session', { email: ADA, otp: '123456' }),
    await server.send('POST', '/session', { email: ADA }, bearer('x'.repeat(43))),
  ]
  expect(tries.map(({ status }) => status)).toEqual([400, 400, 401, 400, 400, 400])
  for (const { text, headers } of tries) {
    expect(text).not.toContain('"token"')
    expect(headers.getSetCookie()).toEqual([])
  }
})

test("a customer's own data is for a session of that very address", async () => {
  const grace = await server.signIn(GRACE)
  const check = (headers = {}) => server.send('GET', `/check-customer/${ADA}`, undefined, headers)
  expect((await check()).status).toBe(403)
  expect((await check(bearer(grace))).status).toBe(403)
  expect((await check(bearer(await server.signIn(ADA)))).body).toEqual({
    exists: false,
    name: null,
    phone: null,
  })
})

test('the cookie is out of reach of scripts, of other sites and, under https, of the open network', async () => {
  const parts = (reply: TestReply) => reply.headers.getSetCookie()[0]?.split('; ').slice(1).sort()
  expect(parts(await verify(ADA))).toEqual(['HttpOnly', 'Max-Age=86400', 'Path=/', 'SameSite=Lax'])
  await server.stop()
  server = await startTestServer({ dataDir, clock, publicUrl: 'https://book.example/' })
  expect(parts(await verify(ADA))).toEqual(['HttpOnly', 'Max-Age=86400', 'Path=/', 'SameSite=Lax', 'Secure'])
})

test('a cookie from before signing in is replaced, and never becomes a session', async () => {
  const planted = 'p'.repeat(43)
  const signedIn = await verify(ADA, cookie(planted))
  const [set] = signedIn.headers.getSetCookie()
  expect(set).toContain(`appointease_session=${signedIn.body.token}`)
  expect(signedIn.body.token).not.toBe(planted)
  expect(outcomeOf(await ownList(cookie(planted)))).toBe(ENDED)
})

test("signing in with somebody else's live cookie gives an own session, and no right over the other", async () => {
  const attacker = await server.signIn(GRACE)
  for (const path of ['/verify-otp', '/session']) {
    const proof = { email: ADA, otp: await newCode(ADA) }
    const signedIn = await server.send('POST', path, proof, cookie(attacker))
    expect(outcomeOf(signedIn)).toBe('200')
    expect(signedIn.body.token).not.toBe(attacker)
    expect(await sessionOf(bearer(signedIn.body.token))).toMatchObject({ email: ADA })
  }
  expect(await sessionOf(cookie(attacker))).toMatchObject({ email: GRACE })
})

test('signing out removes the cookie', async () => {
  const token = await server.signIn(ADA)
  const { nonce } = await sessionOf(cookie(token))
  const out = await server.send('DELETE', '/session', undefined, { ...cookie(token), 'x-wp-nonce': nonce })
  expect(out.headers.getSetCookie()[0]).toMatch(/^appointease_session=; Max-Age=0/)
})

/** Every way to change something as a customer, on an appointment that stays as it is where it is refused. */
async function changesOf(id: number, headers: Record<string, string>): Promise<string[]> {
  const replies = [
    await server.send('POST', '/appointments', { ...TEN, time: '12:00', name: 'Ada', email: ADA }, headers),
    await server.send('PUT', `/appointments/${id}`, { new_date: TEN.date, time: '11:00' }, headers),
    await server.send('DELETE', `/appointments/${id}`, {}, headers),
    await server.send('POST', '/session', {}, headers),
    await server.send('DELETE', '/session', undefined, headers),
  ]
  return replies.map(outcomeOf)
}

test('who is known by the cookie alone changes nothing without the nonce of that very session', async () => {
  const token = await server.signIn(ADA)
  const wish = { ...TEN, name: 'Ada', email: ADA }
  const { body } = await server.send('POST', '/appointments', wish, bearer(token))
  const foreign = (await sessionOf(bearer(await server.signIn(GRACE)))).nonce
  const guest = (await sessionOf({})).nonce
  const forged: Record<string, string>[] = [
    {},
    { 'x-wp-nonce': '' },
    { 'x-wp-nonce': 'a1b2c3d4e5' },
    { 'x-wp-nonce': foreign },
    { 'x-wp-nonce': guest },
  ]
  for (const headers of forged) {
    const outcomes = await changesOf(body.appointment_id, { ...cookie(token), ...headers })
    expect(outcomes).toEqual(outcomes.map(() => NO_NONCE))
  }
  const after = await server.send('GET', `/appointments/${body.appointment_id}`, undefined, cookie(token))
  expect(after.body).toMatchObject({ status: 'confirmed', version: 1 })
})

test('with cookie and nonce, or with a bearer token and none, a customer changes their own', async () => {
  const token = await server.signIn(ADA)
  const wish = { ...TEN, name: 'Ada', email: ADA }
  const first = await server.send('POST', '/appointments', wish, bearer(token))
  const { nonce } = await sessionOf(cookie(token))
  const byCookie = await changesOf(first.body.appointment_id, { ...cookie(token), 'x-wp-nonce': nonce })
  // The session that has been renewed is no longer there to be ended: its old cookie proves nobody.
  expect(byCookie).toEqual(['201', '200', '200', '200', '200'])
  const again = await server.signIn(ADA)
  const second = await server.send('POST', '/appointments', { ...wish, time: '15:00' }, bearer(again))
  const byBearer = await changesOf(second.body.appointment_id, bearer(again))
  expect(byBearer.slice(1, 4)).toEqual(['200', '200', '200'])
})

test('a nonce is valid in its half-day and the next, then stale though the session lives', async () => {
  clock.set(instant('2026-11-23T11:00:00Z'))
  const token = await server.signIn(ADA)
  const { nonce } = await sessionOf(cookie(token))
  const renew = () => server.send('DELETE', '/appointments/1', {}, { ...cookie(token), 'x-wp-nonce': nonce })
  clock.set(instant('2026-11-24T00:00:00Z'))
  expect(outcomeOf(await renew())).toBe('404 NOT_FOUND')
  clock.advance(0.001)
  expect(outcomeOf(await renew())).toBe(NO_NONCE)
  expect(outcomeOf(await ownList(cookie(token)))).toBe('200')
})

test('a nonce without a session authorises nothing', async () => {
  const token = await server.signIn(ADA)
  const { nonce } = await sessionOf(bearer(token))
  expect(outcomeOf(await ownList({ 'x-wp-nonce': nonce }))).toBe('401 rest_not_logged_in')
  const wish = { ...TEN, name: 'Ada', email: ADA }
  const booked = await server.send('POST', '/appointments', wish, { 'x-wp-nonce': nonce })
  expect(outcomeOf(booked)).toBe('401 EMAIL_NOT_VERIFIED')
})

test('of a bearer token and a cookie the bearer token counts', async () => {
  const [ada, grace] = [await server.signIn(ADA), await server.signIn(GRACE)]
  expect(await sessionOf({ ...bearer(ada), ...cookie(grace) })).toMatchObject({ email: ADA })
  expect(outcomeOf(await ownList({ ...bearer('x'.repeat(43)), ...cookie(grace) }))).toBe(ENDED)
})
