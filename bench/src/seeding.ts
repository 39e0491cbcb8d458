import { instantOf, minutes, plus, SELECTION_SECONDS } from '@appointease/domain'
import type { ActiveSelection, EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import { aHistoryEntry, aLock, anAppointment } from '@appointease/testkit/builders.ts'
import type { Business } from './business.ts'
import { lockPlaceOf, type Place } from './places.ts'

const IN_ONE_TRANSACTION = 5000
/** Of a lock more is read and written, and no transaction is waited for longer than two seconds. */
const LOCKS_IN_ONE = 100

/** Through the same store and past the same triggers as any booking. */
export async function addAppointments({ storage }: Business, places: readonly Place[]): Promise<void> {
  for (let first = 0; first < places.length; first += IN_ONE_TRANSACTION) {
    await storage.change<undefined, { kind: string }>([], async (tx) => {
      for (const place of places.slice(first, first + IN_ONE_TRANSACTION)) {
        const added = await tx.appointments.insertAppointment(anAppointment(place), aHistoryEntry())
        if (!added.ok) throw new Error('Two seeded appointments collide')
      }
      return { ok: true, value: undefined }
    })
  }
}

const LASTING = minutes(30)

const ownerOf = (number: number) => `v_owner${String(number).padStart(4, '0')}`

/** Each of another visitor at another address, in the database's transients, for half an hour. */
export async function addLocks(storage: Storage, places: readonly Place[]): Promise<void> {
  const now = instantOf(Date.now())
  const locks = places.map((place, number) => {
    const owner = ownerOf(number)
    const theirs = { owner, tokenFingerprint: owner, address: owner }
    return aLock({ ...lockPlaceOf(place), ...theirs, lockedAt: now, expiresAt: plus(now, LASTING) })
  })
  for (let first = 0; first < locks.length; first += LOCKS_IN_ONE) {
    await storage.change<undefined, never>([], async (tx) => {
      for (const lock of locks.slice(first, first + LOCKS_IN_ONE)) await tx.locks.putLock(lock)
      return { ok: true, value: undefined }
    })
  }
}

/** What each visitor who holds one of these locks points at, for as long. */
export async function addSelections(ephemeral: EphemeralStore, places: readonly Place[]): Promise<void> {
  for (const [number, place] of places.entries()) {
    const selection = selectionOf(place, ownerOf(number))
    await ephemeral.putSelection({ ...selection, expiresAt: plus(selection.since, LASTING) })
  }
}

/** From now on. */
export function selectionOf(place: Place, owner: string): ActiveSelection {
  const { employeeId, date, time } = lockPlaceOf(place)
  const since = instantOf(Date.now())
  return { employeeId, date, time, owner, since, expiresAt: plus(since, SELECTION_SECONDS * 1000) }
}
