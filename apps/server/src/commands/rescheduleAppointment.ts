import { decideSlot, type Instant, mayReschedule, type Slot, type SlotRefusal } from '@appointease/domain'
import type { AppointmentRecord, AppointmentRef, HistoryEntry } from '../ports/appointments.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { ChangeLocks } from '../ports/slotLocks.ts'
import type { Outcome, StorageTransaction } from '../ports/storage.ts'
import { withAlternatives } from '../queries/alternatives.ts'
import { readFactsForStart, timeInQuestion } from '../queries/facts.ts'
import { type Authority, findOwnAppointment } from '../queries/ownAppointment.ts'
import { resolveStart, type WantedStart } from '../queries/slotStart.ts'
import { addAppointmentMails } from './appointmentMails.ts'
import { type Changed, changedTo } from './changed.ts'
import type { CommandDependencies } from './dependencies.ts'
import { type Attempt, isKept, orLookUp } from './orLookUp.ts'
import { findLockByToken } from './ownLock.ts'
import type { Refusal } from './refusals.ts'
import { refuseOver } from './refuseOver.ts'
import { secureSlot } from './secureSlot.ts'
import { tellWebhooks } from './webhookEvents.ts'

export interface RescheduleRequest {
  readonly ref: AppointmentRef
  /** Only what is theirs by this exists for the caller. */
  readonly authority: Authority
  readonly wanted: WantedStart
  /** The present employee where undefined. */
  readonly employeeId: number | undefined
  readonly reason: string
  readonly lockToken: string | undefined
  /** The version that the caller saw; undefined: whatever it is. */
  readonly version: number | undefined
}

type MoveRefusal = Extract<Refusal, { kind: 'not_found' | 'stale_version' | 'cutoff_passed' }> | SlotRefusal

/**
 * Moves an appointment: the same id, the old time free and the new one taken together, or nothing changes. Its own
 * present time does not stand in its way. Moving it to where it is changes nothing and succeeds.
 */
export async function rescheduleAppointment(
  deps: CommandDependencies,
  request: RescheduleRequest,
): Promise<Outcome<Changed, Refusal>> {
  const now = deps.clock.now()
  const catalog = await deps.storage.catalog.getCatalog()
  const start = resolveStart(request.wanted, catalog.settings.rules.timeZone)
  if (!start.ok) return start
  const present = await findOwnAppointment(deps.storage, request.ref, request.authority)
  if (!present) return { ok: false, refusal: { kind: 'not_found' } }
  const employeeId = request.employeeId ?? present.employeeId
  const wish = {
    serviceId: present.serviceId,
    employeeIds: [employeeId],
    start: start.value,
    exceptAppointmentId: present.id,
  }

  const both = [...new Set([present.employeeId, employeeId])].sort((a, b) => a - b)
  const about = timeInQuestion(catalog, wish)
  const attempted = (attempt: Attempt<Changed>) =>
    deps.locks.change<Changed, MoveRefusal>(
      both,
      async (tx, locks) => {
        const moved = await moveInside(deps, { ...request, wish, employeeId, now }, tx, locks)
        if (!moved.ok) return moved
        attempt.value = moved.value.changed
        attempt.usedUp = moved.value.usedUp
        return { ok: true, value: moved.value.changed }
      },
      about,
    )
  const outcome = await orLookUp(deps, both, attempted, isKept)
  if (outcome.ok) {
    if (outcome.value.appointment.version !== present.version) deps.outboxFilled()
    return outcome
  }
  const { refusal } = outcome
  if (refusal.kind === 'not_found' || refusal.kind === 'stale_version' || refusal.kind === 'cutoff_passed') {
    return { ok: false, refusal }
  }
  return { ok: false, refusal: await withAlternatives(deps, catalog, wish, refusal) }
}

interface Move extends Omit<RescheduleRequest, 'employeeId'> {
  readonly wish: {
    readonly serviceId: number
    readonly employeeIds: readonly number[]
    readonly start: Instant
    readonly exceptAppointmentId: number
  }
  readonly employeeId: number
  readonly now: Instant
}

