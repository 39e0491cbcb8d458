import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aLock, aMessage, anEndpoint, anEvent, aSelection, MONDAY } from '../builders.ts'
import { book, commit, type Present } from './harness.ts'

const DAY = minutes(24 * 60)

export function cleanUpRules(present: Present): void {
  const count = async (table: string, where = '1 = 1') => {
    const { runSql, tablePrefix } = present()
    const [row] = await runSql(`SELECT COUNT(*) AS found FROM ${tablePrefix}${table} WHERE ${where}`)
    return Number(row?.found)
  }
  const transients = () =>
    count('options', "option_name LIKE '%appointease_%' AND option_name LIKE '%transient%'")

  async function fill() {
    const { storage, ephemeral } = present()
    await book(storage)
    await commit(storage, async (tx) => {
      await tx.locks.putLock(aLock())
      const reply = { scope: 's', bodyFingerprint: 'b', appointmentId: 1, reply: '{}', createdAt: MONDAY }
      await tx.idempotency.saveReply(reply)
    })
    await ephemeral.putSelection(aSelection())
    await ephemeral.countEvent('booking', 10, 60, MONDAY)
    const expiresAt = plus(MONDAY, minutes(10))
    const session = { tokenFingerprint: 't', email: 'ada@example.com', createdAt: MONDAY, expiresAt }
    await storage.sessions.putSession(session)
    const code = { emailFingerprint: 'e', codeFingerprint: 'c', triesLeft: 5, issuedAt: MONDAY, expiresAt }
    await commit(storage, (tx) => tx.codes.putCode(code))
  }

  it('removes nothing that is live', async () => {
    await fill()
    const before = await transients()
    const { storage } = present()
    await storage.removeExpired(MONDAY)
    expect(await transients()).toBe(before)
    expect(await storage.locks.listLocks([1], [aLock().date], MONDAY)).toHaveLength(1)
    expect([await count('appointease_sessions'), await count('appointease_codes')]).toEqual([1, 1])
    expect(await storage.idempotency.findReply('s')).toBeDefined()
  })

  it('removes every row of what expired long ago, and no appointment', async () => {
    await fill()
    const { storage } = present()
    await storage.removeExpired(plus(MONDAY, 30 * DAY))
    const left = ['appointease_sessions', 'appointease_codes', 'appointease_idempotency']
    expect(await Promise.all(left.map((table) => count(table)))).toEqual([0, 0, 0])
    expect([await transients(), await count('appointments')]).toEqual([0, 1])
  })

  it('keeps a reply for a day at least', async () => {
    await fill()
    await present().storage.removeExpired(plus(MONDAY, DAY))
    expect(await present().storage.idempotency.findReply('s')).toBeDefined()
  })

  it('removes a message 90 days after its end, and never one that waits', async () => {
    const { storage } = present()
    const { outbox } = storage
    for (const messageKey of ['sent', 'dead', 'waiting']) await outbox.addMessage(aMessage({ messageKey }))
    for (const { id, messageKey } of await outbox.claimDue(MONDAY, 60, 2))
      if (messageKey === 'sent') await outbox.markDone(id, 'sent', MONDAY)
      else await outbox.markDead(id, 'refused', MONDAY)
    await storage.removeExpired(plus(MONDAY, 90 * DAY - 1))
    expect(await count('appointease_outbox')).toBe(3)
    await storage.removeExpired(plus(MONDAY, 90 * DAY))
    expect(await count('appointease_outbox')).toBe(1)
    expect(await outbox.counts()).toEqual({ waiting: 1, failed: 0 })
  })

  it('removes a delivery 30 days after its event, whatever became of it, and never an endpoint', async () => {
    const { storage } = present()
    const { webhooks } = storage
    await webhooks.addEndpoint(anEndpoint())
    for (const [days, eventId] of ['first', 'second'].entries())
      await commit(storage, (tx) => tx.webhooks.addEvent(anEvent({ eventId, at: plus(MONDAY, days * DAY) })))
    const [claimed] = await webhooks.claimDue(MONDAY, 60, 1)
    if (!claimed) throw new Error('A delivery was due.')
    const attempt = { at: MONDAY, durationMilliseconds: 1, httpStatus: 204, error: '' }
    await webhooks.recordAttempt(claimed, attempt, { kind: 'delivered' })
    await storage.removeExpired(plus(MONDAY, 30 * DAY - 1))
    expect(await webhooks.listDeliveries({ limit: 9 })).toHaveLength(2)
    await storage.removeExpired(plus(MONDAY, 30 * DAY))
    expect(await webhooks.listDeliveries({ limit: 9 })).toMatchObject([{ eventId: 'second' }])
    expect(await count('appointease_webhook_attempts')).toBe(0)
    expect(await webhooks.listEndpoints()).toHaveLength(1)
  })

  it('leaves the transients of a WordPress on the same database alone', async () => {
    const { storage, runSql, tablePrefix } = present()
    const insert = `INSERT INTO ${tablePrefix}options (option_name, option_value) VALUES (?, ?)`
    await runSql(insert, ['_transient_timeout_doing_cron', '1'])
    await runSql(insert, ['_transient_doing_cron', 'x'])
    await storage.removeExpired(plus(MONDAY, 30 * DAY))
    expect(await count('options', "option_name LIKE '%doing_cron'")).toBe(2)
  })
}
