/** Runs work now, or when one of so many that run already has ended; first come, first served. */
export type TakeTurn = <Value>(work: () => Value | Promise<Value>) => Promise<Value>

export function createTurns(most: number): TakeTurn {
  const waiting: (() => void)[] = []
  let running = 0

  return async (work) => {
    if (running < most) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The turn is handed on, or given back.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
