import type { Occupation } from '@appointease/domain'
import type { ServerPorts } from '@appointease/server'
import type { AppointmentReader } from '@appointease/server/ports/appointments.ts'
import type { StorageTransaction } from '@appointease/server/ports/storage.ts'

/** Puts a bug between a server's commands and what they keep. */
export type Bug = (ports: ServerPorts) => ServerPorts

/** Bookings and moves do not look whether somebody holds the slot. */
export const missingLockCheck: Bug = ({ storage, locks }) => ({
  storage,
  locks: {
    ...locks,
    change: (employeeIds, work) =>
      locks.change(employeeIds, (tx, own) =>
        work(tx, {
          listLocks: async () => [],
          secure: async () => ({ ok: true, value: undefined }),
          useUp: own.useUp,
        }),
      ),
  },
})

/** Whoever reads what is booked gets what the one before them was told. */
export const staleRead: Bug = ({ storage, locks }) => {
  const memory = new Map<string, Promise<readonly Occupation[]>>()
  const listOccupations: AppointmentReader['listOccupations'] = (employeeIds, within) => {
    const name = JSON.stringify([employeeIds, within])
    const found = storage.appointments.listOccupations(employeeIds, within)
    const told = memory.get(name) ?? found
    memory.set(name, found)
    return told
  }
  const appointments = Object.assign(Object.create(storage.appointments), { listOccupations })
  return { storage: Object.assign(Object.create(storage), { appointments }), locks }
}

/** Somebody is told that their lock is released, and it stays. */
export const lostRelease: Bug = ({ storage, locks }) => ({
  storage,
  locks: { ...locks, release: async () => ({ ok: true, value: undefined }) },
})

/** A booking adds its message to the outbox twice. */
export const doubledMail: Bug = ({ storage, locks }) => ({
  storage,
  locks: {
    ...locks,
    change: (employeeIds, work) => locks.change(employeeIds, (tx, own) => work(doubling(tx), own)),
  },
})

const doubling = (tx: StorageTransaction): StorageTransaction => ({
  ...tx,
  outbox: {
    async addMessage(entry) {
      await tx.outbox.addMessage(entry)
      await tx.outbox.addMessage({ ...entry, messageKey: `${entry.messageKey}-again` })
    },
  },
})

/** Whoever names a slot releases it, whosever it is. */
export const noOwnerCheck: Bug = ({ storage, locks }) => ({
  storage,
  locks: {
    ...locks,
    async release(wish) {
      const there = await locks.listLocks([wish.employeeId], [wish.date], wish.now)
      const lock = there.find(({ slot }) => slot.start === wish.start)
      if (!lock) return { ok: true, value: undefined }
      return locks.release({ ...wish, owner: lock.owner, shownFingerprint: lock.tokenFingerprint })
    },
  },
})
