import type { Instant, WallTime } from '@appointease/domain'
import { minutes, plus } from '@appointease/domain'
import type { GrantedLock, QuickStore } from '@appointease/server/ports/quickStore.ts'
import type { LockClaim, LockPlace } from '@appointease/server/ports/slotLocks.ts'
import type { Outcome } from '@appointease/server/ports/storage.ts'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { date, MONDAY, TUESDAY_TEN, time } from '../builders.ts'

/** Servers of a quick store, for all tests of a suite. */
export interface QuickServers {
  /** Connections of their own, as another process has them. */
  open(): Promise<QuickStore>
  /** Forgets everything. */
  empty(): Promise<void>
  /** Every key that there is, and how many milliseconds it has left; -1 for one that stays for ever. */
  lifetimes(): Promise<ReadonlyMap<string, number>>
  stop(): Promise<void>
}

export type QuickServersFactory = () => Promise<QuickServers>

/** A store of an epoch in which there is nothing yet. */
export interface QuickStoreUnderTest {
  readonly store: QuickStore
  readonly epochId: string
  readonly servers: QuickServers
  /** Another process on the same servers. */
  reopen(): Promise<QuickStore>
}

export type PresentStore = () => QuickStoreUnderTest

let epochs = 0
export const newEpochId = () => `epoch-${++epochs}`

export function eachInAnEpochOfItsOwn(factory: QuickServersFactory): PresentStore {
  let servers: QuickServers | undefined
  let present: QuickStoreUnderTest | undefined
  let opened: QuickStore[] = []
  beforeAll(async () => {
    servers = await factory()
  })
  afterAll(() => servers?.stop())
  beforeEach(async () => {
    if (!servers) throw new Error('There are no servers.')
    const running = servers
    await running.empty()
    const open = async () => {
      const store = await running.open()
      opened.push(store)
      return store
    }
    const [store, epochId] = [await open(), newEpochId()]
    await store.enter(epochId, { locks: [], selections: [] }, MONDAY)
    present = { store, epochId, servers: running, reopen: open }
  })
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()))
    opened = []
    present = undefined
  })
  return () => {
    if (!present) throw new Error('There is a store only while a test runs.')
    return present
  }
}

/** Half an hour from `start` on with employee 1, without buffers, named on a clock that shows UTC. */
export function aPlace(differing: Partial<LockPlace> & { readonly start?: Instant } = {}): LockPlace {
  const { start = TUESDAY_TEN, ...others } = differing
  const clock = new Date(start).toISOString()
  const slot = others.slot ?? { start, end: plus(start, minutes(30)) }
  return {
    employeeId: 1,
    serviceId: 1,
    slot,
    occupied: slot,
    date: date(clock.slice(0, 10)),
    time: time(clock.slice(11, 16)) as WallTime,
    occurrence: 1,
    ...others,
  }
}

let tokens = 0

/** Of `v_someone0001` at Monday's present, for one person; every claim's token is another one's. */
export function aClaim(differing: Partial<LockClaim> = {}): LockClaim {
  tokens += 1
  return {
    place: aPlace(),
    owner: 'v_someone0001',
    tokenFingerprint: `token${tokens}`,
    shownFingerprint: undefined,
    address: 'bb'.repeat(32),
    locksPerAddress: 5,
    capacity: 1,
    now: MONDAY,
    ...differing,
  }
}

export function grantOf<Refusal extends { readonly kind: string }>(
  outcome: Outcome<GrantedLock, Refusal>,
): GrantedLock {
  if (outcome.ok) return outcome.value
  throw new Error(`A claim that nothing is against was refused: ${outcome.refusal.kind}`)
}
