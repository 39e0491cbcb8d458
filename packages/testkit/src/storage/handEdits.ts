import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { TUESDAY_TEN } from '../builders.ts'
import { booked, type Present } from './harness.ts'

/** I1 past the adapter: the database itself refuses, whatever an importer or a person at a prompt tries. */
export function handEditRules(present: Present): void {
  const table = () => `${present().tablePrefix}appointments`
  const everything = () => present().runSql(`SELECT * FROM ${table()} ORDER BY id`)

  async function twoAppointments() {
    const { storage } = present()
    await booked(storage)
    await booked(storage, { start: plus(TUESDAY_TEN, minutes(30)) })
    const [first, second] = await everything()
    if (!first || !second) throw new Error('Two rows are needed.')
    return { first, second }
  }

  let copies = 0

  /** The row once more, under a reference of its own. */
  function insertCopy(row: Record<string, unknown>) {
    copies += 1
    const { id: _id, ...fields } = row
    const copy = { ...fields, strong_id: `APT-BY-HAND-${copies}` }
    const columns = Object.keys(copy)
    const places = columns.map(() => '?').join(', ')
    const values = Object.values(copy) as (string | number)[]
    return present().runSql(`INSERT INTO ${table()} (${columns.join(', ')}) VALUES (${places})`, values)
  }

  it('refuses a row that overlaps', async () => {
    const { first, second } = await twoAppointments()
    const before = await everything()
    await expect(insertCopy(first)).rejects.toThrow()
    const occupied_end = Number(first.occupied_end) + minutes(5)
    await expect(insertCopy({ ...second, service_id: 7, occupied_end })).rejects.toThrow()
    expect(await everything()).toEqual(before)
  })

  it('takes a row that overlaps nothing, or is not active', async () => {
    const { first } = await twoAppointments()
    await insertCopy({ ...first, employee_id: 2 })
    await insertCopy({ ...first, status: 'cancelled' })
    expect(await everything()).toHaveLength(4)
  })

  it.each([
    ['its time', 'slot_start = slot_start - 300000, occupied_start = occupied_start - 300000'],
    ['its buffer', 'occupied_start = occupied_start - 300000'],
    ['its time by two steps', 'slot_start = slot_start - 600000, occupied_start = occupied_start - 600000'],
  ])('refuses to move a row onto another by %s', async (_what, assignment) => {
    await twoAppointments()
    const before = await everything()
    await expect(present().runSql(`UPDATE ${table()} SET ${assignment} WHERE id = 2`)).rejects.toThrow()
    expect(await everything()).toEqual(before)
  })

  it('refuses to give one employee another one’s overlapping appointments', async () => {
    const { first } = await twoAppointments()
    await insertCopy({ ...first, employee_id: 2 })
    await expect(present().runSql(`UPDATE ${table()} SET employee_id = 1`)).rejects.toThrow()
    await expect(present().runSql(`UPDATE ${table()} SET employee_id = 2 WHERE id = 1`)).rejects.toThrow()
  })

  it('refuses to revive a cancelled row whose time has been taken', async () => {
    const { first } = await twoAppointments()
    const { runSql } = present()
    await runSql(`UPDATE ${table()} SET status = 'cancelled' WHERE id = 1`)
    await insertCopy(first)
    await expect(runSql(`UPDATE ${table()} SET status = 'confirmed' WHERE id = 1`)).rejects.toThrow()
  })

  it('refuses both rows of one statement that overlap each other', async () => {
    const { first } = await twoAppointments()
    const { runSql } = present()
    await runSql(`UPDATE ${table()} SET status = 'cancelled'`)
    await insertCopy({ ...first, status: 'cancelled' })
    await expect(runSql(`UPDATE ${table()} SET status = 'confirmed'`)).rejects.toThrow()
    const active = await runSql(`SELECT id FROM ${table()} WHERE status = 'confirmed'`)
    expect(active).toEqual([])
  })

  it.each([
    ['an end before its start', { slot_end: TUESDAY_TEN - minutes(30) }],
    ['an empty slot', { slot_end: TUESDAY_TEN }],
    ['buffers that do not contain the slot', { occupied_start: TUESDAY_TEN + minutes(5) }],
    ['an end outside its buffers', { occupied_end: TUESDAY_TEN + minutes(25) }],
    ['a start off the five minutes', { slot_start: TUESDAY_TEN + 1 }],
    ['buffers off the five minutes', { occupied_end: TUESDAY_TEN + minutes(31) }],
    ['more than two days', { occupied_end: TUESDAY_TEN + minutes(2885) }],
    ['an unknown status', { status: 'maybe' }],
    ['no employee', { employee_id: null }],
    ['a text for a time', { occupied_start: 'abc' }],
  ])('refuses a row with %s', async (_what, wrong) => {
    const { first } = await twoAppointments()
    const right = { ...first, employee_id: 5, status: 'confirmed' }
    await expect(insertCopy({ ...right, ...wrong })).rejects.toThrow()
    await insertCopy(right)
  })

  it('refuses a reference that is in use', async () => {
    const { first } = await twoAppointments()
    const { runSql } = present()
    const again = [String(first.strong_id)]
    await expect(runSql(`UPDATE ${table()} SET strong_id = ? WHERE id = 2`, again)).rejects.toThrow()
  })
}
