interface Waiting {
  readonly at: number
  readonly run: () => void
}

/** Timers that run only when a test lets time pass. */
export interface ManualTimers {
  /** Runs `run` once when so many milliseconds have passed; returns what cancels it. */
  after(milliseconds: number, run: () => void): () => void
  /** Lets time pass, running in order what becomes due. */
  advance(milliseconds: number): void
  /** Milliseconds until each waiting timer, ascending. */
  pending(): readonly number[]
  /** Milliseconds that have passed. */
  now(): number
}

export function manualTimers(): ManualTimers {
  let now = 0
  let waiting: readonly Waiting[] = []
  return {
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run }
      waiting = [...waiting, timer].sort((one, other) => one.at - other.at)
      return () => {
        waiting = waiting.filter((other) => other !== timer)
      }
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (let next = waiting[0]; next && next.at <= end; next = waiting[0]) {
        now = next.at
        waiting = waiting.slice(1)
        next.run()
      }
      now = end
    },
    pending: () => waiting.map(({ at }) => at - now),
    now: () => now,
  }
}
