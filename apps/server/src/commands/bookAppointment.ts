import {
  chooseEmployee,
  decideSlot,
  type Instant,
  type Slot,
  type SlotRefusal,
  wallClockAt,
} from '@appointease/domain'
import type { AppointmentRecord } from '../ports/appointments.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { ChangeLocks } from '../ports/slotLocks.ts'
import type { Outcome, StorageTransaction } from '../ports/storage.ts'
import { withAlternatives } from '../queries/alternatives.ts'
import { assignmentHistory } from '../queries/assignment.ts'
import { readFactsForStart, timeInQuestion } from '../queries/facts.ts'
import { resolveStart, type WantedStart } from '../queries/slotStart.ts'
import { addAppointmentMails } from './appointmentMails.ts'
import { type Cutoffs, cutoffsOf } from './changed.ts'
import type { CommandDependencies } from './dependencies.ts'
import { type Attempt, orLookUp } from './orLookUp.ts'
import { findLockByToken } from './ownLock.ts'
import type { Refusal } from './refusals.ts'
import { secureOne } from './secureSlot.ts'
import { tellWebhooks } from './webhookEvents.ts'

export interface BookingRequest {
  readonly wanted: WantedStart
  readonly serviceId: number
  readonly employeeId: number | 'any'
  readonly name: string
  /** Normalised. */
  readonly email: string
  readonly phone: string
  readonly notes: string
  readonly fields: Readonly<Record<string, string>>
  readonly customerTimeZone: string
  readonly customerLocale: string
  /** The address that the caller has proved to be theirs. */
  readonly provedEmail: string | undefined
  readonly lockToken: string | undefined
  /** Fingerprints of caller and key, and of the request; the same pair yields the same appointment. */
  readonly idempotency: { readonly scope: string; readonly bodyFingerprint: string } | undefined
}

/** All that a reply is made of: as it was at that moment, also where an earlier request made the appointment. */
interface Made {
  readonly appointment: AppointmentRecord
  readonly cutoffs: Cutoffs
}

export interface Booked extends Made {
  readonly replayed: boolean
}

/**
 * Makes an appointment. One transaction checks the slot against the same rules that list it, writes the record, its
 * history, its mails and the reply that a retry gets, and uses up the caller's lock. A value means: durable.
 * With the lock's token the slot cannot be lost to anybody else; without it others' locks count.
 */
export async function bookAppointment(
  deps: CommandDependencies,
  request: BookingRequest,
): Promise<Outcome<Booked, Refusal>> {
  const now = deps.clock.now()
  const catalog = await deps.storage.catalog.getCatalog()
  const start = resolveStart(request.wanted, catalog.settings.rules.timeZone)
  if (!start.ok) return start
  if (catalog.settings.requireEmailVerification && request.provedEmail !== request.email) {
    return { ok: false, refusal: { kind: 'email_not_verified' } }
  }
  const employeeIds = candidatesOf(catalog, request)
  const wish = { serviceId: request.serviceId, employeeIds, start: start.value }

  type No = SlotRefusal | { kind: 'idempotency_conflict' }
  const about = timeInQuestion(catalog, wish)
  const attempted = (attempt: Attempt<Booked>) =>
    deps.locks.change<Booked, No>(
      employeeIds,
      async (tx, locks) => {
        const earlier = await findEarlierReply(tx, request)
        if (earlier?.ok) attempt.value = earlier.value
        if (earlier) return earlier
        // What the owner has set may have changed while this waited for its turn.
        const current = await tx.catalog()
        const lock = await findLockByToken(
          deps,
          locks,
          request.lockToken,
          { employeeIds, start: start.value, catalog: current },
          now,
        )
        const facts = await readFactsForStart({ appointments: tx.appointments, locks }, current, wish, now)
        const decisions = employeeIds.map((employeeId) =>
          decideSlot(facts, {
            serviceId: request.serviceId,
            employeeId,
            start: start.value,
            ...(lock && { lockOwner: lock.owner }),
          }),
        )
        const free = decisions.flatMap((decision) => (decision.ok ? [decision.slot] : []))
        if (free.length === 0) return { ok: false, refusal: gravest(decisions) }
        const choose = (left: readonly Slot[]) => assign(tx, current, left, lock, start.value)
        const chosen = await secureOne(locks, facts, free, choose, lock?.owner)
        if (!chosen.ok) return chosen
        const made = await write(deps, tx, locks, current, request, chosen.value, lock, now)
        if (made.ok) attempt.value = made.value
        attempt.usedUp = lock
        return made
      },
      about,
    )
  const outcome = await orLookUp(deps, employeeIds, attempted, async (tx, { appointment: { strongId } }) => {
    return (await tx.appointments.findAppointment({ strongId })) !== undefined
  })
  if (outcome.ok) {
    if (!outcome.value.replayed) deps.outboxFilled()
    return outcome
  }
  if (outcome.refusal.kind === 'idempotency_conflict') return { ok: false, refusal: outcome.refusal }
  return {
    ok: false,
    refusal: await withAlternatives(deps, catalog, wish, outcome.refusal),
  }
}

