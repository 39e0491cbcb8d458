import { DatabaseSync } from 'node:sqlite'
import {
  CANARY,
  manageTokenIn,
  PLANTED_DATE,
  type PlantedServer,
  startPlantedServer,
} from '@appointease/testkit/plantedServer.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const DAY_SECONDS = 86_400
const MANAGE = 'x-appointease-manage'

describe('the signed link of an appointment', () => {
  let planted: PlantedServer
  let own: string
  beforeEach(async () => {
    planted = await startPlantedServer()
    own = `/appointments/${planted.appointment.strongId}`
  })
  afterEach(() => planted.stop())

  const byLink = (method: string, path: string, body?: object, token = planted.manageToken) =>
    planted.send(method, path, body, { [MANAGE]: token })
  const bySession = (method: string, path: string, body?: object) =>
    planted.send(method, path, body, { authorization: `Bearer ${planted.token}` })
  const book = async (time: string) => {
    const { name, email } = CANARY
    const wanted = { date: PLANTED_DATE, time, employee_id: 1, service_id: 1 }
    return (await bySession('POST', '/appointments', { ...wanted, name, email })).body
  }

  it('opens its appointment by number and by reference, to read, move and cancel it', async () => {
    for (const path of [own, `/appointments/${planted.appointment.id}`])
      expect((await byLink('GET', path)).body).toMatchObject({ strong_id: planted.appointment.strongId })
    const moved = await byLink('PUT', own, { new_date: PLANTED_DATE, time: '16:00', version: 1 })
    expect(moved.body.appointment).toMatchObject({ appointment_date: `${PLANTED_DATE} 16:00:00`, version: 2 })
    const cancelled = await byLink('DELETE', own, { reason: 'Ill' })
    expect(cancelled.body.appointment.status).toBe('cancelled')
    expect((await byLink('GET', own)).body.status).toBe('cancelled')
  })

  it('opens no other appointment of the same customer, and is no session of the address', async () => {
    const other = await book('15:00')
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { new_date: PLANTED_DATE, time: '16:00' }],
      ['DELETE', {}],
    ] as const)
      for (const ref of [other.appointment_id, other.strong_id])
        expect((await byLink(method, `/appointments/${ref}`, body)).body.code).toBe('NOT_FOUND')
    expect((await byLink('GET', '/user-appointments')).status).toBe(401)
    expect((await byLink('GET', '/session')).body.authenticated).toBe(false)
    expect((await byLink('GET', `/check-customer/${CANARY.email}`)).status).toBe(403)
    expect((await byLink('GET', own)).headers.getSetCookie()).toEqual([])
  })

  it('counts in place of the session of somebody else that the browser has, without a nonce', async () => {
    const cookie = `appointease_session=${await planted.signIn('somebody.else@customers.example')}`
    const headers = { cookie, [MANAGE]: planted.manageToken }
    expect((await planted.send('DELETE', own, {}, headers)).body.appointment.status).toBe('cancelled')
  })

  it('still opens it after the address of the appointment has changed, and the address itself no longer does', async () => {
    const file = new DatabaseSync(planted.databasePath)
    file
      .prepare('UPDATE wp_appointments SET email = ? WHERE id = ?')
      .run('new@customers.example', planted.appointment.id)
    file.close()
    expect((await byLink('GET', own)).body.email).toBe('new@customers.example')
    expect((await bySession('GET', own)).status).toBe(404)
  })

  it('downloads the calendar file by the address alone, and opens nothing else that way', async () => {
    const calendar = await planted.send('GET', `${own}/calendar.ics?manage=${planted.manageToken}`)
    expect(calendar.status).toBe(200)
    expect((await planted.send('GET', `${own}/calendar.ics?manage=${planted.manageToken}x`)).status).toBe(401)
    expect((await planted.send('GET', `${own}?manage=${planted.manageToken}`)).status).toBe(401)
  })

  it('lets its appointment be out of the way of a new time, and nobody else’s', async () => {
    const other = await book('15:00')
    const place = {
      date: PLANTED_DATE,
      time: '10:00',
      employee_id: 1,
      service_id: 1,
      client_id: 'moving_client',
    }
    expect((await byLink('POST', '/slots/select', place)).body.code).toBe('SLOT_TAKEN')
    const mine = { ...place, exclude_appointment_id: planted.appointment.strongId }
    expect((await planted.send('POST', '/slots/select', mine)).body.code).toBe('NOT_FOUND')
    expect(
      (await byLink('POST', '/slots/select', { ...mine, exclude_appointment_id: other.appointment_id })).body
        .code,
    ).toBe('NOT_FOUND')
    expect((await byLink('POST', '/slots/select', mine)).body.lock).toMatchObject({ time: '10:00' })
    const day = { date: PLANTED_DATE, employee_id: 1, exclude_appointment_id: planted.appointment.id }
    const slotAt = async (body: object) => {
      const { slots } = (await byLink('POST', '/reschedule-availability', body)).body
      return slots.find(({ time }: { time: string }) => time === '10:00')
    }
    expect(await slotAt(day)).toMatchObject({ reason: 'SLOT_LOCKED' })
    expect(await slotAt({ ...day, client_id: 'moving_client' })).toMatchObject({ available: true })
  })

  it('is useless once the customer says so, and so is every one before the new one', async () => {
    const first = await bySession('POST', `${own}/revoke-links`)
    expect((await byLink('GET', own)).body.code).toBe('LINK_INVALID')
    const second = await bySession('POST', `${own}/revoke-links`)
    const [old, present] = [first, second].map(({ body }) => manageTokenIn(body.manage_url))
    expect((await byLink('GET', own, undefined, old)).body.code).toBe('LINK_INVALID')
    expect((await byLink('GET', own, undefined, present)).status).toBe(200)
    expect((await byLink('POST', `${own}/revoke-links`, undefined, present)).status).toBe(401)
    expect((await bySession('GET', own)).body).toMatchObject({ version: 1 })
  })

  it('shows for thirty days after its appointment what that was, and no longer', async () => {
    // The appointment ends at half past ten on the day after the present, which is a Monday at eight.
    planted.clock.advance(31 * DAY_SECONDS + 2.5 * 3600)
    expect((await byLink('GET', own)).body).toMatchObject({ can_cancel: false, can_reschedule: false })
    planted.clock.advance(1)
    expect((await byLink('GET', own)).body.code).toBe('LINK_INVALID')
  })

  it.each([
    ['cut short', (token: string) => token.slice(0, -1)],
    ['of another seal', (token: string) => `${token.slice(0, -2)}${token.endsWith('A') ? 'B' : 'A'}A`],
    ['of another reference', (token: string) => `APT-2026-0000000000${token.slice(token.indexOf('.'))}`],
    ['without a seal', (token: string) => token.slice(0, token.indexOf('.') + 1)],
    ['of a customer’s session', () => planted.token],
    ['of any length', () => 'x'.repeat(5000)],
  ])('is refused %s, and nothing of what there is told', async (_, change) => {
    const refused = await byLink('GET', own, undefined, change(planted.manageToken))
    expect(refused.body).toMatchObject({ code: 'LINK_INVALID', data: { status: 401 } })
  })

  it('stands in no log and no row, and is sent on to nobody as a referrer', async () => {
    const page = await fetch(`${planted.url}/manage?manage=${planted.manageToken}`)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await page.text()).not.toContain(planted.manageToken)
    await planted.send('GET', `${own}/calendar.ics?manage=${planted.manageToken}`)
    await byLink('PUT', own, { new_date: PLANTED_DATE, time: '16:00' })
    await byLink('GET', own, undefined, `${planted.manageToken}x`)
    const [, seal = 'none'] = planted.manageToken.split('.')
    expect(planted.database.text()).not.toContain(seal)
    expect(planted.log.join('')).not.toContain(seal)
    expect(planted.log.join('')).toContain('calendar.ics')
  })
})
