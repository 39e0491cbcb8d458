import { type Static, Type } from 'typebox'
import { Instant, oneOf, RedisStatus, StorageMode } from './values.ts'

/** No personal data, no addresses, no versions of what lies beneath. */
export const HealthReply = Type.Object({
  status: oneOf(['ok', 'degraded']),
  version: Type.String(),
  storage_mode: StorageMode,
  redis_status: RedisStatus,
  database: oneOf(['up', 'down']),
  uptime_seconds: Type.Integer({ minimum: 0 }),
  server_time: Instant,
  outbox: Type.Optional(
    Type.Object({ waiting: Type.Integer({ minimum: 0 }), failed: Type.Integer({ minimum: 0 }) }),
  ),
})
export type HealthReply = Static<typeof HealthReply>

export const ProbeReply = Type.Object({
  status: oneOf(['ok', 'starting', 'stopping', 'unavailable']),
})
export type ProbeReply = Static<typeof ProbeReply>

/** Prometheus's text format. */
export const MetricsText = Type.String()
