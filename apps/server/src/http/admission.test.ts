import { addressesOf, ROUTE_LIST } from '@appointease/contract'
import { type OpenHouse, openHouse } from '@appointease/testkit/openHouse.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_COOKIE } from './callers.ts'
import { createNonces } from './nonces.ts'

const API = '/wp-json/appointease/v1'
let house: OpenHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const inject = (method: string, url: string, headers: Record<string, string> = {}) =>
  house.app.inject({ method: method as 'GET', url, headers: { host: 'book.example', ...headers } })

const closed = ROUTE_LIST.filter(({ auth }) => auth === 'customer').flatMap((route) =>
  addressesOf(route).map(({ method, path }) => ({
    id: route.id,
    method,
    url: path.replace(/\{\w+\}/, '7'),
  })),
)

describe('routes for customers', () => {
  it.each(closed)('$method $url asks a visitor to sign in', async ({ method, url }) => {
    const reply = await inject(method, url)
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'rest_not_logged_in'])
  })

  it.each(closed)('$method $url tells a dead token that it is dead', async ({ method, url }) => {
    for (const headers of [
      { authorization: 'Bearer gone-gone-gone-gone' },
      { cookie: `${SESSION_COOKIE}=gone-gone` },
    ]) {
      const reply = await inject(method, url, headers)
      expect([reply.statusCode, reply.json().code]).toEqual([401, 'SESSION_EXPIRED'])
    }
  })

  it.each(closed)(
    '$method $url lets nobody in for what stands after the question mark',
    async ({ method, url }) => {
      const reply = await inject(method, `${url}?manage=abc.def`)
      // The calendar file alone takes a link there; this one opens nothing.
      const code = url.endsWith('.ics') ? 'LINK_INVALID' : 'rest_not_logged_in'
      expect([reply.statusCode, reply.json().code]).toEqual([401, code])
    },
  )

  it('tell the handler whose session it is, by token and by cookie', async () => {
    const token = await house.signIn('jo@example.com')
    await inject('GET', `${API}/user-appointments`, { authorization: `bearer ${token}` })
    expect(house.reached.at(-1)?.context.caller).toMatchObject({
      kind: 'customer',
      email: 'jo@example.com',
      via: 'bearer',
    })
    await inject('GET', `${API}/user-appointments`, { cookie: `${SESSION_COOKIE}=${token}` })
    expect(house.reached.at(-1)?.context.caller).toMatchObject({ email: 'jo@example.com', via: 'cookie' })
  })

  it('end with the session', async () => {
    const token = await house.signIn('late@example.com')
    house.clock.advance(86_400)
    const reply = await inject('GET', `${API}/user-appointments`, { authorization: `Bearer ${token}` })
    expect(reply.json().code).toBe('SESSION_EXPIRED')
  })
})

describe('open routes', () => {
  it('serve somebody with a dead token as a visitor, and say so to the handler', async () => {
    await inject('GET', `${API}/session`, { authorization: 'Bearer gone-gone-gone-gone' })
    expect(house.reached.at(-1)?.context).toMatchObject({
      caller: { kind: 'visitor' },
      staleCredentials: true,
    })
  })
})

describe('changes by cookie', () => {
  const cancel = (headers: Record<string, string>) => inject('DELETE', `${API}/appointments/7`, headers)

  it('need the nonce of the very session', async () => {
    const [token, other] = [await house.signIn('jo@example.com'), await house.signIn('al@example.com')]
    const nonces = createNonces(house.seals)
    const nonceOf = (owner: string) =>
      nonces.createNonce(house.seals.fingerprint('session', owner), house.clock.now())
    const cookie = `${SESSION_COOKIE}=${token}`
    for (const nonce of [
      undefined,
      '',
      'wrong',
      nonceOf(other),
      nonces.createNonce('guest', house.clock.now()),
    ]) {
      const reply = await cancel({ cookie, ...(nonce === undefined ? {} : { 'x-wp-nonce': nonce }) })
      expect([reply.statusCode, reply.json().code]).toEqual([403, 'rest_cookie_invalid_nonce'])
    }
    expect((await cancel({ cookie, 'x-wp-nonce': nonceOf(token) })).statusCode).toBe(200)
  })

  it('need none with a Bearer token', async () => {
    const token = await house.signIn('jo@example.com')
    expect((await cancel({ authorization: `Bearer ${token}` })).statusCode).toBe(200)
  })

  it('need none to sign in with a code, which proves itself', async () => {
    const cookie = `${SESSION_COOKIE}=${await house.signIn('jo@example.com')}`
    const post = (payload: object) =>
      house.app.inject({ method: 'POST', url: `${API}/session`, headers: { cookie }, payload })
    expect((await post({ email: 'jo@example.com', otp: '123456' })).statusCode).toBe(200)
    expect((await post({})).json().code).toBe('rest_cookie_invalid_nonce')
  })
})
