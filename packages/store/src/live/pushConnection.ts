import type { SlotFields } from '@appointease/contract'
import { createEventReader } from './eventReader.ts'
import type { FeedDay, Timers } from './slotFeed.ts'

/** A proxy that collects before it passes on shows itself by this. */
const FIRST_WORD_MS = 5000

export type PushEnd =
  /** It could not be made, or broke. */
  | { kind: 'lost' }
  /** The server stops in order and expects everybody back after so long. */
  | { kind: 'ended'; backAfterMs: number }
  /** Nothing is pushed: not now and to this visitor, or, where that is `lasting`, not by this server. */
  | { kind: 'refused'; lasting: boolean; notBeforeMs: number }

export interface ConnectionListener {
  /** Something came, be it only a comment. */
  onWord(): void
  onSlots(employeeId: number, fields: SlotFields): void
  /** How long the server would have one wait before connecting again. */
  onRetry(milliseconds: number): void
  /** Once, unless it was closed before. */
  onEnd(end: PushEnd): void
}

export type OpenStream = (day: FeedDay, signal: AbortSignal) => Promise<Response>

const LASTING = new Set([404, 405, 501])
const FOR_NOW = new Set([429, 503])

function refusalOf({ ok, status, headers, body }: Response): PushEnd | undefined {
  const isStream = headers.get('Content-Type')?.startsWith('text/event-stream') && body
  if (ok && isStream) return undefined
  if (ok || LASTING.has(status)) return { kind: 'refused', lasting: true, notBeforeMs: 0 }
  if (!FOR_NOW.has(status)) return { kind: 'lost' }
  return { kind: 'refused', lasting: false, notBeforeMs: Number(headers.get('Retry-After')) * 1000 || 0 }
}

/**
 * One stream of Server-Sent Events, read through `fetch`. `EventSource` would hide what must be known here: the status
 * and `Retry-After` of a refusal, the comments that show a silent stream to be alive; and it comes back at its own
 * pace, all visitors at once. Every browser that is served can read a reply while it comes.
 */
export function connectPush(
  { openStream, setTimer, clearTimer }: Timers & { openStream: OpenStream },
  day: FeedDay,
  listener: ConnectionListener,
): () => void {
  const abort = new AbortController()
  let isOver = false
  const stop = () => {
    isOver = true
    clearTimer(timer)
    abort.abort()
  }
  const end = (how: PushEnd) => {
    if (isOver) return
    stop()
    listener.onEnd(how)
  }
  const timer = setTimer(() => end({ kind: 'lost' }), FIRST_WORD_MS)

  const takePiece = createEventReader({
    onRetry: listener.onRetry,
    onEvent(name, data) {
      if (isOver || (name !== 'slots' && name !== 'end')) return
      const { employee_id, retry, ...fields } = JSON.parse(data)
      if (name === 'slots') listener.onSlots(employee_id, fields)
      else end({ kind: 'ended', backAfterMs: Number(retry) || 0 })
    },
  })

  async function read() {
    const response = await openStream(day, abort.signal)
    const refusal = refusalOf(response)
    if (refusal || !response.body) return refusal
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || isOver) return
      clearTimer(timer)
      listener.onWord()
      takePiece(decoder.decode(value, { stream: true }))
    }
  }
  read().then(
    (refusal) => end(refusal ?? { kind: 'lost' }),
    () => end({ kind: 'lost' }),
  )
  return stop
}
