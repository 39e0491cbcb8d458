import type { TestReply } from '../sendJson.ts'
import type { Call, CallOf, DeedKind, Deeds, Moment, Outcome } from './calls.ts'

type Asked<Kind extends DeedKind> = Pick<CallOf<Kind>, 'kind' | 'client' | 'server' | 'asked'>

/** What clients asked and heard, as it happens. */
export interface Recording {
  /** In the order in which they ended. */
  readonly calls: readonly Call[]
  /**
   * Makes the call and notes it. `read` takes out of a good reply what it told. Undefined, and nothing is noted,
   * where nobody was there to be asked.
   */
  record<Kind extends DeedKind>(
    deed: Asked<Kind>,
    send: () => Promise<TestReply>,
    read: (reply: TestReply) => Deeds[Kind]['told'],
  ): Promise<Outcome<Deeds[Kind]['told']> | undefined>
}

/** `now` goes on as the server's clock does, so that the seconds which the server tells are seconds here too. */
export function startRecording(now: () => Moment): Recording {
  const calls: Call[] = []
  return {
    calls,
    async record(deed, send, read) {
      const began = now()
      const outcome = await send().then(
        (reply) => outcomeOfReply(reply, read),
        (error: unknown) => outcomeOfFailure(error),
      )
      if (outcome) calls.push({ ...deed, began, ended: now(), outcome } as unknown as Call)
      return outcome
    },
  }
}

/** What says when to try again promises that nothing was written, but OUTCOME_UNKNOWN, which promises nothing. */
const NOTHING_WRITTEN = ['STORAGE_UNAVAILABLE', 'SERVER_BUSY']

export function outcomeOfReply<Told>(reply: TestReply, read: (reply: TestReply) => Told): Outcome<Told> {
  const { status, headers, body } = reply
  if (status < 300) return { is: 'ok', told: read(reply) }
  if (status < 500) return { is: 'refused', code: String(body?.code) }
  const why = `${status} ${body?.code ?? ''}`
  if (status !== 503 || !headers.has('retry-after')) return { is: 'unknown', why, status }
  if (NOTHING_WRITTEN.includes(body.code)) return { is: 'failed', why }
  return body.code === 'OUTCOME_UNKNOWN' ? { is: 'unknown', why } : { is: 'unknown', why, status }
}

/** Nothing was sent where no connection could be made. */
function outcomeOfFailure(error: unknown): Outcome<never> | undefined {
  const { name, cause } = error as Error & { readonly cause?: { readonly code?: string } }
  if (cause?.code === 'ECONNREFUSED') return undefined
  return { is: 'unknown', why: cause?.code ?? name }
}

/** How often each kind of call had each outcome. */
export function tallyOf(calls: readonly Call[]): Readonly<Record<string, number>> {
  const alike = Map.groupBy(calls, ({ kind, outcome }) =>
    outcome.is === 'refused' ? `${kind} ${outcome.code}` : `${kind} ${outcome.is}`,
  )
  return Object.fromEntries([...alike].sort().map(([what, { length }]) => [what, length]))
}