function candidatesOf(catalog: Catalog, request: BookingRequest): readonly number[] {
  if (request.employeeId !== 'any') return [request.employeeId]
  const offering = catalog.employees.filter((one) => one.active && one.serviceIds.includes(request.serviceId))
  return offering.map((one) => one.id).sort((a, b) => a - b)
}

async function findEarlierReply(
  tx: StorageTransaction,
  request: BookingRequest,
): Promise<Outcome<Booked, { kind: 'idempotency_conflict' }> | undefined> {
  if (!request.idempotency) return undefined
  const { scope, bodyFingerprint } = request.idempotency
  const earlier = await tx.idempotency.findReply(scope)
  if (!earlier) return undefined
  if (earlier.bodyFingerprint !== bodyFingerprint)
    return { ok: false, refusal: { kind: 'idempotency_conflict' } }
  return { ok: true, value: { ...(JSON.parse(earlier.reply) as Made), replayed: true } }
}

/** Of several reasons the one that leaves most hope: held may come free, taken has alternatives. */
function gravest(decisions: readonly ReturnType<typeof decideSlot>[]): SlotRefusal {
  const refusals = decisions.flatMap((decision) => (decision.ok ? [] : [decision.refusal]))
  return (
    refusals.find((refusal) => refusal.kind === 'slot_locked') ??
    refusals.find((refusal) => refusal.kind === 'slot_taken') ??
    refusals[0] ?? { kind: 'service_not_offered' }
  )
}

/** The employee whom the caller holds, else by the owner's rule. */
async function assign(
  tx: StorageTransaction,
  catalog: Catalog,
  free: readonly Slot[],
  lock: SlotLockRecord | undefined,
  start: Instant,
): Promise<Slot> {
  const held = free.find((slot) => slot.employeeId === lock?.employeeId)
  if (held) return held
  const [only] = free
  if (only && free.length === 1) return only
  return chooseEmployee(
    catalog.settings.rules.assignmentRule,
    free,
    await assignmentHistory(tx, catalog, free, start),
  )
}

async function write(
  deps: CommandDependencies,
  tx: StorageTransaction,
  locks: ChangeLocks,
  catalog: Catalog,
  request: BookingRequest,
  slot: Slot,
  lock: SlotLockRecord | undefined,
  now: Instant,
): Promise<Outcome<Booked, { kind: 'slot_taken' }>> {
  const record = recordOf(deps, catalog, request, slot, now)
  const to = { start: slot.slot.start, employeeId: slot.employeeId, status: record.status }
  const entry = { at: now, action: 'created', by: 'customer', reason: '', to } as const
  const inserted = await tx.appointments.insertAppointment(record, entry)
  if (!inserted.ok) return inserted
  const appointment: AppointmentRecord = { ...record, id: inserted.id, version: 1 }
  const made: Made = { appointment, cutoffs: cutoffsOf(catalog) }
  const { email, name, phone } = record
  await tx.customers.saveCustomer({ email, name, phone }, request.provedEmail === email)
  await addAppointmentMails(deps, tx, catalog, { event: 'booked', appointment, entry })
  await tellWebhooks(tx, entry, appointment)
  if (lock) await locks.useUp(lock)
  if (request.idempotency) {
    await tx.idempotency.saveReply({
      ...request.idempotency,
      appointmentId: inserted.id,
      reply: JSON.stringify(made),
      createdAt: now,
    })
  }
  return { ok: true, value: { ...made, replayed: false } }
}

function recordOf(
  deps: CommandDependencies,
  catalog: Catalog,
  request: BookingRequest,
  slot: Slot,
  now: Instant,
): Omit<AppointmentRecord, 'id' | 'version'> {
  const { settings } = catalog
  const service = catalog.services.find((one) => one.id === slot.serviceId)
  const employee = catalog.employees.find((one) => one.id === slot.employeeId)
  if (!service || !employee)
    throw new Error('A slot names a service or an employee that the catalog does not have')
  const zone = settings.rules.timeZone
  return {
    strongId: `APT-${wallClockAt(now, zone).date.slice(0, 4)}-${deps.randomness.reference(10)}`,
    status: service.requiresApproval ? 'pending' : 'confirmed',
    serviceId: service.id,
    employeeId: employee.id,
    slot: slot.slot,
    occupied: slot.occupied,
    timeZone: zone,
    name: request.name,
    email: request.email,
    phone: request.phone,
    notes: request.notes,
    customerTimeZone: request.customerTimeZone,
    customerLocale: request.customerLocale,
    priceMinor: service.priceMinor,
    currency: settings.currency,
    serviceName: service.name,
    employeeName: employee.name,
    fields: request.fields,
    createdAt: now,
    updatedAt: now,
  }
}
