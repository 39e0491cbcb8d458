import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aMessage, MONDAY } from '../builders.ts'
import { commit, type Present } from './harness.ts'

const LEASE = 60

export function outboxRules(present: Present): void {
  const outbox = () => present().storage.outbox
  async function add(...keys: string[]) {
    for (const messageKey of keys) await outbox().addMessage(aMessage({ messageKey }))
  }
  const claim = (now = MONDAY, limit = 10) => outbox().claimDue(now, LEASE, limit)
  const keys = async (claimed: ReturnType<typeof claim>) =>
    (await claimed).map(({ messageKey }) => messageKey)
  async function claimOne(now = MONDAY) {
    const [entry] = await claim(now, 1)
    if (!entry) throw new Error('Nothing was due.')
    return entry
  }

  it('gives a due entry back as it was added, with no attempt behind it', async () => {
    const message = aMessage({ discardAt: plus(MONDAY, minutes(10)), payload: '{"a":"ü"}' })
    await outbox().addMessage(message)
    expect(await claim()).toEqual([{ ...message, id: expect.any(Number), attempts: 0 }])
  })

  it('keeps the first of two entries of one key, also after that one was sent', async () => {
    await outbox().addMessage(aMessage({ payload: '1' }))
    await outbox().addMessage(aMessage({ payload: '2' }))
    const entry = await claimOne()
    expect(entry.payload).toBe('1')
    await outbox().markDone(entry.id, 'sent', MONDAY)
    await commit(present().storage, (tx) => tx.outbox.addMessage(aMessage()))
    expect(await claim()).toEqual([])
  })

  it('keeps all messages of one change, or none of them', async () => {
    const { storage } = present()
    const all = ['one', 'two', 'three', 'one'].map((messageKey) => aMessage({ messageKey }))
    await storage.change<never, undefined>([1], async (tx) => {
      for (const message of all) await tx.outbox.addMessage(message)
      return { ok: false, refusal: undefined }
    })
    expect(await claim()).toEqual([])
    await commit(storage, async (tx) => {
      for (const message of all) await tx.outbox.addMessage(message)
    })
    expect((await keys(claim())).sort()).toEqual(['one', 'three', 'two'])
  })

  it('hands out what is due, the longest due first, and no more than asked for', async () => {
    for (const [messageKey, due] of Object.entries({ third: 2, first: -1, second: 1, later: 3 }))
      await outbox().addMessage(aMessage({ messageKey, dueAt: plus(MONDAY, due) }))
    expect(await keys(claim(plus(MONDAY, 2), 2))).toEqual(['first', 'second'])
    expect(await keys(claim(plus(MONDAY, 2)))).toEqual(['third'])
  })

  it('gives an entry to one of many claimers', async () => {
    const { reopen } = present()
    const other = await reopen()
    const all = Array.from({ length: 30 }, (_, number) => `message-${number}`)
    await add(...all)
    const claims = Array.from({ length: 12 }, (_, turn) =>
      (turn % 2 ? other.storage.outbox : outbox()).claimDue(MONDAY, LEASE, 4),
    )
    const got = (await Promise.all(claims)).flat().map(({ messageKey }) => messageKey)
    expect(got.sort()).toEqual([...all].sort())
  })

  it('hands an entry out again when its lease ends, and counts the attempt', async () => {
    await add('a')
    await claim()
    expect(await claim(plus(MONDAY, LEASE * 1000 - 1))).toEqual([])
    expect(await claim(plus(MONDAY, LEASE * 1000))).toMatchObject([{ messageKey: 'a', attempts: 1 }])
  })

  it('puts a failed entry back until it is due', async () => {
    await add('a')
    const { id } = await claimOne()
    await outbox().markFailed(id, 'connection refused', plus(MONDAY, 30_000))
    expect(await outbox().nextDueAt()).toBe(plus(MONDAY, 30_000))
    expect(await claim(plus(MONDAY, 29_999))).toEqual([])
    expect(await claim(plus(MONDAY, 30_000))).toMatchObject([{ id, attempts: 1 }])
  })

  it('hands an entry out only when none of its order key that is older waits', async () => {
    const addTo = (orderKey: string, messageKey: string, dueAt = MONDAY) =>
      outbox().addMessage(aMessage({ orderKey, messageKey, dueAt }))
    await addTo('one', 'booked', plus(MONDAY, 1000))
    await addTo('one', 'cancelled')
    await addTo('other', 'moved')
    const later = plus(MONDAY, 1000)
    expect(await keys(claim())).toEqual(['moved'])
    expect(await outbox().nextDueAt()).toBe(later)
    const booked = await claimOne(later)
    expect(booked).toMatchObject({ messageKey: 'booked', orderKey: 'one' })
    expect(await claim(later)).toEqual([])
    await outbox().markFailed(booked.id, 'come back later', plus(MONDAY, 30_000))
    expect(await claim(later)).toEqual([])
    expect(await keys(claim(plus(MONDAY, 30_000)))).toEqual(['booked'])
  })

  it.each(['sent', 'kept', 'discarded', 'dead'] as const)(
    'hands out the next of an order key when the older one is %s',
    async (end) => {
      for (const messageKey of ['older', 'next'])
        await outbox().addMessage(aMessage({ orderKey: 'one', messageKey }))
      const { id } = await claimOne()
      if (end === 'dead') await outbox().markDead(id, 'refused', MONDAY)
      else await outbox().markDone(id, end, MONDAY)
      expect(await keys(claim())).toEqual(['next'])
    },
  )

  it.each(['sent', 'kept', 'discarded'] as const)('never hands out again what is %s', async (outcome) => {
    await add('a')
    await outbox().markDone((await claimOne()).id, outcome, MONDAY)
    expect(await claim(plus(MONDAY, minutes(60)))).toEqual([])
    expect(await outbox().counts()).toEqual({ waiting: 0, failed: 0 })
    expect(await outbox().nextDueAt()).toBeUndefined()
  })

  it('never hands out again what was given up, and counts it as failed', async () => {
    await add('a', 'b')
    await outbox().markDead((await claimOne()).id, 'no such mailbox', MONDAY)
    expect(await outbox().counts()).toEqual({ waiting: 1, failed: 1 })
    expect(await claim(plus(MONDAY, minutes(60)))).toMatchObject([{ messageKey: 'b' }])
  })

  it('erases what a message said when it is done with', async () => {
    const { runSql, tablePrefix } = present()
    const kinds = ['one_time_code', 'appointment_confirmed'] as const
    for (const kind of kinds)
      for (const end of ['done', 'dead'])
        await outbox().addMessage(aMessage({ kind, messageKey: kind + end }))
    for (const { id, messageKey } of await claim()) {
      if (messageKey.endsWith('done')) await outbox().markDone(id, 'sent', MONDAY)
      else await outbox().markDead(id, 'refused', MONDAY)
    }
    const rows = await runSql(`SELECT kind, payload FROM ${tablePrefix}appointease_outbox ORDER BY id`)
    expect(rows.map((row) => `${row.kind} ${row.payload}`)).toEqual([
      'one_time_code ',
      'one_time_code ',
      'appointment_confirmed ',
      'appointment_confirmed ',
    ])
  })

  it('says when the next entry is due, or its lease over', async () => {
    expect(await outbox().nextDueAt()).toBeUndefined()
    await outbox().addMessage(aMessage({ messageKey: 'later', dueAt: plus(MONDAY, minutes(5)) }))
    expect(await outbox().nextDueAt()).toBe(plus(MONDAY, minutes(5)))
    await add('now')
    expect(await outbox().nextDueAt()).toBe(MONDAY)
    await claim()
    expect(await outbox().nextDueAt()).toBe(plus(MONDAY, LEASE * 1000))
  })
}
