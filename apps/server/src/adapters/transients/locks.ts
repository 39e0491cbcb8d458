import type { CalendarDate, Instant } from '@appointease/domain'
import type { SeatedLock, SlotLockReader, SlotLockRecord, SlotLockStore } from '../../ports/locks.ts'
import type { SlotChange } from '../../ports/slotEvents.ts'
import { type LockValue, toLockRecord, toLockValue } from './lockValue.ts'
import {
  ALL_LOCKS,
  addressName,
  addressNames,
  clientName,
  lockName,
  lockNamesOfDate,
  seatName,
} from './names.ts'
import type { ChangeNotes } from './notes.ts'
import type { OptionRows } from './optionRows.ts'
import { type Found, findTransient, listTransients, removeTransients, writeTransients } from './transients.ts'

/** Points from a client or an address to the lock's name; lives as long as the lock. */
export interface LockIndex {
  readonly lock: string
  readonly locked_at: Instant
  readonly turn: number
  readonly expires_at: Instant
}

export const indexOf = (name: string, { lockedAt, turn, expiresAt }: SlotLockRecord): LockIndex => ({
  lock: name,
  locked_at: lockedAt,
  turn,
  expires_at: expiresAt,
})

const SEAT = /_seat(\d+)$/

/** Every lock there is, the expired too, with its seat. */
export async function listSeatedLocks(rows: OptionRows): Promise<readonly SeatedLock[]> {
  const found = await listTransients<LockValue>(rows, ALL_LOCKS)
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
  const found = await listTransients<LockValue>(rows, lockNamesOfDate(first), lockNamesOfDate(last))
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

/** Locks over the rows of one transaction, whose isolation is what makes each of these atomic. */
export function createLockStore(rows: OptionRows, notes: ChangeNotes): SlotLockStore {
  /** The slot's name, or that of its next seat: the lock of another owner is never written over. */
  async function nameFor(lock: SlotLockRecord): Promise<string> {
    const name = lockName(lock)
    const others = (await listTransients<LockValue>(rows, name)).filter(
      ({ value }) => value.owner !== lock.owner,
    )
    const used = new Set(others.map((other) => other.name))
    let seat = 1
    while (used.has(seatName(name, seat))) seat++
    return seatName(name, seat)
  }

  async function findHeld(owner: string): Promise<Found<LockValue> | undefined> {
    const index = await findTransient<LockIndex>(rows, clientName(owner))
    if (!index) return undefined
    const value = await findTransient<LockValue>(rows, index.lock)
    return value?.owner === owner ? { name: index.lock, value } : undefined
  }

  return {
    async listLocks(employeeId, dates, now) {
      const found = await locksOn(rows, [employeeId], dates)
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
      const held = await listTransients<LockIndex>(rows, addressNames(address))
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
