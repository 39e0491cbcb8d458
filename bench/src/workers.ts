export interface Run {
  readonly perSecond: number
  /** Milliseconds of each call. */
  readonly latencies: readonly number[]
}

/** `calls` calls by `workers` callers at once, each waiting for its answer before it calls again. */
export async function runWorkers(
  workers: number,
  calls: number,
  call: (worker: number, turn: number) => Promise<void>,
): Promise<Run> {
  const latencies: number[] = []
  const turns = Math.ceil(calls / workers)
  const began = performance.now()
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let turn = 0; turn < turns; turn++) {
        const asked = performance.now()
        await call(worker, turn)
        latencies.push(performance.now() - asked)
      }
    }),
  )
  return { perSecond: (latencies.length * 1000) / (performance.now() - began), latencies }
}

/** The same several times over, one repetition after the other. */
export async function repeat<Value>(repetitions: number, once: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = []
  for (let repetition = 0; repetition < repetitions; repetition++) values.push(await once())
  return values
}
