import { addDays, type CalendarDate, type Instant } from '@appointease/domain'
import type {
  InQuestion,
  SeatedLock,
  SlotLockReader,
  SlotLockRecord,
  SlotLockStore,
} from '../../ports/locks.ts'
import type { SlotChange } from '../../ports/slotEvents.ts'
import { type LockValue, toLockRecord, toLockValue } from './lockValue.ts'
import {
  ALL_LOCKS,
  addressName,
  addressNames,
  beginningWith,
  clientName,
  EPOCH,
  lockName,
  lockNamesOf,
  lockNamesOfDate,
  seatName,
} from './names.ts'
import type { ChangeNotes } from './notes.ts'
import type { OptionQuestions, OptionRows } from './optionRows.ts'
import {
  type Found,
  findTransient,
  listTransients,
  optionOf,
  removeTransients,
  transientsFrom,
  writeTransients,
} from './transients.ts'

/** Points from a client or an address to the lock's name; lives as long as the lock. */
export interface LockIndex {
  /** Null where the client's lock has ended: accounts of it that come late count no more. */
  readonly lock: string | null
  readonly turn: number
  readonly expires_at: Instant
}

export const indexOf = (name: string | null, { turn, expiresAt }: SlotLockRecord): LockIndex => ({
  lock: name,
  turn,
  expires_at: expiresAt,
})

const SEAT = /_seat(\d+)$/

/** Every lock there is, the expired too, with its seat. */
export async function listSeatedLocks(rows: OptionRows): Promise<readonly SeatedLock[]> {
  const found = await listTransients<LockValue>(rows, transientsFrom(ALL_LOCKS))
  return found.map(({ name, value }) => ({
    lock: toLockRecord(value),
    seat: Number(SEAT.exec(name)?.[1] ?? 1),
  }))
}

const changeOf = ({ employeeId, date, occupied }: SlotLockRecord): SlotChange => ({
  employeeId,
  date,
  occupied,
})

const byStart = (one: Found<LockValue>, other: Found<LockValue>) => one.value.start - other.value.start

/** Live and expired locks of the employees named on these dates. One range of names: locks are few at any time. */
async function locksOn(
  rows: OptionRows,
  employeeIds: readonly number[],
  dates: readonly CalendarDate[],
): Promise<readonly Found<LockValue>[]> {
  const [first, ...others] = [...dates].sort()
  if (first === undefined) return []
  const last = others.at(-1) ?? first
  const range = transientsFrom(lockNamesOfDate(first), lockNamesOfDate(last))
  const found = await listTransients<LockValue>(rows, range)
  return found
    .filter(({ value }) => employeeIds.includes(value.employee_id) && dates.includes(value.date))
    .sort(byStart)
}

export function createLockReader(rows: OptionRows): SlotLockReader {
  return {
    async listLocks(employeeIds, dates, now) {
      const found = await locksOn(rows, employeeIds, dates)
      return found.filter(({ value }) => value.expires_at > now).map(({ value }) => toLockRecord(value))
    },
  }
}

/** How far from a lock's date others are asked for that reach into its time. */
const AHEAD = [-2, -1, 0, 1, 2]

/** Where the locks of an employee's date are. */
const locksOf = (employeeId: number) => (date: CalendarDate) => transientsFrom(lockNamesOf(date, employeeId))

/** What a change about this will ask of the options; the epoch first, held where locks live here. */
export function questionsAbout({ owner, address, employeeId, date }: InQuestion): OptionQuestions {
  if (date === undefined) return { hold: [], find: [], list: [beginningWith(EPOCH)] }
  const own = AHEAD.map((days) => addDays(date, days)).map(locksOf(employeeId))
  const counted = address === undefined ? [] : [transientsFrom(addressNames(address))]
  const client = owner === undefined ? [] : [optionOf(clientName(owner))]
  return { hold: [EPOCH], find: client, list: [...own, ...counted] }
}

/** Locks over the remembered rows of one transaction, whose isolation is what makes each of these atomic. */
export function createLockStore(rows: OptionRows, notes: ChangeNotes): SlotLockStore {
  /** The slot's name, or that of its next seat: the lock of another owner is never written over. */
  async function nameFor(lock: SlotLockRecord): Promise<string> {
    const name = lockName(lock)
    const others = (await listTransients<LockValue>(rows, transientsFrom(name))).filter(
      ({ value }) => value.owner !== lock.owner,
    )
    const used = new Set(others.map((other) => other.name))
    let seat = 1
    while (used.has(seatName(name, seat))) seat++
    return seatName(name, seat)
  }

  async function findHeld(owner: string): Promise<Found<LockValue> | undefined> {
    const index = await findTransient<LockIndex>(rows, clientName(owner))
    if (!index?.lock) return undefined
    const value = await findTransient<LockValue>(rows, index.lock)
    return value?.owner === owner ? { name: index.lock, value } : undefined
  }

  return {
    async listLocks(employeeId, dates, now) {
      const listed = await listTransients<LockValue>(rows, ...dates.map(locksOf(employeeId)))
      const found = listed.toSorted(byStart)
      const expired = found.filter(({ value }) => value.expires_at <= now)
      // As get_transient() does, and so that what is left over never keeps a live lock from its plain name.
      await removeTransients(
        rows,
        expired.map(({ name }) => name),
      )
      return found.filter(({ value }) => value.expires_at > now).map(({ value }) => toLockRecord(value))
    },

    async findLockOfOwner(owner, now) {
      const held = await findHeld(owner)
      return held && held.value.expires_at > now ? toLockRecord(held.value) : undefined
    },

    async countLocksOfAddress(address, now) {
      const held = await listTransients<LockIndex>(rows, transientsFrom(addressNames(address)))
      return held.filter(({ value }) => value.expires_at > now).length
    },

    async putLock(lock) {
      const held = await findHeld(lock.owner)
      const name = await nameFor(lock)
      const index = indexOf(name, lock)
      const ownAddress = addressName(lock.address, lock.owner)
      if (held) {
        const left = [held.name, addressName(held.value.address, lock.owner)]
        await removeTransients(
          rows,
          left.filter((old) => old !== name && old !== ownAddress),
        )
      }
      await writeTransients(rows, [
        { name, value: toLockValue(lock) },
        { name: clientName(lock.owner), value: index },
        { name: ownAddress, value: index },
      ])
      await notes.note([...(held ? [changeOf(toLockRecord(held.value))] : []), changeOf(lock)])
    },

    async deleteLock(lock) {
      const held = await findHeld(lock.owner)
      if (!held || held.value.employee_id !== lock.employeeId || held.value.start !== lock.slot.start) return
      await removeTransients(rows, [
        held.name,
        clientName(lock.owner),
        addressName(held.value.address, lock.owner),
      ])
      await notes.note([changeOf(toLockRecord(held.value))])
    },
  }
}
