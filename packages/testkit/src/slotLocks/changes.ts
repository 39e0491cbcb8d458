import { LOCK_SECONDS, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aService, MONDAY } from '../builders.ts'
import { aPlace, bookPlace, claim, claimed, held, type PresentLocks } from './harness.ts'

const NO = (kind: string) => ({ ok: false, refusal: { kind } })

export function changeWithLocksRules(present: PresentLocks): void {
  it('books a free time, and keeps locks out of it afterwards', async () => {
    expect(await bookPlace(present(), aPlace())).toMatchObject({ ok: true })
    expect(await claim(present())).toMatchObject(NO('slot_taken'))
    expect(await claim(present(), { place: aPlace(30) })).toMatchObject({ ok: true })
    expect(await bookPlace(present(), aPlace(60))).toMatchObject({ ok: true })
  })

  it('books what its owner holds, and uses the lock up', async () => {
    const lock = await claimed(present())
    expect(await bookPlace(present(), aPlace(), { lock })).toMatchObject({ ok: true })
    expect(await held(present())).toEqual([])
    expect(await claim(present(), { place: aPlace(60) })).toMatchObject({ ok: true })
  })

  it('books nothing that somebody else holds', async () => {
    await claimed(present())
    expect(await bookPlace(present(), aPlace())).toMatchObject(NO('slot_locked'))
    expect(await bookPlace(present(), aPlace(15))).toMatchObject(NO('slot_locked'))
    const after = plus(MONDAY, LOCK_SECONDS * 1000)
    expect(await bookPlace(present(), aPlace(), { now: after })).toMatchObject({ ok: true })
  })

  it('leaves the lock as it was where the change is not kept', async () => {
    const lock = await claimed(present())
    const failing = bookPlace(present(), aPlace(), {
      lock,
      meanwhile: () => Promise.reject(new Error('broken')),
    })
    await expect(failing).rejects.toThrow('broken')
    expect(await held(present())).toEqual(['1 10:00 v_one'])
    expect(await claim(present(), { owner: 'v_two' })).toMatchObject(NO('slot_locked'))
    expect(await bookPlace(present(), aPlace(), { lock })).toMatchObject({ ok: true })
  })

  it('leaves nothing behind of a change without a lock that is not kept', async () => {
    const failing = bookPlace(present(), aPlace(), { meanwhile: () => Promise.reject(new Error('broken')) })
    await expect(failing).rejects.toThrow('broken')
    expect(await claim(present())).toMatchObject({ ok: true })
  })

  it('gives a lock to nobody while a booking of the same time runs, nor after it', async () => {
    const other = await present().reopen()
    let meanwhile: Promise<unknown> | undefined
    const booked = await bookPlace(present(), aPlace(), {
      // Not waited for inside: where locks live in the database it waits for the booking itself.
      meanwhile: async () => {
        meanwhile = claim(other, { owner: 'v_two', place: aPlace(15) })
      },
    })
    expect(booked).toMatchObject({ ok: true })
    expect(await meanwhile).toMatchObject({ ok: false })
    expect(await claim(other, { owner: 'v_two', place: aPlace(15) })).toMatchObject(NO('slot_taken'))
    expect(await held(other)).toEqual([])
  })

  it('counts appointments and locks of a group together', async () => {
    const group = { capacity: 2 }
    const place = aPlace(0, { serviceId: await present().storage.catalog.saveService(aService(group)) })
    expect(await bookPlace(present(), place, group)).toMatchObject({ ok: true })
    const lock = await claimed(present(), { ...group, place })
    expect(await claim(present(), { ...group, place, owner: 'v_two' })).toMatchObject({ ok: false })
    expect(await bookPlace(present(), place, group)).toMatchObject(NO('slot_locked'))
    expect(await bookPlace(present(), place, { ...group, lock })).toMatchObject({ ok: true })
    expect(await bookPlace(present(), place, group)).toMatchObject(NO('slot_taken'))
  })
}
