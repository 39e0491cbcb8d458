import { expect, it } from 'vitest'
import { booked, commit, type Present } from './harness.ts'

/** What is kept of the links that open one appointment. */
export function manageLinkRules(present: Present): void {
  it('counts the generations of each appointment for itself, from none', async () => {
    const { storage } = present()
    const one = await booked(storage)
    const other = await booked(storage, { employeeId: 2 })
    expect(await storage.manageLinks.findGeneration(one.id)).toBe(0)
    expect(await commit(storage, (tx) => tx.manageLinks.beginGeneration(one.id))).toBe(1)
    expect(await commit(storage, (tx) => tx.manageLinks.beginGeneration(one.id))).toBe(2)
    expect(await storage.manageLinks.findGeneration(one.id)).toBe(2)
    expect(await storage.manageLinks.findGeneration(other.id)).toBe(0)
    expect(await storage.appointments.findAppointment({ id: one.id })).toEqual(one)
  })

  it('sees its own new generation inside a change, and keeps none of a change that is refused', async () => {
    const { storage } = present()
    const { id } = await booked(storage)
    const outcome = await storage.change<never, number>([1], async (tx) => {
      await tx.manageLinks.beginGeneration(id)
      return { ok: false, refusal: await tx.manageLinks.findGeneration(id) }
    })
    expect(outcome).toEqual({ ok: false, refusal: 1 })
    expect(await storage.manageLinks.findGeneration(id)).toBe(0)
  })

  it('loses no generation where several begin one at once', async () => {
    const { storage, reopen } = present()
    const { id } = await booked(storage)
    const doors = [storage, (await reopen()).storage]
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        commit(doors[turn % 2] ?? storage, (tx) => tx.manageLinks.beginGeneration(id)),
      ),
    )
    expect(begun.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('forgets them with the appointment', async () => {
    const { storage, runSql, tablePrefix } = present()
    const { id } = await booked(storage)
    await commit(storage, (tx) => tx.manageLinks.beginGeneration(id))
    await runSql(`DELETE FROM ${tablePrefix}appointments`)
    expect(await runSql(`SELECT * FROM ${tablePrefix}appointease_manage_links`)).toEqual([])
  })
}
