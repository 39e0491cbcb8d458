import { QuickStoreLost } from '../../ports/quickStore.ts'

/** Redis cannot be relied on, for a reason that can be logged: a code of Redis or of Node, or a few plain words. */
export class RedisLost extends QuickStoreLost {
  readonly reason: string

  constructor(reason: string) {
    super(`Redis cannot be relied on at present (${reason})`)
    this.reason = reason
  }
}

/** The servers are as they should be; what they hold is not of the epoch that was asked for. */
export class OfAnotherEpoch extends RedisLost {
  constructor() {
    super('it is of another epoch, or of none')
  }
}

/**
 * What went wrong, in a word. The driver's errors themselves are never passed on: they carry the command with its
 * arguments, and some of Redis's words repeat these, and so the password.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof RedisLost) return error.reason
  if (!(error instanceof Error)) return 'UNKNOWN'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (isRefusal(error)) return codeIn(error.message)
  if (error.message === 'Command timed out') return 'ETIMEDOUT'
  return error.message.startsWith('All sentinels are unreachable') ? 'SENTINELS' : 'ECONNRESET'
}

interface Refusal extends Error {
  readonly name: 'ReplyError'
}

/** Whether Redis itself has refused, over a connection that is sound. */
export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === 'ReplyError'

/** The code that a refusal begins with. In Redis 6 a script's comes after where it happened. */
function codeIn(message: string): string {
  const inScript = /^ERR Error running script .* -([A-Z]{3,})\b/.exec(message)
  return inScript?.[1] ?? /^-?([A-Z]{3,})\b/.exec(message)?.[1] ?? 'ERR'
}
