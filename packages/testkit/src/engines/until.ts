import { setTimeout } from 'node:timers/promises'

const PAUSE_MS = 10

/**
 * Looks again and again until `look` yields something, for at most `deadlineMs`; then rejects with what `message`
 * says. A look that rejects has seen nothing, and what it said last is the cause.
 */
export async function until<Value>(
  look: () => Promise<Value | undefined>,
  message: () => string,
  deadlineMs = 30_000,
): Promise<Value> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    let cause: unknown
    try {
      const found = await look()
      if (found !== undefined) return found
    } catch (error) {
      cause = error
    }
    if (performance.now() > deadline) throw new Error(message(), { cause })
    await setTimeout(PAUSE_MS)
  }
}
