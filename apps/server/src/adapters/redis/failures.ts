import { QuickStoreLost } from '../../ports/quickStore.ts'

/**
 * What went wrong, in a word that can be logged: Redis's error code, Node's, or a few of the client's own. The errors
 * themselves are never passed on: they carry the command with its arguments, and so the password.
 */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN'
  if ('code' in error && typeof error.code === 'string') return error.code
  // A script's own failure is told with the script's name before it in Redis 6, and after the code in Redis 7.
  const code = /^(?:ERR Error running script[^:]*:.*: )?-?([A-Z]{3,})\b/.exec(error.message)?.[1]
  if (error.name === 'ReplyError') return code ?? 'ERR'
  if (error.message === 'Command timed out') return 'ETIMEDOUT'
  return 'ECONNRESET'
}

/** Whether Redis itself has refused, over a connection that is sound. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'

export const lostBy = (failure: string) =>
  new QuickStoreLost(`Redis cannot be relied on at present (${failure})`)

/** The servers are as they should be; what they hold is not of the epoch that was asked for. */
export class OfAnotherEpoch extends QuickStoreLost {
  constructor() {
    super('Redis holds another epoch, or none')
  }
}
