/** The value below which the share `q` (0 to 1) of the samples lies, by nearest rank. */
export function percentile(samples: readonly number[], q: number): number {
  if (samples.length === 0) throw new RangeError('Nothing was measured')
  const ascending = Float64Array.from(samples).sort()
  return ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`

export const rate = (perSecond: number): string => `${Math.round(perSecond)}/s`

export interface Latency {
  readonly p50: number
  readonly p95: number
}

/** Percentiles of each repetition, and of those the median: what else the machine does in one of them counts once. */
export function latencyOf(repetitions: readonly (readonly number[])[]): Latency {
  const over = (q: number) => median(repetitions.map((samples) => percentile(samples, q)))
  return { p50: over(0.5), p95: over(0.95) }
}

export const formatLatency = ({ p50, p95 }: Latency): string =>
  `p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}`
