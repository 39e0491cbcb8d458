import type { Clock } from '../../ports/clock.ts'
import type { GrantedShadow, Shadows } from '../../ports/epochs.ts'
import type { SeatedLock } from '../../ports/locks.ts'

export interface ShadowQueueOptions {
  readonly clock: Clock
  /** False where it was too late to write anything. */
  readonly write: (epochNumber: number, shadows: Shadows) => Promise<boolean>
  /** Called with how many locks were too late, or with what kept them from being written this time. */
  readonly warn: (what: { readonly tooLate: number } | { readonly fault: unknown }) => void
}

/** What this process granted and ended in Redis, on its way to the database. */
export interface ShadowQueue {
  /** To be called before anybody is told of the grant. */
  put(epochNumber: number, granted: SeatedLock): void
  ended(epochNumber: number, lock: SeatedLock): void
  /** Resolves when everything up to now is written; throws where it cannot be, and then goes on trying. */
  flush(): Promise<void>
  /** Ends the trying. */
  stop(): void
}

type Waiting = {
  readonly epochNumber: number
  /** Of performance.now. */
  readonly notBefore: number
} & Happening

type Happening =
  | { readonly kind: 'put'; readonly lock: GrantedShadow }
  | { readonly kind: 'ended'; readonly lock: SeatedLock }

/** Short, since what dies in it together with this process and Redis is lost; long enough for many to share one commit. */
const PUT_MILLISECONDS = 20
/** So much later than any put that a lock which another process has just granted is there to be removed. */
const END_MILLISECONDS = 500
const RETRY_MILLISECONDS = 250

export function createShadowQueue({ clock, write, warn }: ShadowQueueOptions): ShadowQueue {
  let waiting: readonly Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  /** When it goes off, by performance.now. */
  let timerAt = 0
  let writing: Promise<void> = Promise.resolve()
  let stopped = false

  function add(epochNumber: number, happening: Happening, milliseconds: number): void {
    waiting = [...waiting, { ...happening, epochNumber, notBefore: performance.now() + milliseconds }]
    schedule(milliseconds)
  }

  function schedule(milliseconds: number): void {
    const at = performance.now() + milliseconds
    if (stopped || (timer && timerAt <= at)) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(() => {
      timer = undefined
      writing = writing.then(() => writeOut((one) => one.notBefore <= performance.now() + 1)).catch(() => {})
      void writing.then(() => {
        if (waiting.length > 0) schedule(pauseBeforeNext())
      })
    }, milliseconds).unref()
  }

  const pauseBeforeNext = (): number =>
    Math.max(1, Math.min(...waiting.map(({ notBefore }) => notBefore - performance.now())))

  async function writeOut(isDue: (one: Waiting) => boolean): Promise<void> {
    const due = waiting.filter(isDue)
    const numbers = new Set(due.map(({ epochNumber }) => epochNumber))
    for (const number of numbers) {
      const batch = due.filter(({ epochNumber }) => epochNumber === number)
      const put = batch.flatMap((one) => (one.kind === 'put' ? [one.lock] : []))
      const ended = batch.flatMap((one) => (one.kind === 'ended' ? [one.lock] : []))
      try {
        const written = await write(number, { put, ended })
        if (!written && put.length > 0) warn({ tooLate: put.length })
        waiting = waiting.filter((one) => !batch.includes(one))
      } catch (fault) {
        warn({ fault })
        schedule(RETRY_MILLISECONDS)
        throw fault
      }
    }
  }

  return {
    put: (epochNumber, { lock, seat }) =>
      add(epochNumber, { kind: 'put', lock: { lock, seat, at: clock.now() } }, PUT_MILLISECONDS),
    ended: (epochNumber, lock) => add(epochNumber, { kind: 'ended', lock }, END_MILLISECONDS),
    flush() {
      const flushed = writing.then(() => writeOut(() => true))
      writing = flushed.catch(() => {})
      return flushed
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      timer = undefined
    },
  }
}
