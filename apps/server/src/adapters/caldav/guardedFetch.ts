import { CalendarUnreadable } from '../../ports/calendarAccess.ts'

export const REQUEST_MILLISECONDS = 10_000
export const LARGEST_ANSWER = 5_000_000
const MOST_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export interface Guard {
  /** Of all answers together, in bytes. */
  readonly budget: number
  readonly signal: AbortSignal
  readonly milliseconds?: number
}

/**
 * `fetch` that ends: after ten seconds, body and all, and after so many bytes. It follows a redirect only on the same
 * origin, so that the password goes nowhere else. The answer is read in whole before it is returned. Addresses in private
 * networks are as good as any other: an owner's calendar may well be on the machine beside this one.
 */
export function createGuardedFetch({
  budget,
  signal,
  milliseconds = REQUEST_MILLISECONDS,
}: Guard): typeof fetch {
  let left = budget

  async function ask(url: URL, init: RequestInit, ends: AbortSignal, redirects = 0): Promise<Response> {
    const answer = await fetch(url.href, { ...init, redirect: 'manual', signal: ends })
    const place = answer.headers.get('location')
    if (!REDIRECTS.has(answer.status) || place === null) return answer
    await answer.body?.cancel()
    const next = URL.canParse(place, url.href) ? new URL(place, url) : undefined
    if (next?.origin !== url.origin)
      throw new CalendarUnreadable('The calendar’s address leads to another server; give that one’s address.')
    if (redirects >= MOST_REDIRECTS)
      throw new CalendarUnreadable('The calendar’s address leads round in circles.')
    return ask(next, init, ends, redirects + 1)
  }

  async function whole(answer: Response): Promise<Response> {
    const parts: Uint8Array[] = []
    for await (const part of answer.body ?? []) {
      left -= part.byteLength
      if (left < 0)
        throw new CalendarUnreadable(
          `The calendar is larger than ${budget / 1_000_000} MB; that is too much to read.`,
        )
      parts.push(part)
    }
    const { status, statusText, headers } = answer
    // A status that has no body takes none, not even an empty one.
    const body = parts.length === 0 ? null : Buffer.concat(parts)
    const read = new Response(body, { status, statusText, headers })
    Object.defineProperty(read, 'url', { value: answer.url })
    return read
  }

  return async (input, init = {}) => {
    const timeout = AbortSignal.timeout(milliseconds)
    try {
      const url = new URL(input instanceof Request ? input.url : input)
      return await whole(await ask(url, init, AbortSignal.any([signal, timeout])))
    } catch (error) {
      if (error instanceof CalendarUnreadable) throw error
      if (timeout.aborted)
        throw new CalendarUnreadable(`The calendar’s server does not answer within ${milliseconds / 1000} s.`)
      if (signal.aborted) throw new CalendarUnreadable('The calendar’s server takes too long.')
      throw new CalendarUnreadable(`The calendar’s server cannot be reached: ${reasonOf(error)}.`, {
        cause: error,
      })
    }
  }
}

/** The code of the system's error is enough, and holds no address. */
function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return 'the connection failed'
}
