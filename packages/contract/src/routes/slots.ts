import {
  ActiveSlotRequest,
  DeselectSlotRequest,
  PollSlotsQuery,
  PollSlotsReply,
  SelectSlotReply,
  SelectSlotRequest,
  SlotStoredReply,
  SlotStream,
  StreamSlotsHeaders,
  StreamSlotsQuery,
} from '../schemas/slots.ts'
import { defineRoute } from './defineRoute.ts'
import { CLAIMS_SLOT, READS, TAKES_BODY, TAKES_LINK, TAKES_PARAMS, WRITES } from './errorSets.ts'

const selectSlot = defineRoute({
  id: 'selectSlot',
  method: 'POST',
  path: '/slots/select',
  namespaces: ['appointease/v1'],
  summary: 'Hold a slot',
  description:
    'Locks the whole interval of the service with its buffers, atomically, for 600 s: two locks of one employee that would collide can never both be held. A client holds one lock: selecting another slot moves it in one step, and if the other cannot be had the old lock stays. Selecting the own slot again with `lock_token` renews it, to 30 min in all. `start_utc` tells the two occurrences of a repeated hour apart. With `exclude_appointment_id`, an appointment of the caller’s own, by session or signed link, does not stand in the way; it stays booked.',
  tags: ['slots'],
  auth: 'public',
  manageLink: 'header',
  cookieNonce: false,
  body: SelectSlotRequest,
  success: { status: 200, schema: SelectSlotReply },
  errors: [
    ...TAKES_BODY,
    ...TAKES_LINK,
    ...CLAIMS_SLOT,
    'LOCK_NOT_OWNED',
    'LOCK_EXPIRED',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

const deselectSlot = defineRoute({
  id: 'deselectSlot',
  method: 'POST',
  path: '/slots/deselect',
  namespaces: ['appointease/v1'],
  summary: 'Let a held slot go',
  description:
    'Only the owner of the lock can; for anybody else it stays. Releasing what is already gone succeeds.',
  tags: ['slots'],
  auth: 'public',
  cookieNonce: false,
  body: DeselectSlotRequest,
  success: { status: 200, schema: SlotStoredReply },
  errors: [...TAKES_BODY, 'LOCK_NOT_OWNED', ...WRITES],
})

const markActiveSlot = defineRoute({
  id: 'markActiveSlot',
  method: 'POST',
  path: '/slots/active',
  namespaces: ['appointease/v1'],
  summary: 'Point at a slot',
  description: 'Others see for 10 s that somebody is looking at it. `time: null` points at nothing any more.',
  tags: ['slots'],
  auth: 'public',
  cookieNonce: false,
  body: ActiveSlotRequest,
  success: { status: 200, schema: SlotStoredReply },
  errors: [...TAKES_BODY, 'NOT_FOUND', ...READS],
})

const pollSlots = defineRoute({
  id: 'pollSlots',
  method: 'GET',
  path: '/slots/poll',
  namespaces: ['appointease/v1'],
  summary: 'One day of one employee, live',
  description:
    "The heartbeat's slot fields, for clients without heartbeat. If `since` is the present version, only the short form comes. Optional parameters may be empty.",
  tags: ['slots'],
  auth: 'public',
  cookieNonce: false,
  query: PollSlotsQuery,
  success: { status: 200, schema: PollSlotsReply },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', ...READS],
})

const streamSlots = defineRoute({
  id: 'streamSlots',
  method: 'GET',
  path: '/slots/stream',
  namespaces: ['appointease/v1'],
  summary: 'One day of up to twenty employees, pushed',
  description:
    'Each day at once on connecting, and again at every change. A slow reader is told the newest and not everything. 5 streams an address and client at once and 250 an address; a server that carries as many as it can answers 503. Optional parameters may be empty.',
  tags: ['slots'],
  auth: 'public',
  cookieNonce: false,
  query: StreamSlotsQuery,
  headers: StreamSlotsHeaders,
  success: { status: 200, schema: SlotStream, contentType: 'text/event-stream' },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', 'RATE_LIMITED', ...READS],
})

export const slotRoutes = {
  selectSlot,
  deselectSlot,
  markActiveSlot,
  pollSlots,
  streamSlots,
}
