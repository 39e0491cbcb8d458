import { type Instant, minutes, plus } from '@appointease/domain'
import type { ProcessReport, StorageEpoch } from '@appointease/server/ports/epochs.ts'
import type { SlotLockRecord } from '@appointease/server/ports/locks.ts'
import { expect, it } from 'vitest'
import { aLock, aSelection, MONDAY, TUESDAY_TEN, time } from '../builders.ts'
import { commit, type Present } from './harness.ts'

const NEXT = { id: 'next', target: 'redis-1', restMilliseconds: 0 }

/** What EpochStore promises: one word on where locks live, for every process on the database. */
export function epochRules(present: Present): void {
  const epochs = () => present().epochs
  const nothing = async () => {}
  const aProcess = (differing: Partial<ProcessReport> = {}): ProcessReport => ({
    id: 'one',
    acknowledged: 0,
    reaches: 'redis-1',
    secretMark: 'mark-1',
    leaseMilliseconds: 60_000,
    ...differing,
  })
  const seated = (lock: SlotLockRecord, seat = 1) => ({ lock, seat })
  const granted = (lock: SlotLockRecord, at: Instant, seat = 1) => ({ ...seated(lock, seat), at })
  const write = (
    number: number,
    put: readonly SlotLockRecord[],
    ended: readonly SlotLockRecord[] = [],
    at = MONDAY,
  ) =>
    epochs().writeShadows(number, {
      put: put.map((lock) => granted(lock, at)),
      ended: ended.map((lock) => seated(lock)),
    })
  const shown = () => present().storage.locks.listLocks([1, 2], [aLock().date], MONDAY)
  const seen = (held: boolean) => commit(present().storage, (tx) => tx.epoch(held))

  async function inRedis(): Promise<StorageEpoch> {
    const epoch = await epochs().enterRedis(0, NEXT, nothing)
    const { id, target } = NEXT
    expect(epoch).toMatchObject({ number: 1, mode: 'redis', settled: true, id, target })
    return epoch
  }

  it('begins in the database, with nothing left to settle', async () => {
    const beginning = { number: 0, mode: 'database', settled: true }
    expect(await epochs().read()).toMatchObject(beginning)
    expect(await seen(true)).toMatchObject(beginning)
    expect(await epochs().report(aProcess())).toMatchObject(beginning)
  })

  it('goes to Redis and back, each once however many processes want it at once', async () => {
    const other = (await present().reopen()).epochs
    const stores = [epochs(), other]
    const entered = await Promise.all(
      stores.map((store, at) => store.enterRedis(0, { ...NEXT, id: `attempt-${at}` }, nothing)),
    )
    expect(entered[0]).toEqual(entered[1])
    expect(entered[0]).toMatchObject({ number: 1, mode: 'redis' })
    const left = await Promise.all(stores.map((store) => store.leaveRedis(1)))
    expect(left[0]).toEqual(left[1])
    expect(left[0]).toMatchObject({ number: 2, mode: 'database', settled: false })
    expect(left[0]?.id).not.toBe(entered[0]?.id)
    expect([await epochs().read(), await seen(false), await seen(true)]).toEqual([left[0], left[0], left[0]])
  })

  it('leaves nothing that has been left already, nor enters from what is over', async () => {
    const epoch = await inRedis()
    expect(await epochs().leaveRedis(0)).toEqual(epoch)
    expect(await epochs().enterRedis(0, { ...NEXT, id: 'late' }, nothing)).toEqual(epoch)
    await epochs().leaveRedis(1)
    const unsettled = await epochs().read()
    expect(await epochs().enterRedis(2, { ...NEXT, id: 'early' }, nothing)).toEqual(unsettled)
  })

  it('rests for a while before it goes back, but not before it goes there first', async () => {
    const resting = { ...NEXT, restMilliseconds: 60_000 }
    expect(await epochs().enterRedis(0, resting, nothing)).toMatchObject({ number: 1, mode: 'redis' })
    await epochs().leaveRedis(1)
    await epochs().settle(2)
    expect(await epochs().enterRedis(2, resting, nothing)).toMatchObject({ number: 2, mode: 'database' })
    expect(await epochs().enterRedis(2, NEXT, nothing)).toMatchObject({ number: 3, mode: 'redis' })
  })

  it('settles when every process that lives has acknowledged', async () => {
    await inRedis()
    await epochs().report(aProcess({ id: 'one', acknowledged: 1 }))
    await epochs().report(aProcess({ id: 'two', acknowledged: 1 }))
    await epochs().leaveRedis(1)
    expect(await epochs().settle(2)).toMatchObject({ settled: false })
    await epochs().report(aProcess({ id: 'one', acknowledged: 2 }))
    expect(await epochs().settle(2)).toMatchObject({ settled: false })
    await epochs().report(aProcess({ id: 'two', acknowledged: 2 }))
    expect(await epochs().settle(2)).toMatchObject({ number: 2, settled: true })
    expect(await epochs().settle(1)).toMatchObject({ number: 2, settled: true })
  })

  it('waits no longer for a process than it is taken to be alive, and not for one that has ended', async () => {
    await inRedis()
    await epochs().report(aProcess({ id: 'crashed', leaseMilliseconds: 30 }))
    await epochs().report(aProcess({ id: 'ended' }))
    await epochs().leaveRedis(1)
    expect(await epochs().settle(2)).toMatchObject({ settled: false })
    await epochs().forget('ended')
    await expect.poll(() => epochs().settle(2), { timeout: 5_000 }).toMatchObject({ settled: true })
  })

  it('takes for alive only who could have said so on the clock as it is', async () => {
    await inRedis()
    const saidBeforeTheClockWasSetBack = { id: 'killed', acknowledged: 1, leaseMilliseconds: 3_600_000 }
    await epochs().report(aProcess(saidBeforeTheClockWasSetBack))
    await epochs().leaveRedis(1)
    expect(await epochs().settle(2)).toMatchObject({ settled: true })
  })

  it('forgets a process that was killed, a day later, when another starts', async () => {
    const day = 86_400_000
    await epochs().report(aProcess({ id: 'long-dead', leaseMilliseconds: -day - 1_000 }))
    await epochs().report(aProcess({ id: 'just-dead', leaseMilliseconds: -1_000 }))
    expect(await epochs().establish()).toEqual(await epochs().read())
    const left = await present().runSql(
      `SELECT option_name FROM ${present().tablePrefix}options WHERE option_name LIKE 'appointease_process_%'`,
    )
    expect(left).toEqual([{ option_name: 'appointease_process_just-dead' }])
  })

  it('knows what all processes reach, and that they do not all reach the same', async () => {
    await epochs().report(aProcess({ id: 'one' }))
    expect(await epochs().commonReach()).toBe('redis-1')
    await epochs().report(aProcess({ id: 'two', reaches: '' }))
    expect(await epochs().commonReach()).toBeUndefined()
    await epochs().report(aProcess({ id: 'two', reaches: 'redis-1' }))
    expect(await epochs().commonReach()).toBe('redis-1')
  })

  it('knows whether all processes have one secret', async () => {
    await epochs().report(aProcess())
    expect([await epochs().isCommonSecret('mark-1'), await epochs().isCommonSecret('mark-2')]).toEqual([
      true,
      false,
    ])
    await epochs().forget('one')
    expect(await epochs().isCommonSecret('mark-2')).toBe(true)
  })

  it('hands over all locks and selections on the way to Redis', async () => {
    const second = aLock({ owner: 'v_second' })
    await commit(present().storage, async (tx) => {
      await tx.locks.putLock(aLock())
      await tx.locks.putLock(second)
    })
    await present().ephemeral.putSelection(aSelection())
    await epochs().enterRedis(0, NEXT, async ({ locks, selections }) => {
      expect(locks.map(({ lock, seat }) => [lock, seat])).toEqual([
        [aLock(), 1],
        [second, 2],
      ])
      expect(selections).toEqual([aSelection()])
    })
    expect((await epochs().read()).mode).toBe('redis')
  })

  it('stays in the database where the copy fails', async () => {
    const fault = new Error('cut')
    await expect(epochs().enterRedis(0, NEXT, () => Promise.reject(fault))).rejects.toBe(fault)
    expect(await epochs().read()).toMatchObject({ number: 0, mode: 'database' })
    await inRedis()
  })

  it('lets a change that holds the epoch end before it goes on', async () => {
    await epochs().establish()
    const other = await present().reopen()
    let entering: Promise<StorageEpoch> | undefined
    let locksCopied = -1
    await commit(present().storage, async (tx) => {
      expect(await tx.epoch(true)).toMatchObject({ number: 0 })
      entering = other.epochs.enterRedis(0, NEXT, async ({ locks }) => {
        locksCopied = locks.length
      })
      await tx.locks.putLock(aLock())
    })
    expect(await entering).toMatchObject({ mode: 'redis' })
    expect(locksCopied).toBe(1)
  })

  it('shows a change that begins while locks are copied where they are then', async () => {
    const other = await present().reopen()
    let during: Promise<StorageEpoch> | undefined
    await epochs().enterRedis(0, NEXT, async () => {
      during = commit(other.storage, (tx) => tx.epoch(true))
    })
    expect(await during).toMatchObject({ number: 1, mode: 'redis' })
  })

  it('writes down what was granted in Redis as if it had been granted here, and takes back what ended', async () => {
    const { number } = await inRedis()
    const second = aLock({ owner: 'v_second', employeeId: 2 })
    expect(await write(number, [aLock(), second])).toBe(true)
    expect(await shown()).toEqual([aLock(), second])
    const inside = await commit(present().storage, async (tx) => [
      await tx.locks.findLockOfOwner('v_second', MONDAY),
      await tx.locks.countLocksOfAddress(aLock().address, MONDAY),
    ])
    expect(inside).toEqual([second, 2])
    expect(await write(number, [], [second])).toBe(true)
    expect(await shown()).toEqual([aLock()])
    const left = await commit(present().storage, async (tx) => [
      await tx.locks.findLockOfOwner('v_second', MONDAY),
      await tx.locks.countLocksOfAddress(aLock().address, MONDAY),
    ])
    expect(left).toEqual([undefined, 1])
  })

  it('keeps a group’s seats apart', async () => {
    const { number } = await inRedis()
    const two = aLock({ owner: 'v_two' })
    await epochs().writeShadows(number, {
      put: [granted(aLock(), MONDAY), granted(two, MONDAY, 2)],
      ended: [],
    })
    expect((await shown()).map(({ owner }) => owner).sort()).toEqual([aLock().owner, 'v_two'])
    await epochs().writeShadows(number, { put: [], ended: [seated(two, 2)] })
    expect(await shown()).toEqual([aLock()])
  })

  it('keeps the latest of a place and of a client, in whatever order it is told', async () => {
    const { number } = await inRedis()
    const turn = MONDAY
    const renewed = aLock({ expiresAt: plus(MONDAY, minutes(20)), turn: turn + 1 })
    await write(number, [renewed])
    await write(number, [aLock()])
    expect(await shown()).toEqual([renewed])
    const handedOutAgain = { ...renewed, tokenFingerprint: 'another token', turn: turn + 2 }
    await write(number, [handedOutAgain])
    await write(number, [renewed], [renewed])
    expect(await shown()).toEqual([handedOutAgain])
    // Whoever asked sooner may be granted later, when the other has let go of it.
    const later = aLock({ owner: 'v_later', lockedAt: plus(MONDAY, -minutes(1)), turn: turn - 60_000 })
    const then = plus(MONDAY, minutes(1))
    await write(number, [later], [], then)
    expect(await shown()).toEqual([later])
    await write(number, [{ ...handedOutAgain, turn: turn + 3 }], [], plus(then, -1))
    expect(await shown()).toEqual([later])
    await write(number, [], [handedOutAgain])
    expect(await shown()).toEqual([later])
    const slot = { start: plus(TUESDAY_TEN, minutes(60)), end: plus(TUESDAY_TEN, minutes(90)) }
    const moved = { ...later, slot, occupied: slot, time: time('11:00'), turn }
    await write(number, [moved], [later])
    await write(number, [later])
    expect(await shown()).toEqual([moved])
    const owned = await commit(present().storage, (tx) => tx.locks.findLockOfOwner('v_later', MONDAY))
    expect(owned).toEqual(moved)
  })

  it('takes up no more what had ended before it was told, and the next of the client', async () => {
    const { number } = await inRedis()
    await write(number, [], [aLock()])
    await write(number, [aLock()])
    expect(await shown()).toEqual([])
    const next = aLock({ lockedAt: plus(MONDAY, minutes(1)), turn: plus(MONDAY, minutes(1)) })
    await write(number, [next])
    expect(await shown()).toEqual([next])
    await write(number, [], [aLock()])
    expect(await shown()).toEqual([next])
    expect(await commit(present().storage, (tx) => tx.locks.findLockOfOwner(next.owner, MONDAY))).toEqual(
      next,
    )
  })

  it('takes what is written down until the switch is settled, and nothing afterwards', async () => {
    const { number } = await inRedis()
    await epochs().leaveRedis(number)
    expect(await write(number, [aLock()])).toBe(true)
    expect(await epochs().settle(number + 1)).toMatchObject({ settled: true })
    expect(await write(number, [aLock({ owner: 'v_late', employeeId: 2 })])).toBe(false)
    expect(await shown()).toEqual([aLock()])
  })
}
