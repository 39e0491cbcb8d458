import { createRandomness } from '@appointease/server/adapters/crypto/randomness.ts'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import {
  CANARY,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let planted: PlantedServer
beforeEach(async () => {
  planted = await startPlantedServer()
})
afterEach(() => planted.stop())

const OTHER = 'another.customer@customers.example'
const place = { date: PLANTED_DATE, employee_id: 1, service_id: 1 }
const own = () => ({ authorization: `Bearer ${planted.token}` })

describe('signing in', () => {
  it('never follows from booking: neither a cookie nor a token comes with an appointment', async () => {
    const settings = (await planted.storage.catalog.getCatalog()).settings
    await planted.storage.catalog.saveSettings({ ...settings, requireEmailVerification: false })
    const booked = await planted.send('POST', '/appointments', {
      ...place,
      time: '14:00',
      name: 'Jo',
      email: OTHER,
    })
    expect(booked.status).toBe(201)
    expect(booked.headers.get('set-cookie')).toBeNull()
    expect(booked.text).not.toMatch(/token|nonce|session/i)
    const before = planted.database.text()
    expect(before.split('\n').filter((line) => line.startsWith('wp_appointease_sessions')).length).toBe(1)
  })

  it('is never had for an address alone', async () => {
    for (const body of [
      { email: CANARY.email },
      { email: CANARY.email, otp: '' },
      { email: CANARY.email, otp: null },
      { email: CANARY.email, token: planted.token },
    ]) {
      const reply = await planted.send('POST', '/session', body)
      expect(reply.status).toBe(400)
      expect(reply.headers.get('set-cookie')).toBeNull()
    }
  })

  it('replaces whatever session cookie the browser brought, and makes that one worth nothing', async () => {
    const brought = 'a-token-that-the-attacker-has-chosen'
    const signedIn = await planted.send(
      'POST',
      '/verify-otp',
      { email: CANARY.email, otp: planted.code },
      { cookie: `appointease_session=${brought}` },
    )
    expect(signedIn.status).toBe(200)
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`appointease_session=${signedIn.body.token}`)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const session = await planted.send('GET', '/session', undefined, {
      cookie: `appointease_session=${brought}`,
    })
    expect(session.body.authenticated).toBe(false)
  })

  it('gives a new token at each renewal, and ends the old one', async () => {
    const renewed = await planted.send('POST', '/session', {}, own())
    expect(renewed.body.token).not.toBe(planted.token)
    expect((await planted.send('GET', '/session', undefined, own())).body.authenticated).toBe(false)
  })

  it('takes a code of exactly this address, and not of one that compares equal to it loosely', async () => {
    for (const email of [
      '0',
      'quillfeather.canary@customers.example.',
      'quillfeather.canary@customers.exampl%',
      'quillfeather_canary@customers.example',
    ]) {
      const reply = await planted.send('POST', '/verify-otp', { email, otp: planted.code })
      expect([400, reply.body.code !== undefined]).toEqual([reply.status, true])
    }
    const upper = { email: ` ${CANARY.email.toUpperCase()}`.trim(), otp: planted.code }
    expect((await planted.send('POST', '/verify-otp', upper)).status).toBe(200)
  })

  it('is limited by code, by address and by day, whoever asks and whatever scales the limits per caller', async () => {
    const clock = fixedClock(MONDAY)
    const server = await startTestServer({
      clock,
      randomness: { ...createRandomness(), digits: () => '739164' },
      trustProxy: ['127.0.0.1'],
    })
    let asked = 0
    const ask = () => {
      asked += 1
      return server.send(
        'POST',
        '/generate-otp',
        { email: OTHER },
        { 'x-forwarded-for': `198.51.100.${asked}` },
      )
    }
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 200])
    const fourth = await ask()
    expect([fourth.status, fourth.body.code, fourth.headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      '600',
    ])
    const statuses = []
    for (let tries = 0; tries < 6; tries += 1)
      statuses.push(
        (await server.send('POST', '/verify-otp', { email: OTHER, otp: tries === 5 ? '739164' : '000000' }))
          .status,
      )
    expect(statuses).toEqual([400, 400, 400, 400, 400, 400])
    let sent = 3
    for (let window = 0; window < 8; window += 1) {
      clock.advance(600)
      for (let count = 0; count < 3; count += 1) if ((await ask()).status === 200) sent += 1
    }
    await server.stop()
    expect(sent).toBe(20)
  })
})
