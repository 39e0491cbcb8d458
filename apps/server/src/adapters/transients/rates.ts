import type { Instant } from '@appointease/domain'
import type { EphemeralStore } from '../../ports/ephemeral.ts'
import { rateName } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { findTransient, writeTransients } from './transients.ts'

interface RateWindow {
  readonly count: number
  readonly expires_at: number
}

/** A fixed window that opens with its first event. */
export async function countEvent(
  rows: OptionRows,
  event: { key: string; limit: number; windowSeconds: number; now: Instant },
): Promise<Awaited<ReturnType<EphemeralStore['countEvent']>>> {
  const { limit, windowSeconds, now } = event
  const name = rateName(event.key)
  const known = await findTransient<RateWindow>(rows, name)
  const window =
    known && known.expires_at > now ? known : { count: 0, expires_at: now + windowSeconds * 1000 }
  if (window.count >= limit)
    return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((window.expires_at - now) / 1000)) }
  const counted: RateWindow = { ...window, count: window.count + 1 }
  await writeTransients(rows, [{ name, value: counted }])
  return { ok: true }
}
