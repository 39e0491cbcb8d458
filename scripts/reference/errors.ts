import type { Refusal, RefusalKind } from '../../apps/server/src/commands/refusals.ts'
import { type ErrorAnswer, presentEdgeError, presentRefusal } from '../../apps/server/src/http/refusals.ts'
import { EDGE_WORDS, type EdgeCode, REFUSAL_WORDS } from '../../apps/server/src/http/words.ts'
import { ERROR_CODES, type ErrorCode } from '../../packages/contract/src/errors.ts'
import type { CalendarDate, Instant } from '../../packages/domain/src/index.ts'
import { table } from './table.ts'

type FactsOf<Kind extends RefusalKind> = Omit<Extract<Refusal, { kind: Kind }>, 'kind'>
type KindWithFacts = { [Kind in RefusalKind]: keyof FactsOf<Kind> extends never ? never : Kind }[RefusalKind]

const AT = 0 as Instant

/** What the kinds of refusal that carry facts could carry, so that the fields in which they are told show. */
const FACTS: { readonly [Kind in KindWithFacts]: FactsOf<Kind> } = {
  outside_notice: { minimumNoticeMinutes: 0 },
  outside_window: { lastDate: '2026-11-23' as CalendarDate },
  not_on_grid: { slotStepMinutes: 30 },
  slot_taken: { alternatives: [] },
  slot_locked: { freeAt: AT, alternatives: [] },
  cutoff_passed: { cutoffMinutes: 0, deadline: AT },
  stale_version: { currentVersion: 1 },
  rate_limited: { retryAfterSeconds: 1 },
  server_busy: { retryAfterSeconds: 1 },
  missing_param: { params: ['name'] },
  invalid_param: { params: { name: 'why' } },
}

const INTRODUCTION = `Every error has WordPress's shape:

\`\`\`json
{ "code": "SLOT_TAKEN", "message": "Somebody has just booked that time. Please choose another one.",
  "data": { "status": 409, "alternatives": [] } }
\`\`\`

\`code\` is for programs and never changes its meaning or its status. \`message\` is for people and says what to do
next. \`data\` may gain fields. 429 and 503 carry \`Retry-After\`. Of alternatives there are at most five, the nearest
first: \`{ date, time, employee_id, start_utc }\`.

In \`reason\` of \`check-slot\` and of the availability routes the codes of slots stand alone, inside a reply of 200.`

/** Part of the contract, and never answered by this version. */
const RESERVED: { readonly [Code in ErrorCode]?: string } = {
  LOCK_EXPIRED:
    'Reserved: a lock that has ended keeps nobody from booking what is still free ' +
    '([decision 0006](../decisions/0006-an-expired-lock-refuses-nothing.md)).',
}

export function errorsPage(): string {
  const answers = new Map(everyAnswer().map((answer) => [answer.body.code, answer.body]))
  const rows = Object.entries(ERROR_CODES).map(([code, status]) => {
    const body = answers.get(code as ErrorCode)
    const reserved = RESERVED[code as ErrorCode]
    if ((body === undefined) === (reserved === undefined))
      throw new Error(`${code} must be either answered or reserved.`)
    if (!body) return [String(status), `\`${code}\``, reserved ?? '', '']
    const fields = Object.keys(body.data).filter((field) => field !== 'status')
    return [String(status), `\`${code}\``, body.message, fields.map((field) => `\`${field}\``).join(', ')]
  })
  const head = ['status', 'code', 'message', 'in `data`, beside `status`']
  return ['# Errors', INTRODUCTION, table(head, rows)].join('\n\n')
}

function everyAnswer(): ErrorAnswer[] {
  const kinds = Object.keys(REFUSAL_WORDS) as RefusalKind[]
  const facts: { readonly [Kind in RefusalKind]?: object } = FACTS
  const refusals = kinds.map((kind) => presentRefusal({ kind, ...facts[kind] } as Refusal))
  const edge = (Object.keys(EDGE_WORDS) as EdgeCode[]).map((code) =>
    presentEdgeError(code, code === 'STORAGE_UNAVAILABLE' ? 1 : undefined),
  )
  return [...refusals, ...edge]
}
