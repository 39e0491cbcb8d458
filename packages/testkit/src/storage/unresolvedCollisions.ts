import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aService, TUESDAY_TEN } from '../builders.ts'
import { book, booked, change, type Present } from './harness.ts'

const TAKEN = { ok: false, refusal: { kind: 'slot_taken' } }

/** Appointments that were taken over from elsewhere: marked where they overlap another, found by their former reference too. */
export function unresolvedCollisionRules(present: Present): void {
  const set = (id: number, assignment: string) =>
    present().runSql(`UPDATE ${present().tablePrefix}appointments SET ${assignment} WHERE id = ?`, [id])
  const mark = (id: number) => set(id, 'unresolved_collision = 1')
  const unmark = (id: number) => set(id, 'unresolved_collision = 0')
  const at = (offsetMinutes: number, wish = {}) =>
    book(present().storage, { start: plus(TUESDAY_TEN, minutes(offsetMinutes)), ...wish })
  const marks = async () => {
    const rows = await present().runSql(
      `SELECT unresolved_collision FROM ${present().tablePrefix}appointments ORDER BY id`,
    )
    return rows.map((row) => Number(row.unresolved_collision))
  }

  /** One appointment at ten, and a marked one a quarter of an hour later that overlaps it. */
  async function collision() {
    const { storage } = present()
    const first = await booked(storage)
    const away = await booked(storage, { start: plus(TUESDAY_TEN, minutes(15)), employeeId: 2 })
    await mark(away.id)
    await set(away.id, 'employee_id = 1')
    return { first, marked: { ...away, employeeId: 1 } }
  }

  it('lets a marked appointment overlap another, and shows both as taken', async () => {
    const { first, marked } = await collision()
    const within = { start: TUESDAY_TEN, end: plus(TUESDAY_TEN, minutes(60)) }
    const found = await present().storage.appointments.listOccupations([1], within)
    expect(found.map(({ appointmentId }) => appointmentId)).toEqual([first.id, marked.id])
    expect(await marks()).toEqual([0, 1])
  })

  it('lets nobody new overlap a marked appointment, nor any that moves', async () => {
    await collision()
    expect(await at(40)).toEqual(TAKEN)
    const other = await booked(present().storage, { start: plus(TUESDAY_TEN, minutes(45)) })
    const slot = { start: plus(TUESDAY_TEN, minutes(40)), end: plus(TUESDAY_TEN, minutes(70)) }
    expect(await change(present().storage, { ...other, slot, occupied: slot })).toEqual(TAKEN)
  })

  it('lets nobody into the group slot of a marked appointment', async () => {
    const { storage } = present()
    const serviceId = await storage.catalog.saveService(aService({ capacity: 5 }))
    const first = await booked(storage, { serviceId })
    await booked(storage, { serviceId })
    await mark(first.id)
    expect(await at(0, { serviceId })).toEqual(TAKEN)
    await unmark(first.id)
    expect(await at(0, { serviceId })).toMatchObject({ ok: true })
  })

  it('lets a marked appointment be confirmed and noted where it is', async () => {
    const { marked } = await collision()
    expect(await change(present().storage, { ...marked, notes: 'was here before' })).toMatchObject({
      ok: true,
    })
    expect(await marks()).toEqual([0, 1])
  })

  it('frees the time of a marked appointment that is cancelled, and of no other', async () => {
    const { marked } = await collision()
    await change(present().storage, { ...marked, status: 'cancelled' })
    expect(await at(15)).toEqual(TAKEN)
    expect(await at(30)).toMatchObject({ ok: true })
  })

  it('ends the collision where the marked appointment moves to time that is free, and claims it', async () => {
    const { marked } = await collision()
    const { storage } = present()
    const taken = { start: plus(TUESDAY_TEN, minutes(20)), end: plus(TUESDAY_TEN, minutes(50)) }
    expect(await change(storage, { ...marked, slot: taken, occupied: taken })).toEqual(TAKEN)
    const free = { start: plus(TUESDAY_TEN, minutes(60)), end: plus(TUESDAY_TEN, minutes(90)) }
    expect(await change(storage, { ...marked, slot: free, occupied: free })).toMatchObject({ ok: true })
    expect(await marks()).toEqual([0, 0])
    expect(await at(75)).toEqual(TAKEN)
    expect(await at(30)).toMatchObject({ ok: true })
  })

  it('takes a mark away only where nothing is overlapped, and the time is then held', async () => {
    const { first, marked } = await collision()
    await expect(unmark(marked.id)).rejects.toThrow()
    expect(await marks()).toEqual([0, 1])
    await change(present().storage, { ...first, status: 'cancelled' })
    await unmark(marked.id)
    expect(await at(30)).toEqual(TAKEN)
    expect(await at(-15)).toMatchObject({ ok: true })
  })

  it('takes no mark away where another marked appointment is overlapped', async () => {
    const { first, marked } = await collision()
    await mark(first.id)
    await expect(unmark(marked.id)).rejects.toThrow()
    await change(present().storage, { ...first, status: 'cancelled' })
    await unmark(marked.id)
  })

  it('goes on keeping others out of an appointment that is marked later', async () => {
    const record = await booked(present().storage)
    await mark(record.id)
    expect(await at(0)).toEqual(TAKEN)
    await present().runSql(`DELETE FROM ${present().tablePrefix}appointments`)
    expect(await at(0)).toMatchObject({ ok: true })
  })

  it.each(['2', '-1', 'NULL'])('knows no mark %s', async (value) => {
    const record = await booked(present().storage)
    await expect(set(record.id, `unresolved_collision = ${value}`)).rejects.toThrow()
  })

  it('finds an appointment by its former reference where no present one is the same', async () => {
    const { storage, runSql, tablePrefix } = present()
    const [old, present1] = [await booked(storage), await booked(storage, { employeeId: 2 })]
    const find = (strongId: string) => storage.appointments.findAppointment({ strongId })
    const former = (reference: string) =>
      runSql(`UPDATE ${tablePrefix}appointments SET former_reference = ? WHERE id = ?`, [reference, old.id])
    await former('OLD-17')
    expect(await find('OLD-17')).toMatchObject({ id: old.id, strongId: old.strongId })
    expect([await find('old-17'), await find('OLD-17 '), await find('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    await former(present1.strongId)
    expect(await find(present1.strongId)).toMatchObject({ id: present1.id })
  })

  it('finds the one of an address where several had the same reference', async () => {
    const { storage, runSql, tablePrefix } = present()
    const [first, another, again] = [
      await booked(storage),
      await booked(storage, { employeeId: 2, email: 'bo@example.com' }),
      await booked(storage, { employeeId: 3 }),
    ]
    await runSql(`UPDATE ${tablePrefix}appointments SET former_reference = 'OLD-17'`)
    const idOf = async (of?: string) => {
      const ref = { strongId: 'OLD-17', ...(of !== undefined && { of }) }
      return (await storage.appointments.findAppointment(ref))?.id
    }
    expect([await idOf(), await idOf(first.email), await idOf('bo@example.com')]).toEqual([
      first.id,
      first.id,
      another.id,
    ])
    expect([await idOf('eve@example.com'), await idOf('BO@example.com')]).toEqual([undefined, undefined])
    const present3 = { strongId: again.strongId, of: 'eve@example.com' }
    expect((await storage.appointments.findAppointment(present3))?.id).toBe(again.id)
  })
}
