/** Work in the background. Nothing happens before `start`; `stop` resolves when what is under way has ended. */
export interface Job {
  start(): void
  stop(): Promise<void>
}

/** The only way in which jobs wait. Injected, so that a test can let an hour pass. */
export interface Timers {
  /** Runs `run` once after so many milliseconds; returns what cancels it. */
  after(milliseconds: number, run: () => void): () => void
}

/** A waiting job keeps no process alive. */
export const systemTimers: Timers = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}
