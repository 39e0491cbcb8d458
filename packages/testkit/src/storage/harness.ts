import type { AppointmentRecord } from '@appointease/server/ports/appointments.ts'
import type {
  OpenedStorage,
  Outcome,
  Storage,
  StorageTransaction,
} from '@appointease/server/ports/storage.ts'
import { afterEach, beforeEach } from 'vitest'
import { type AppointmentWish, aHistoryEntry, anAppointment } from '../builders.ts'

/** An empty database of an engine, made for one test. */
export interface StorageUnderTest extends OpenedStorage {
  readonly tablePrefix: string
  /** The same database through connections of its own, as another process has it. */
  reopen(): Promise<OpenedStorage>
  /** A statement with `?` places, as an importer or a person at a prompt would run it, past the adapter. */
  runSql(
    sql: string,
    parameters?: readonly (string | number | null)[],
  ): Promise<readonly Record<string, unknown>[]>
  /** Closes everything that was opened and removes the database. */
  dispose(): Promise<void>
}

export type StorageFactory = () => Promise<StorageUnderTest>

/** The database of the test that is running. */
export type Present = () => StorageUnderTest

/** Something of its own for each test, disposed of after it. */
export function eachWithItsOwn<Under extends { dispose(): Promise<void> }>(
  factory: () => Promise<Under>,
): () => Under {
  let present: Under | undefined
  beforeEach(async () => {
    present = await factory()
  })
  afterEach(async () => {
    await present?.dispose()
    present = undefined
  })
  return () => {
    if (!present) throw new Error('What a test has of its own is there only while it runs.')
    return present
  }
}

/** A change that is kept; what `work` yields comes back. */
export async function commit<Value>(
  storage: Storage,
  work: (tx: StorageTransaction) => Promise<Value>,
): Promise<Value> {
  const outcome = await storage.change<Value, never>([1], async (tx) => ({ ok: true, value: await work(tx) }))
  if (!outcome.ok) throw new Error('A change that never refuses was refused.')
  return outcome.value
}

export type BookingRefusal = { kind: 'slot_taken' } | { kind: 'stale_version' }

/** One appointment in one change, refused where the database refuses it. */
export function book(storage: Storage, wish: AppointmentWish = {}): Promise<Outcome<number, BookingRefusal>> {
  const appointment = anAppointment(wish)
  return storage.change<number, BookingRefusal>([appointment.employeeId], async (tx) => {
    const inserted = await tx.appointments.insertAppointment(appointment, aHistoryEntry())
    return inserted.ok ? { ok: true, value: inserted.id } : inserted
  })
}

/** The record of an appointment that has just been booked. */
export async function booked(storage: Storage, wish: AppointmentWish = {}): Promise<AppointmentRecord> {
  const outcome = await book(storage, wish)
  if (!outcome.ok) throw new Error(`The test's own appointment was refused: ${outcome.refusal.kind}`)
  const record = await storage.appointments.findAppointment({ id: outcome.value })
  if (!record) throw new Error('What was booked is not there.')
  return record
}

/** Writes the changed record at its own version. */
export function change(
  storage: Storage,
  record: AppointmentRecord,
  expectedVersion = record.version,
): Promise<Outcome<undefined, BookingRefusal>> {
  return storage.change<undefined, BookingRefusal>([record.employeeId], async (tx) => {
    const entry = aHistoryEntry({ action: 'rescheduled' })
    const updated = await tx.appointments.updateAppointment(record, expectedVersion, entry)
    return updated.ok ? { ok: true, value: undefined } : updated
  })
}
