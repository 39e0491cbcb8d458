import {
  DeselectSlotRequest,
  HeartbeatPoll,
  type HeartbeatReply,
  type HeartbeatRequest,
  ROUTES,
  SelectSlotRequest,
} from '@appointease/contract'
import { Compile } from 'typebox/compile'
import type { Reply, RequestContext } from '../http/handler.ts'
import type { Nonces } from '../http/nonces.ts'
import { presentRefusal } from '../http/refusals.ts'
import type { Router } from '../http/router.ts'
import type { SlotActions } from '../http/slots/actions.ts'
import { inTime } from './patience.ts'

type Answer = Record<string, unknown>

/**
 * WordPress's heartbeat, as wp_ajax_heartbeat() and wp_ajax_nopriv_heartbeat() of wp-admin/includes/ajax-actions.php
 * answer it: entries that are not ours are passed over, a bad one of ours is answered in its own place and never
 * spoils the tick.
 */
export function heartbeatRoutes(router: Router, actions: SlotActions, nonces: Nonces): void {
  router.handle(ROUTES.heartbeat, async ({ body, context }) => {
    const nonce = readNonce(body, context, nonces)
    if (nonce.kind === 'refused') return { ok: true, data: nonce.reply }
    const { appointease_select, appointease_deselect, appointease_poll } = entriesOf(body.data)
    const answer: Answer = { ...nonce.renewed }
    // Doing comes before looking, so that a tick shows what it did.
    await answerEntry(answer, 'appointease_select', select, appointease_select, (entry) =>
      actions.select(entry, context),
    )
    await answerEntry(answer, 'appointease_deselect', deselect, appointease_deselect, actions.deselect)
    await answerPoll(answer, appointease_poll, actions)
    const { server_time, ...fields } = answer
    const tail = {
      'wp-auth-check': context.caller.kind === 'customer',
      server_time: server_time ?? Math.floor(context.now / 1000),
    }
    return { ok: true, data: { ...fields, ...tail } as HeartbeatReply }
  })
}

type Entries = Partial<Record<`appointease_${'select' | 'deselect' | 'poll'}`, unknown>>

/** Core casts whatever `data` is to an array, in which none of our entries is then found. */
function entriesOf(data: unknown): Entries {
  return typeof data === 'object' && data !== null ? data : {}
}

const select = Compile(SelectSlotRequest)
const deselect = Compile(DeselectSlotRequest)
const poll = Compile(HeartbeatPoll)

interface Checker<Entry> {
  Check(value: unknown): value is Entry
}

type ReadNonce =
  | { readonly kind: 'refused'; readonly reply: HeartbeatReply }
  | { readonly kind: 'good'; readonly renewed?: { rest_nonce: string; heartbeat_nonce: string } }

/**
 * Who is signed in by cookie must send a nonce with every tick; to a guest it means nothing. One of the half-day
 * before is still good and brings new ones, as wp_refresh_heartbeat_nonces() does, so that no tick is ever lost.
 */
function readNonce(body: HeartbeatRequest, { caller, now }: RequestContext, nonces: Nonces): ReadNonce {
  if (caller.kind !== 'customer' || caller.via !== 'cookie') return { kind: 'good' }
  const { _nonce: nonce } = body
  if (!nonce) return { kind: 'refused', reply: { success: false } }
  const owner = caller.tokenFingerprint
  const age = typeof nonce === 'string' && nonces.verifyNonce(nonce, owner, now, 'heartbeat-nonce')
  if (age === 1) return { kind: 'good' }
  const renewed = {
    rest_nonce: nonces.createNonce(owner, now),
    heartbeat_nonce: nonces.createNonce(owner, now, 'heartbeat-nonce'),
  }
  if (age === 2) return { kind: 'good', renewed }
  return { kind: 'refused', reply: { ...renewed, nonces_expired: true } }
}

async function answerEntry<Entry, Data>(
  answer: Answer,
  name: string,
  schema: Checker<Entry>,
  entry: unknown,
  act: (entry: Entry) => Promise<Reply<Data>>,
): Promise<void> {
  if (entry === undefined) return
  const done = schema.Check(entry) ? await act(entry) : unreadable(name)
  answer[name] = done.ok ? done.data : presentRefusal(done.refusal).body
}

async function answerPoll(answer: Answer, entry: unknown, actions: SlotActions): Promise<void> {
  if (entry === undefined) return
  const polled = poll.Check(entry)
    ? await inTime(pointAndPoll(entry, actions))
    : unreadable('appointease_poll')
  if (polled.ok) Object.assign(answer, polled.data)
  else answer.appointease_error = presentRefusal(polled.refusal).body
}

/** `selected_time` keeps the caller's pointing alive for another ten seconds; empty, it ends it. */
async function pointAndPoll(entry: HeartbeatPoll, actions: SlotActions): ReturnType<SlotActions['poll']> {
  const { selected_time, client_id, date, employee_id } = entry
  if (selected_time !== undefined && client_id) {
    // Somebody who points at what can no longer be booked still sees the day.
    await actions.point({ date, employee_id, client_id, time: selected_time || null })
  }
  return actions.poll(entry)
}

function unreadable(name: string) {
  const params = { [name]: 'It is not what this entry takes.' }
  return { ok: false, refusal: { kind: 'invalid_param', params } } as const
}
