import {
  type ActiveSlotRequest,
  appointmentRefOf,
  type DeselectSlotRequest,
  idOf,
  type PollSlotsQuery,
  type PollSlotsReply,
  type SelectSlotReply,
  type SelectSlotRequest,
  type SlotStoredReply,
} from '@appointease/contract'
import type { CommandDependencies } from '../../commands/dependencies.ts'
import { lockSlot } from '../../commands/lockSlot.ts'
import { pointAtSlot } from '../../commands/pointAtSlot.ts'
import { releaseSlot } from '../../commands/releaseSlot.ts'
import { findOwnAppointment } from '../../queries/ownAppointment.ts'
import type { DaySnapshots } from '../../realtime/daySnapshots.ts'
import { inTime } from '../../realtime/patience.ts'
import { slotFields } from '../../realtime/slotFields.ts'
import { authorityOf, type Reply, type RequestContext } from '../handler.ts'
import type { Limits } from '../limits.ts'
import { readDate, readStart, readWallTime } from '../wanted.ts'
import { presentLock, presentStored } from './presenter.ts'

/** What can be done to a slot, by REST and by heartbeat alike. */
export interface SlotActions {
  select(body: SelectSlotRequest, context: RequestContext): Promise<Reply<SelectSlotReply>>
  deselect(body: DeselectSlotRequest): Promise<Reply<SlotStoredReply>>
  point(body: ActiveSlotRequest): Promise<Reply<SlotStoredReply>>
  poll(query: PollSlotsQuery): Promise<Reply<PollSlotsReply>>
}

export function createSlotActions(
  deps: CommandDependencies,
  limits: Limits,
  snapshots: DaySnapshots,
): SlotActions {
  const { ephemeral, storage, seals } = deps

  async function readPlace(body: { date: string; time: string; start_utc?: string | undefined }) {
    const { settings } = await storage.catalog.getCatalog()
    return readStart(body, settings.rules.timeZone)
  }

  /** The appointment that is to be moved; null where it is not the caller's. */
  async function findMoved({ exclude_appointment_id: ref }: SelectSlotRequest, { caller }: RequestContext) {
    if (ref === undefined) return undefined
    const authority = authorityOf(caller)
    return (authority && (await findOwnAppointment(storage, appointmentRefOf(ref), authority))) ?? null
  }

  return {
    async select(body, context) {
      const wanted = await readPlace(body)
      if (!wanted.ok) return wanted
      const moved = await findMoved(body, context)
      if (moved === null) return { ok: false, refusal: { kind: 'not_found' } }
      const within = await limits.take('selection', context)
      if (!within.ok) return within
      const wish = {
        wanted: wanted.value,
        employeeId: idOf(body.employee_id),
        serviceId: body.service_id === undefined ? undefined : idOf(body.service_id),
        clientId: body.client_id,
        lockToken: body.lock_token || undefined,
        address: context.address,
        locksPerAddress: limits.locksAtOnce,
        exceptAppointmentId: moved?.id,
      }
      const { value: granted, ops } = await ephemeral.counting(() => lockSlot(deps, wish))
      return granted.ok
        ? { ok: true, data: presentLock(granted.value, ephemeral.status(), ops, deps.clock.now()) }
        : granted
    },

    async deselect(body) {
      const wanted = await readPlace(body)
      if (!wanted.ok) return wanted
      const released = await releaseSlot(deps, {
        wanted: wanted.value,
        employeeId: idOf(body.employee_id),
        clientId: body.client_id,
        lockToken: body.lock_token,
      })
      return released.ok ? { ok: true, data: presentStored(ephemeral.status()) } : released
    },

    async point(body) {
      const date = readDate('date', body.date)
      if (!date.ok) return date
      const time = body.time === null ? undefined : readWallTime('time', body.time)
      if (time && !time.ok) return time
      const pointed = await pointAtSlot(deps, {
        date: date.value,
        time: time?.value,
        employeeId: idOf(body.employee_id),
        clientId: body.client_id,
      })
      return pointed.ok ? { ok: true, data: presentStored(ephemeral.status()) } : pointed
    },

    async poll(query) {
      const date = readDate('date', query.date)
      if (!date.ok) return date
      const you = query.client_id ? seals.alias(query.client_id) : undefined
      const day = { date: date.value, employeeId: idOf(query.employee_id) }
      const { value: looked, ops } = await ephemeral.counting(() =>
        inTime(Promise.resolve(snapshots.look(day))),
      )
      if (!looked.ok) return looked
      const seen = looked.value.seenBy(query.service_id ? idOf(query.service_id) : undefined, you)
      if (!seen) return { ok: false, refusal: { kind: 'not_found' } }
      const watcher = { you, since: query.since || undefined }
      return { ok: true, data: slotFields(seen, ephemeral.status(), ops, watcher, deps.clock.now()) }
    },
  }
}
