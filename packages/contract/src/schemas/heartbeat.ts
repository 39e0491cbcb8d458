import { type Static, Type } from 'typebox'
import { ErrorReply } from '../errors.ts'
import { PollSlotsQuery, SelectSlotReply, SlotFields, SlotStoredReply, SlotsUnchanged } from './slots.ts'
import { orBlank, Time } from './values.ts'

/** `data[appointease_poll]`: all values arrive as strings; jQuery writes null as an empty one. */
export const HeartbeatPoll = Type.Object({
  ...PollSlotsQuery.properties,
  selected_time: Type.Optional(orBlank(Time)),
})
export type HeartbeatPoll = Static<typeof HeartbeatPoll>

const anything = (description: string) => Type.Optional(Type.Unsafe<unknown>({ description }))

/**
 * What WordPress's `heartbeat.js` posts, once its brackets are read. All but the action may be anything, as
 * wp_ajax_heartbeat() takes it (`(array) $_POST['data']`): other plugins put their own entries into `data`, and
 * none may spoil the tick. Each entry of ours is checked where it is answered, by its own schema: `HeartbeatPoll`,
 * `SelectSlotRequest`, `DeselectSlotRequest`.
 */
export const HeartbeatRequest = Type.Object({
  action: Type.String(),
  _nonce: anything('Text; anything else is a stale one.'),
  interval: anything('Not read.'),
  screen_id: anything('Not read.'),
  has_focus: anything('Not read.'),
  data: anything(
    'An object; anything else counts as an empty one. `appointease_poll`, `appointease_select` and `appointease_deselect` in it are objects with the fields of their own schemas.',
  ),
})
export type HeartbeatRequest = Static<typeof HeartbeatRequest>

const extras = {
  heartbeat_interval: Type.Optional(
    Type.Unsafe<number | string>({ anyOf: [{ type: 'number' }, { type: 'string' }] }),
  ),
  heartbeat_nonce: Type.Optional(Type.String()),
  rest_nonce: Type.Optional(Type.String()),
  appointease_select: Type.Optional(Type.Union([SelectSlotReply, ErrorReply])),
  appointease_deselect: Type.Optional(Type.Union([SlotStoredReply, ErrorReply])),
  appointease_error: Type.Optional(ErrorReply),
}

/** Last, as WordPress writes them. */
const tail = { 'wp-auth-check': Type.Optional(Type.Boolean()), server_time: Type.Integer() }

const { server_time: _slots, ...slotFields } = SlotFields.properties
const { server_time: _unchanged, ...unchangedFields } = SlotsUnchanged.properties

/** A tick that carries one day's slots in full. */
export const HeartbeatSlotsReply = Type.Object({ ...slotFields, ...extras, ...tail })
export type HeartbeatSlotsReply = Static<typeof HeartbeatSlotsReply>

/** A tick whose `since` is still the present version. */
export const HeartbeatUnchangedReply = Type.Object({ ...unchangedFields, ...extras, ...tail })
export type HeartbeatUnchangedReply = Static<typeof HeartbeatUnchangedReply>

/** A tick that asked for no slots, or (`appointease_error`) whose poll could not be answered. */
export const HeartbeatPlainReply = Type.Object({ ...extras, ...tail })
export type HeartbeatPlainReply = Static<typeof HeartbeatPlainReply>

/** The caller's cookie stands but the nonce is stale: nothing was done; here are new ones. */
export const HeartbeatNoncesExpiredReply = Type.Object({
  rest_nonce: Type.String(),
  heartbeat_nonce: Type.String(),
  nonces_expired: Type.Literal(true),
})
export type HeartbeatNoncesExpiredReply = Static<typeof HeartbeatNoncesExpiredReply>

/** Signed in by cookie and no nonce sent: nothing was done. */
export const HeartbeatRefusedReply = Type.Object({ success: Type.Literal(false) })
export type HeartbeatRefusedReply = Static<typeof HeartbeatRefusedReply>

export const HeartbeatReply = Type.Union([
  HeartbeatSlotsReply,
  HeartbeatUnchangedReply,
  HeartbeatNoncesExpiredReply,
  HeartbeatRefusedReply,
  HeartbeatPlainReply,
])
export type HeartbeatReply = Static<typeof HeartbeatReply>

/** The whole body is the digit, as `admin-ajax.php` ends. */
export const HeartbeatUnknownAction = Type.Literal(0)
