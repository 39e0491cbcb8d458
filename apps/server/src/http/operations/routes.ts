import { type HealthReply, type ProbeReply, ROUTES } from '@appointease/contract'
import { instantText } from '../../instantText.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EphemeralStore } from '../../ports/ephemeral.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Router } from '../router.ts'
import type { Metrics } from './metrics.ts'
import { withinTime } from './withinTime.ts'

interface Operations {
  readonly storage: Pick<Storage, 'ping' | 'outbox'>
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly metrics: Metrics
  readonly lifecycle: { readonly isStopping: boolean }
  readonly config: { readonly version: string }
}

/** How long a probe waits for the database before it calls it down. */
const PATIENCE_MS = 1_000

/** How the system is, for machines that watch it. None of these fails because something beneath it has. */
export function operationRoutes(router: Router, operations: Operations): void {
  const { storage, metrics, lifecycle } = operations

  router.handle(ROUTES.getHealth, async () => ({ ok: true, data: await describeHealth(operations) }))

  router.handle(ROUTES.getLiveness, async () => ({ ok: true, data: probe('ok') }))

  router.handle(ROUTES.getReadiness, async () => {
    if (lifecycle.isStopping) return { ok: true, status: 503, data: probe('stopping') }
    const isUp = await withinTime(storage.ping(), PATIENCE_MS)
    if (isUp.ok) return { ok: true, data: probe('ok') }
    return { ok: true, status: 503, headers: { 'retry-after': '2' }, data: probe('unavailable') }
  })

  router.handle(ROUTES.getMetrics, async () => ({
    ok: true,
    data: await metrics.text(),
    headers: { 'content-type': metrics.contentType },
  }))
}

function probe(status: ProbeReply['status']): ProbeReply {
  return { status }
}

async function describeHealth({ storage, ephemeral, clock, config }: Operations): Promise<HealthReply> {
  const [database, outbox] = await Promise.all([
    withinTime(storage.ping(), PATIENCE_MS),
    withinTime(storage.outbox.counts(), PATIENCE_MS),
  ])
  const { storageMode, redisStatus } = ephemeral.status()
  const isWhole = database.ok && redisStatus !== 'unavailable'
  return {
    status: isWhole ? 'ok' : 'degraded',
    version: config.version,
    storage_mode: storageMode,
    redis_status: redisStatus,
    database: database.ok ? 'up' : 'down',
    uptime_seconds: Math.floor(process.uptime()),
    server_time: instantText(clock.now()),
    ...(outbox.ok && { outbox: { ...outbox.value } }),
  }
}
