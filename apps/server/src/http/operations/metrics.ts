import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { EphemeralStore } from '../../ports/ephemeral.ts'

export interface RequestMeasurement {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export interface Metrics {
  observeRequest(request: RequestMeasurement): void
  /** Prometheus's text format. */
  text(): Promise<string>
  readonly contentType: string
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A registry of its own, so that several apps can live in one process. Labels name routes, never addresses. */
export function createMetrics(status: EphemeralStore['status']): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'appointease_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its reply.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  const tell = (name: string, help: string, isSo: () => boolean) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(isSo() ? 1 : 0)
      },
    })
  tell(
    'appointease_redis_available',
    '1 while Redis answers; 0 also where none is set.',
    () => status().redisStatus === 'available',
  )
  tell(
    'appointease_locks_in_redis',
    '1 while locks live in Redis, 0 while in the database.',
    () => status().storageMode === 'redis',
  )
  return {
    observeRequest({ route, method, status, seconds }) {
      requests.observe({ route, method, status: String(status) }, seconds)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
