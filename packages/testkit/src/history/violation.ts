import type { Call, Outcome } from './calls.ts'

/** The invariants of docs/reference/semantics.md, and that every answer is one that the contract gives. */
export type Rule = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I10' | 'answers'

/** A promise that was not kept, in words, with the calls that show it. */
export interface Violation {
  readonly rule: Rule
  readonly what: string
  readonly calls: readonly Call[]
}

export const violation = (rule: Rule, what: string, calls: readonly Call[] = []): Violation => ({
  rule,
  what,
  calls,
})

/** For people. Calls are told in the order in which they began. */
export function tell({ rule, what, calls }: Violation): string {
  const inOrder = [...new Set(calls)].sort((one, other) => one.began - other.began)
  return [`${rule}: ${what}`, ...inOrder.map((call) => `    ${tellCall(call)}`)].join('\n')
}

export function tellCall({ began, ended, client, server, kind, asked, outcome }: Call): string {
  const wanted = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${tellValue(value)}`],
  )
  return `${began.toFixed(1)}–${ended.toFixed(1)} ${client} at ${server}: ${kind} ${wanted.join(', ')} → ${tellOutcome(outcome)}`
}

function tellOutcome(outcome: Outcome<unknown>): string {
  switch (outcome.is) {
    case 'ok':
      return `ok ${tellValue(outcome.told).slice(0, 300)}`
    case 'refused':
      return outcome.code
    case 'failed':
    case 'unknown':
      return `${outcome.is}: ${outcome.why}`
  }
}

const tellValue = (value: unknown): string =>
  JSON.stringify(value, (name, inner) =>
    name === 'start' && typeof inner === 'number'
      ? new Date(inner).toISOString().slice(0, 16)
      : name === 'text'
        ? undefined
        : inner,
  )
