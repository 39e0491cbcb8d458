import { minutes, plus } from '@appointease/domain'
import { expect, it } from 'vitest'
import { aHistoryEntry, aLock, aMessage, anAppointment, MONDAY } from '../builders.ts'
import { book, commit, type Present } from './harness.ts'

const LATER = plus(MONDAY, minutes(10))

/** What Storage.change and its siblings promise of atomicity, isolation and durability. */
export function changeRules(present: Present): void {
  const reply = { scope: 's', bodyFingerprint: 'b', appointmentId: 1, reply: '{}', createdAt: MONDAY }
  const session = { tokenFingerprint: 't', email: 'ada@example.com', createdAt: MONDAY, expiresAt: LATER }
  const code = {
    emailFingerprint: 'e',
    codeFingerprint: 'c',
    triesLeft: 5,
    issuedAt: MONDAY,
    expiresAt: LATER,
  }
  const customer = { email: 'ada@example.com', name: 'Ada', phone: '' }

  const everything = async () => {
    const { storage, runSql, tablePrefix } = present()
    return {
      appointment: await storage.appointments.findAppointment({ id: 1 }),
      locks: await storage.locks.listLocks([1], [aLock().date], MONDAY),
      customer: await storage.customers.findCustomer(customer.email),
      reply: await storage.idempotency.findReply('s'),
      messages: (await storage.outbox.counts()).waiting,
      session: await storage.sessions.findSession('t', MONDAY),
      codes: (await runSql(`SELECT * FROM ${tablePrefix}appointease_codes`)).length,
    }
  }
  const nothing = {
    appointment: undefined,
    locks: [],
    customer: undefined,
    reply: undefined,
    messages: 0,
    session: undefined,
    codes: 0,
  }

  const writeEverything = (end: () => { ok: true; value: string } | { ok: false; refusal: string }) =>
    present().storage.change<string, string>([1], async (tx) => {
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      await tx.locks.putLock(aLock())
      await tx.customers.saveCustomer(customer, true)
      await tx.outbox.addMessage(aMessage())
      await tx.sessions.putSession(session)
      await tx.codes.putCode(code)
      await tx.idempotency.saveReply(reply)
      return end()
    })

  it('commits appointment, lock, customer, session, code, message and reply together', async () => {
    expect(await writeEverything(() => ({ ok: true, value: 'done' }))).toEqual({ ok: true, value: 'done' })
    expect(await everything()).toMatchObject({
      appointment: { id: 1, version: 1 },
      locks: [{ owner: aLock().owner }],
      customer,
      reply,
      messages: 1,
      session,
      codes: 1,
    })
  })

  it('writes nothing where the work yields a refusal', async () => {
    expect(await writeEverything(() => ({ ok: false, refusal: 'no' }))).toEqual({ ok: false, refusal: 'no' })
    expect(await everything()).toEqual(nothing)
  })

  it('writes nothing where the work throws, and passes the fault on', async () => {
    const fault = new Error('broken')
    await expect(
      writeEverything(() => {
        throw fault
      }),
    ).rejects.toBe(fault)
    expect(await everything()).toEqual(nothing)
    expect((await book(present().storage)).ok).toBe(true)
  })

  it('lets the work read its own writes, and nobody else before the commit', async () => {
    const { storage, reopen } = present()
    const other = await reopen()
    await commit(storage, async (tx) => {
      const inserted = await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      if (!inserted.ok) throw new Error('The first appointment was refused.')
      const ref = { id: inserted.id }
      expect(await tx.appointments.findAppointment(ref)).toBeDefined()
      expect(await storage.appointments.findAppointment(ref)).toBeUndefined()
      expect(await other.storage.appointments.findAppointment(ref)).toBeUndefined()
    })
    expect(await storage.appointments.findAppointment({ id: 1 })).toBeDefined()
    expect(await other.storage.appointments.findAppointment({ id: 1 })).toBeDefined()
  })

  it('lets no change of the same employee come between another one’s reads and its commit', async () => {
    const { storage, reopen } = present()
    const other = await reopen()
    const addOne = (one: typeof storage) =>
      commit(one, async (tx) => {
        const known = await tx.customers.findCustomer(customer.email)
        await tx.customers.saveCustomer({ ...customer, phone: String(Number(known?.phone ?? '0') + 1) }, true)
      })
    await Promise.all(
      Array.from({ length: 40 }, (_, turn) => addOne(turn % 2 === 0 ? storage : other.storage)),
    )
    expect((await storage.customers.findCustomer(customer.email))?.phone).toBe('40')
  })

  it('has what it acknowledged after it was closed and opened again', async () => {
    const { storage, reopen } = present()
    await book(storage)
    await storage.close()
    const again = await reopen()
    expect(await again.storage.appointments.findAppointment({ id: 1 })).toMatchObject({
      name: 'Ada Lovelace',
    })
  })

  it('answers a ping while it is open and throws StorageUnavailable once it is closed', async () => {
    const { storage } = present()
    await storage.ping()
    await storage.close()
    await expect(storage.ping()).rejects.toMatchObject({ name: 'StorageUnavailable' })
    await expect(book(storage)).rejects.toMatchObject({ name: 'StorageUnavailable' })
  })

  it('gives the reply of a scope back whole, and refuses to keep a second one', async () => {
    const { storage } = present()
    await commit(storage, (tx) => tx.idempotency.saveReply(reply))
    expect(await storage.idempotency.findReply('s')).toEqual(reply)
    await expect(
      commit(storage, (tx) => tx.idempotency.saveReply({ ...reply, reply: '[]' })),
    ).rejects.toThrow()
    expect(await storage.idempotency.findReply('s')).toEqual(reply)
    expect(await storage.idempotency.findReply('another')).toBeUndefined()
  })

  it.each([
    ['refuses', { ok: false, refusal: 'no' } as const],
    ['keeps nothing', { ok: true, value: 'new' } as const],
    ['keeps one and refuses', { ok: false, refusal: 'late' } as const],
  ])('shows an earlier reply also to work that %s where it finds none', async (what, otherwise) => {
    const { storage } = present()
    const look = () =>
      storage.change<string, string>([1], async (tx) => {
        const known = await tx.idempotency.findReply('s')
        if (known) return { ok: true, value: known.reply }
        if (what.startsWith('keeps one')) await tx.idempotency.saveReply({ ...reply, reply: 'another' })
        return otherwise
      })
    expect(await look()).toEqual(otherwise)
    await commit(storage, (tx) => tx.idempotency.saveReply(reply))
    expect(await look()).toEqual({ ok: true, value: reply.reply })
  })

  it('lets the work read the reply, the customer and the history that it has just written', async () => {
    const read = await commit(present().storage, async (tx) => {
      const inserted = await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      if (!inserted.ok) throw new Error('The first appointment was refused.')
      await tx.customers.saveCustomer(customer, true)
      await tx.customers.saveCustomer({ ...customer, email: 'eve@example.com' }, true)
      await tx.idempotency.saveReply(reply)
      expect(await tx.idempotency.findReply('other')).toBeUndefined()
      return [
        await tx.idempotency.findReply('s'),
        await tx.customers.findCustomer(customer.email),
        await tx.appointments.listHistory(inserted.id),
      ]
    })
    expect(read).toEqual([reply, customer, [aHistoryEntry()]])
    expect(await present().storage.customers.findCustomer('eve@example.com')).toBeDefined()
  })

  it('keeps a known customer unless told to replace', async () => {
    const { storage } = present()
    await storage.customers.saveCustomer(customer, false)
    await storage.customers.saveCustomer({ ...customer, name: 'Somebody' }, false)
    expect(await storage.customers.findCustomer(customer.email)).toEqual(customer)
    await storage.customers.saveCustomer({ ...customer, name: 'Ada L.' }, true)
    expect(await storage.customers.findCustomer(customer.email)).toEqual({ ...customer, name: 'Ada L.' })
  })
}
