import { type CalendarDate, type Instant, SELECTION_SECONDS, type WallTime } from '@appointease/domain'
import type { Outcome } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'
import type { Refusal } from './refusals.ts'

export interface Pointing {
  readonly employeeId: number
  readonly date: CalendarDate
  /** Undefined: no longer pointing at anything. */
  readonly time: WallTime | undefined
  readonly clientId: string
}

/** Shows others for ten seconds that somebody looks at a slot. Rules nobody out, and a client points at one slot. */
export async function pointAtSlot(
  deps: CommandDependencies,
  pointing: Pointing,
): Promise<Outcome<undefined, Refusal>> {
  const { employeeId, date, time } = pointing
  const owner = deps.seals.alias(pointing.clientId)
  const catalog = await deps.storage.catalog.getCatalog()
  if (!catalog.calendar.employees.has(employeeId)) return { ok: false, refusal: { kind: 'not_found' } }
  if (time === undefined) {
    await deps.ephemeral.clearSelection(owner)
    return { ok: true, value: undefined }
  }
  const now = deps.clock.now()
  const expiresAt = (now + SELECTION_SECONDS * 1000) as Instant
  await deps.ephemeral.putSelection({ employeeId, date, time, owner, since: now, expiresAt })
  return { ok: true, value: undefined }
}