interface Moved {
  readonly changed: Changed
  readonly usedUp: SlotLockRecord | undefined
}

async function moveInside(
  deps: CommandDependencies,
  asked: Move,
  tx: StorageTransaction,
  locks: ChangeLocks,
): Promise<Outcome<Moved, MoveRefusal>> {
  const { wish, employeeId, now } = asked
  const { start } = wish
  // What the owner has set may have changed while this waited for its turn.
  const current = await tx.catalog()
  const appointment = await findOwnAppointment(tx, { id: wish.exceptAppointmentId }, asked.authority)
  const refusal = refuseMove(appointment, asked, current, now)
  if (refusal) return { ok: false, refusal }
  if (!appointment) return { ok: false, refusal: { kind: 'not_found' } }
  if (appointment.slot.start === start && appointment.employeeId === employeeId)
    return { ok: true, value: { changed: await changedTo(tx, appointment, current), usedUp: undefined } }
  const near = { employeeIds: [employeeId], start, catalog: current }
  const lock = await findLockByToken(deps, locks, asked.lockToken, near, now)
  const facts = await readFactsForStart({ appointments: tx.appointments, locks }, current, wish, now)
  const decision = decideSlot(facts, { ...wish, employeeId, ...(lock && { lockOwner: lock.owner }) })
  if (!decision.ok) return decision
  const secured = await secureSlot(locks, facts, decision.slot, lock?.owner, appointment.id)
  if (!secured.ok) return secured
  const moved = await move(deps, tx, current, appointment, decision.slot, asked.reason, now)
  if (!moved.ok) return moved
  if (lock) await locks.useUp(lock)
  return { ok: true, value: { changed: await changedTo(tx, moved.value, current), usedUp: lock } }
}

function refuseMove(
  appointment: AppointmentRecord | undefined,
  request: Pick<RescheduleRequest, 'version'>,
  catalog: Catalog,
  now: Instant,
): MoveRefusal | undefined {
  if (!appointment) return { kind: 'not_found' }
  const over = refuseOver(appointment, catalog.settings.rules.rescheduleCutoffMinutes)
  if (over) return over
  const seen = request.version ?? appointment.version
  if (seen !== appointment.version || appointment.status === 'cancelled') {
    return { kind: 'stale_version', currentVersion: appointment.version }
  }
  const allowed = mayReschedule(catalog.settings.rules, appointment.slot, now, { staff: false })
  return allowed.ok ? undefined : allowed.refusal
}

async function move(
  deps: CommandDependencies,
  tx: StorageTransaction,
  catalog: Catalog,
  appointment: AppointmentRecord,
  slot: Slot,
  reason: string,
  now: Instant,
): Promise<Outcome<AppointmentRecord, MoveRefusal>> {
  const employee = catalog.employees.find((one) => one.id === slot.employeeId)
  if (!employee) throw new Error('A slot names an employee that the catalog does not have')
  const moved: AppointmentRecord = {
    ...appointment,
    employeeId: employee.id,
    employeeName: employee.name,
    slot: slot.slot,
    occupied: slot.occupied,
    version: appointment.version + 1,
    updatedAt: now,
  }
  const entry: HistoryEntry = {
    at: now,
    action: 'rescheduled',
    by: 'customer',
    reason,
    from: placeOf(appointment),
    to: placeOf(moved),
  }
  const updated = await tx.appointments.updateAppointment(moved, appointment.version, entry)
  if (!updated.ok) {
    const { kind } = updated.refusal
    return {
      ok: false,
      refusal: kind === 'slot_taken' ? { kind } : { kind, currentVersion: appointment.version },
    }
  }
  const happening = { event: 'moved', appointment: moved, previous: appointment, entry } as const
  await addAppointmentMails(deps, tx, catalog, happening)
  await tellWebhooks(tx, entry, moved)
  return { ok: true, value: moved }
}

function placeOf(appointment: AppointmentRecord) {
  return { start: appointment.slot.start, employeeId: appointment.employeeId, status: appointment.status }
}
