import type { Job, Timers } from './job.ts'

/** Does its work at the start, and then so many milliseconds after each round has ended. `work` never rejects. */
export function createRounds(timers: Timers, pauseMilliseconds: number, work: () => Promise<void>): Job {
  let running = false
  let cancel = () => {}
  let round: Promise<void> = Promise.resolve()

  function begin(): void {
    round = work().then(() => {
      if (running) cancel = timers.after(pauseMilliseconds, begin)
    })
  }

  return {
    start() {
      if (running) return
      running = true
      begin()
    },
    async stop() {
      running = false
      cancel()
      await round
    },
  }
}
