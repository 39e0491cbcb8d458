import { type Instant, minutes, plus } from '@appointease/domain'
import type { AfterAttempt, ClaimedDelivery } from '@appointease/server/ports/webhooks.ts'
import { expect, it } from 'vitest'
import { anEndpoint, anEvent, MONDAY } from '../builders.ts'
import { commit, type Present } from './harness.ts'

const LEASE = 60
const leaseEnds = plus(MONDAY, LEASE * 1000)
const DELIVERED: AfterAttempt = { kind: 'delivered' }

export function webhookRules(present: Present): void {
  const webhooks = () => present().storage.webhooks
  const addEndpoint = (differing: Parameters<typeof anEndpoint>[0] = {}) =>
    webhooks().addEndpoint(anEndpoint(differing))
  const addEvents = (...events: Parameters<typeof anEvent>[0][]) =>
    commit(present().storage, async (tx) => {
      for (const event of events) await tx.webhooks.addEvent(anEvent(event))
    })
  const claim = (now = MONDAY, limit = 10) => webhooks().claimDue(now, LEASE, limit)
  const eventIds = async (claimed: ReturnType<typeof claim>) => (await claimed).map(({ eventId }) => eventId)
  async function claimOne(now = MONDAY): Promise<ClaimedDelivery> {
    const [claimed] = await claim(now, 1)
    if (!claimed) throw new Error('Nothing was due.')
    return claimed
  }
  const attempt = (at: Instant = MONDAY, error = '') => ({
    at,
    durationMilliseconds: 12,
    httpStatus: error === '' ? 200 : undefined,
    error,
  })
  const record = (claimed: ClaimedDelivery, after: AfterAttempt, at: Instant = MONDAY) =>
    webhooks().recordAttempt(
      claimed,
      attempt(at, after.kind === 'delivered' ? '' : 'connection refused'),
      after,
    )
  const statuses = async () =>
    (await webhooks().listDeliveries({ limit: 99 })).map(({ eventId, status }) => [eventId, status])

  it('gives an endpoint back as it was added', async () => {
    const endpoint = anEndpoint({ url: 'https://hooks.example.com/ü?a=,b', allowsPrivate: true })
    const id = await webhooks().addEndpoint(endpoint)
    expect(await webhooks().findEndpoint(id)).toEqual({ ...endpoint, id })
    expect(await webhooks().listEndpoints()).toEqual([{ ...endpoint, id }])
    expect(await webhooks().findEndpoint(id + 1)).toBeUndefined()
  })

  it('makes a delivery for each endpoint that wants the type, and none for the others', async () => {
    const [both, made] = [await addEndpoint(), await addEndpoint({ events: ['appointment.created'] })]
    await addEvents({ body: '{"a":"ü"}' }, { eventId: 'gone', type: 'appointment.cancelled' })
    await addEvents({ eventId: 'missed', type: 'appointment.no_show' })
    const all = await webhooks().listDeliveries({ limit: 99 })
    expect(all.map(({ endpointId, eventId }) => [endpointId, eventId]).sort()).toEqual([
      [both, anEvent().eventId],
      [both, 'gone'],
      [made, anEvent().eventId],
    ])
    expect(await claim()).toEqual([
      expect.objectContaining({ eventId: anEvent().eventId, body: '{"a":"ü"}', tries: 0 }),
      expect.objectContaining({ eventId: anEvent().eventId, body: '{"a":"ü"}', tries: 0 }),
    ])
  })

  it('makes no delivery of a change that was refused', async () => {
    await addEndpoint()
    await present().storage.change<never, 'no'>([1], async (tx) => {
      await tx.webhooks.addEvent(anEvent())
      return { ok: false, refusal: 'no' }
    })
    expect(await statuses()).toEqual([])
    expect(await webhooks().nextDueAt()).toBeUndefined()
  })

  it('makes no second delivery of one event, also after the first has arrived', async () => {
    await addEndpoint()
    await addEvents({ body: '1' }, { body: '2' })
    const claimed = await claimOne()
    expect(claimed.body).toBe('1')
    await record(claimed, DELIVERED)
    await addEvents({})
    expect(await claim()).toEqual([])
    expect(await statuses()).toHaveLength(1)
  })

  it('hands out one delivery of an endpoint at a time, the longest due first', async () => {
    await addEndpoint()
    await addEvents({ eventId: 'second', at: plus(MONDAY, 1) }, { eventId: 'first' })
    const now = plus(MONDAY, 1)
    const first = await claimOne(now)
    expect(first.eventId).toBe('first')
    expect(await claim(now)).toEqual([])
    await record(first, DELIVERED)
    expect(await eventIds(claim(now))).toEqual(['second'])
  })

  it('lets no endpoint wait for another one, however much that has before it', async () => {
    const [busy, idle] = [await addEndpoint(), await addEndpoint({ events: ['appointment.no_show'] })]
    await addEvents(...Array.from({ length: 20 }, (_, number) => ({ eventId: `busy-${number}` })))
    await addEvents({ eventId: 'idle', type: 'appointment.no_show' })
    const ofBoth = (await claim(MONDAY, 2)).map(({ endpoint }) => endpoint.id)
    expect(ofBoth.sort()).toEqual([busy, idle].sort())
  })

  it('gives an endpoint to one of many claimers', async () => {
    const other = await present().reopen()
    const ids: number[] = []
    for (let number = 0; number < 6; number += 1) ids.push(await addEndpoint())
    await addEvents({ eventId: 'a' }, { eventId: 'b' })
    const claims = Array.from({ length: 12 }, (_, turn) =>
      (turn % 2 ? other.storage.webhooks : webhooks()).claimDue(MONDAY, LEASE, 2),
    )
    const got = (await Promise.all(claims)).flat().map(({ endpoint }) => endpoint.id)
    expect(got.sort()).toEqual(ids.sort())
  })

  it('hands a delivery out again when the lease ends, as one whose outcome nobody knows', async () => {
    await addEndpoint()
    await addEvents({})
    const lost = await claimOne()
    expect(await claim(plus(leaseEnds, -1))).toEqual([])
    expect(await webhooks().nextDueAt()).toBe(leaseEnds)
    expect(await claimOne(leaseEnds)).toMatchObject({ id: lost.id, eventId: lost.eventId, tries: 0 })
  })

  it('puts a failed delivery back until it is due, and counts the try', async () => {
    await addEndpoint()
    await addEvents({})
    const dueAt = plus(MONDAY, 30_000)
    await record(await claimOne(), { kind: 'waiting', dueAt })
    expect(await webhooks().nextDueAt()).toBe(dueAt)
    expect(await claim(plus(dueAt, -1))).toEqual([])
    expect(await claimOne(dueAt)).toMatchObject({ tries: 1 })
  })

  it('lets a later delivery go out while a failed one waits', async () => {
    await addEndpoint()
    await addEvents({ eventId: 'failed' }, { eventId: 'next' })
    await record(await claimOne(), { kind: 'waiting', dueAt: plus(MONDAY, 30_000) })
    expect(await eventIds(claim())).toEqual(['next'])
  })

  it.each(['delivered', 'dead'] as const)('never hands out again what is %s', async (kind) => {
    await addEndpoint()
    await addEvents({})
    await record(await claimOne(), { kind })
    expect(await claim(plus(MONDAY, minutes(5000)))).toEqual([])
    expect(await statuses()).toEqual([[anEvent().eventId, kind]])
  })

  it('lets whoever has lost the endpoint say that a delivery arrived, and nothing else', async () => {
    await addEndpoint()
    await addEvents({ eventId: 'a' }, { eventId: 'b', at: plus(MONDAY, 1) })
    const lost = await claimOne()
    const present = await claimOne(leaseEnds)
    await record(lost, { kind: 'dead' })
    expect(await statuses()).toEqual([
      ['b', 'waiting'],
      ['a', 'waiting'],
    ])
    expect(await claim(leaseEnds)).toEqual([])
    await record(lost, DELIVERED)
    expect((await statuses()).at(-1)).toEqual(['a', 'delivered'])
    await record(present, DELIVERED)
    expect(await eventIds(claim(leaseEnds))).toEqual(['b'])
  })

  it('shows the deliveries with every attempt, the latest first', async () => {
    const [one, other] = [await addEndpoint(), await addEndpoint({ events: ['appointment.no_show'] })]
    await addEvents({ eventId: 'a' }, { eventId: 'b', at: plus(MONDAY, 1), type: 'appointment.cancelled' })
    const failed = attempt(MONDAY, 'the receiver answered 500')
    const dueAt = plus(MONDAY, 1)
    await webhooks().recordAttempt(
      await claimOne(),
      { ...failed, httpStatus: 500 },
      { kind: 'waiting', dueAt },
    )
    await record(await claimOne(dueAt), DELIVERED, dueAt)
    const all = await webhooks().listDeliveries({ limit: 9 })
    const [b, a] = all
    expect(a).toEqual({
      id: expect.any(Number),
      endpointId: one,
      eventId: 'a',
      type: 'appointment.created',
      status: 'delivered',
      createdAt: MONDAY,
      dueAt,
      attempts: [
        { ...failed, httpStatus: 500 },
        { at: dueAt, durationMilliseconds: 12, httpStatus: 200, error: '' },
      ],
    })
    expect(b).toMatchObject({ eventId: 'b', type: 'appointment.cancelled', status: 'waiting', attempts: [] })
    expect(await webhooks().listDeliveries({ limit: 1 })).toEqual([b])
    expect(await webhooks().listDeliveries({ status: 'delivered', limit: 9 })).toEqual([a])
    expect(await webhooks().listDeliveries({ endpointId: other, limit: 9 })).toEqual([])
  })

  it('repeats a delivery that has ended as if it were new, under the same event', async () => {
    await addEndpoint()
    await addEvents({})
    const claimed = await claimOne()
    await record(claimed, { kind: 'dead' })
    const later = plus(MONDAY, minutes(60))
    expect(await webhooks().repeatDelivery(claimed.id, later)).toBe(true)
    expect(await claimOne(later)).toMatchObject({ id: claimed.id, eventId: claimed.eventId, tries: 0 })
    expect((await webhooks().listDeliveries({ limit: 9 }))[0]?.attempts).toHaveLength(1)
    expect(await webhooks().repeatDelivery(claimed.id + 1, later)).toBe(false)
  })

  it('removes an endpoint with its deliveries, and keeps no attempt that comes after', async () => {
    const { runSql, tablePrefix } = present()
    const [gone, stays] = [await addEndpoint(), await addEndpoint()]
    await addEvents({})
    const claimed = await claim()
    for (const one of claimed) await record(one, { kind: 'waiting', dueAt: MONDAY })
    const again = (await claim()).find(({ endpoint }) => endpoint.id === gone)
    expect(await webhooks().removeEndpoint(gone)).toBe(true)
    if (again) await record(again, DELIVERED)
    expect(await webhooks().removeEndpoint(gone)).toBe(false)
    expect((await webhooks().listDeliveries({ limit: 9 })).map(({ endpointId }) => endpointId)).toEqual([
      stays,
    ])
    const table = `${tablePrefix}appointease_webhook_attempts`
    expect(await runSql(`SELECT COUNT(*) AS found FROM ${table}`)).toMatchObject([{ found: 1 }])
  })
}
