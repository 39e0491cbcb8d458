import type {
  HeartbeatNoncesExpiredReply,
  HeartbeatPlainReply,
  HeartbeatPoll,
  HeartbeatRefusedReply,
  HeartbeatReply,
  HeartbeatSlotsReply,
  HeartbeatUnchangedReply,
} from './schemas/heartbeat.ts'
import type {
  DeselectSlotRequest,
  PollSlotsReply,
  SelectSlotRequest,
  SlotsUnchanged,
} from './schemas/slots.ts'

/** What a tick carries of ours; entries of other plugins may stand beside it. */
export interface HeartbeatData {
  appointease_poll?: HeartbeatPoll
  appointease_select?: SelectSlotRequest
  appointease_deselect?: DeselectSlotRequest
}

export const isUnchanged = (reply: PollSlotsReply): reply is SlotsUnchanged =>
  'appointease_unchanged' in reply

export type HeartbeatAnswer =
  | { readonly kind: 'slots'; readonly reply: HeartbeatSlotsReply }
  | { readonly kind: 'unchanged'; readonly reply: HeartbeatUnchangedReply }
  | { readonly kind: 'nonces_expired'; readonly reply: HeartbeatNoncesExpiredReply }
  | { readonly kind: 'refused'; readonly reply: HeartbeatRefusedReply }
  | { readonly kind: 'plain'; readonly reply: HeartbeatPlainReply }

/** Says which of its forms a reply has. */
export const heartbeatAnswer = (reply: HeartbeatReply): HeartbeatAnswer => {
  if ('nonces_expired' in reply) return { kind: 'nonces_expired', reply }
  if ('success' in reply) return { kind: 'refused', reply }
  if ('appointease_unchanged' in reply) return { kind: 'unchanged', reply }
  if ('appointease_booked_slots' in reply) return { kind: 'slots', reply }
  return { kind: 'plain', reply }
}
