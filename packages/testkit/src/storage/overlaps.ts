import { type AppointmentStatus, minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { type AppointmentWish, aService, TUESDAY_TEN } from '../builders.ts'
import { seededNumbers } from '../seededRandomness.ts'
import { book, booked, change, type Present } from './harness.ts'

const TAKEN = { ok: false, refusal: { kind: 'slot_taken' } }

/** I1: two active appointments of one employee never overlap, beyond the capacity of one and the same group slot. */
export function overlapRules(present: Present): void {
  const at = (offsetMinutes: number, wish: AppointmentWish = {}) =>
    book(present().storage, { start: plus(TUESDAY_TEN, minutes(offsetMinutes)), ...wish })

  it.each([
    ['the same slot', 0, {}],
    ['one that begins inside', 15, {}],
    ['one that ends inside', -15, {}],
    ['one that covers it', -30, { durationMinutes: 90 }],
    ['one that lies within it', 10, { durationMinutes: 5 }],
    ['the same start for another service', 0, { serviceId: 2 }],
    ['one whose buffer before reaches in', 30, { bufferBeforeMinutes: 5 }],
    ['one whose buffer after reaches in', -30, { bufferAfterMinutes: 5 }],
    ['two days that end inside', -2865, { durationMinutes: 2880 }],
  ])('refuses beside an appointment %s', async (_what, offset, wish: AppointmentWish) => {
    expect(await at(0)).toMatchObject({ ok: true })
    expect(await at(offset, wish)).toEqual(TAKEN)
  })

  it.each([
    ['one that begins as it ends', 30, {}],
    ['one that ends as it begins', -30, {}],
    ['the same slot of another employee', 0, { employeeId: 2 }],
    ['one whose buffer begins as it ends', 35, { bufferBeforeMinutes: 5 }],
    ['two days that end as it begins', -2880, { durationMinutes: 2880 }],
  ])('takes beside an appointment %s', async (_what, offset, wish: AppointmentWish) => {
    await at(0)
    expect(await at(offset, wish)).toMatchObject({ ok: true })
  })

  it('sees an appointment that began almost two days before', async () => {
    await at(-2875, { durationMinutes: 2880 })
    expect(await at(0)).toEqual(TAKEN)
    expect(await at(5)).toMatchObject({ ok: true })
  })

  it('counts the buffers of both: the later one’s before reaches into the earlier one’s after', async () => {
    await at(0, { bufferAfterMinutes: 10 })
    expect(await at(45, { bufferBeforeMinutes: 10 })).toEqual(TAKEN)
    expect(await at(50, { bufferBeforeMinutes: 10 })).toMatchObject({ ok: true })
  })

  it.each<[AppointmentStatus, boolean]>([
    ['pending', false],
    ['confirmed', false],
    ['completed', false],
    ['cancelled', true],
    ['no_show', true],
  ])('holds the time of a %s appointment free: %s', async (status, free) => {
    await at(0, { status })
    expect((await at(0)).ok).toBe(free)
    expect((await at(0, { status: 'cancelled' })).ok).toBe(true)
  })

  it('takes as many persons into one group slot as the service has seats, and no other service', async () => {
    const { storage } = present()
    const serviceId = await storage.catalog.saveService(aService({ capacity: 3 }))
    const other = await storage.catalog.saveService(aService({ capacity: 9 }))
    const results = []
    for (let person = 0; person < 4; person++) results.push((await at(0, { serviceId })).ok)
    expect(results).toEqual([true, true, true, false])
    expect(await at(0, { serviceId: other })).toEqual(TAKEN)
    expect(await at(15, { serviceId })).toEqual(TAKEN)
    expect(await at(0, { serviceId, employeeId: 2 })).toMatchObject({ ok: true })
  })

  it('gives a cancelled person’s seat to another, and keeps other services out while one is left', async () => {
    const { storage } = present()
    const serviceId = await storage.catalog.saveService(aService({ capacity: 2 }))
    const first = await booked(storage, { serviceId })
    const second = await booked(storage, { serviceId })
    await change(storage, { ...first, status: 'cancelled' })
    expect(await at(0, { serviceId: 99 })).toEqual(TAKEN)
    expect(await at(0, { serviceId })).toMatchObject({ ok: true })
    expect(await change(storage, { ...second, status: 'completed' })).toMatchObject({ ok: true })
    const revived = await storage.appointments.findAppointment({ id: first.id })
    if (!revived) throw new Error('The cancelled appointment is gone.')
    expect(await change(storage, { ...revived, status: 'confirmed' })).toEqual(TAKEN)
  })

  it('lets an over-full group be confirmed and noted after the owner has lowered the capacity', async () => {
    const { storage } = present()
    const serviceId = await storage.catalog.saveService(aService({ capacity: 2 }))
    const first = await booked(storage, { serviceId, status: 'pending' })
    await booked(storage, { serviceId })
    await storage.catalog.saveService({ ...aService({ capacity: 1 }), id: serviceId })
    expect(await change(storage, { ...first, status: 'confirmed' })).toMatchObject({ ok: true })
  })

  it('lets an appointment move into time that only itself takes', async () => {
    const { storage } = present()
    const record = await booked(storage)
    const slot = { start: plus(TUESDAY_TEN, minutes(15)), end: plus(TUESDAY_TEN, minutes(45)) }
    expect(await change(storage, { ...record, slot, occupied: slot })).toMatchObject({ ok: true })
    expect(await at(-15)).toMatchObject({ ok: true })
  })

  it('refuses to move an appointment onto another, and leaves both where they are', async () => {
    const { storage } = present()
    const one = await booked(storage)
    const other = await booked(storage, { employeeId: 2 })
    expect(await change(storage, { ...other, employeeId: 1 })).toEqual(TAKEN)
    expect(await storage.appointments.findAppointment({ id: other.id })).toEqual(other)
    expect(await storage.appointments.findAppointment({ id: one.id })).toEqual(one)
  })

  it('lets one of many claimants have the slot, through several connections', async () => {
    const { storage, reopen } = present()
    const others = await Promise.all([reopen(), reopen()])
    const doors = [storage, ...others.map((other) => other.storage)]
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, claimant) => book(doors[claimant % doors.length] ?? storage)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('never holds two overlapping appointments after any sequence of bookings, moves and cancellations', async () => {
    const { storage, runSql, tablePrefix } = present()
    const next = seededNumbers(20261123)
    const serviceIds = [await storage.catalog.saveService(aService({ capacity: 3 })), 2]
    const below = (limit: number) => Math.floor(next() * limit)
    const wish = () => ({
      start: plus(TUESDAY_TEN, minutes(5 * below(120))),
      durationMinutes: 5 * (1 + below(12)),
      bufferBeforeMinutes: 5 * below(3),
      bufferAfterMinutes: 5 * below(3),
      serviceId: serviceIds[below(2)] ?? 2,
      employeeId: 1 + below(2),
    })
    const made = []
    for (let step = 0; step < 300; step++) {
      const known = made[below(made.length * 2)]
      const record = known && (await storage.appointments.findAppointment({ id: known }))
      const { start, employeeId } = wish()
      const slot = { start, end: plus(start, minutes(30)) }
      if (!record) {
        const outcome = await book(storage, wish())
        if (outcome.ok) made.push(outcome.value)
      } else if (step % 3 === 0) await change(storage, { ...record, status: 'cancelled' })
      else await change(storage, { ...record, status: 'confirmed', slot, occupied: slot, employeeId })
    }
    const table = `${tablePrefix}appointments`
    const active = "('pending', 'confirmed', 'completed')"
    const overlapping = await runSql(
      `SELECT a.id FROM ${table} a JOIN ${table} b ON a.employee_id = b.employee_id AND a.id < b.id
       WHERE a.status IN ${active} AND b.status IN ${active}
         AND a.occupied_start < b.occupied_end AND b.occupied_start < a.occupied_end
         AND NOT (a.service_id = b.service_id AND a.slot_start = b.slot_start AND a.service_id = ${serviceIds[0]})`,
    )
    const crowded = await runSql(
      `SELECT COUNT(*) AS persons FROM ${table} WHERE status IN ${active}
       GROUP BY employee_id, service_id, slot_start HAVING COUNT(*) > 3`,
    )
    expect({ overlapping, crowded }).toEqual({ overlapping: [], crowded: [] })
    expect(made.length).toBeGreaterThan(30)
  })
}
