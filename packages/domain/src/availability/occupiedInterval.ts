import type { Service } from '../schedule/types.ts'
import { minutes, plus } from '../time/instant.ts'
import type { Instant, Interval } from '../time/types.ts'

/** What an appointment of this service takes from `start` on: the appointment itself, and with its buffers. */
export function occupiedInterval(
  service: Pick<Service, 'durationMinutes' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>,
  start: Instant,
): { slot: Interval; occupied: Interval } {
  const end = plus(start, minutes(service.durationMinutes))
  return {
    slot: { start, end },
    occupied: {
      start: plus(start, -minutes(service.bufferBeforeMinutes)),
      end: plus(end, minutes(service.bufferAfterMinutes)),
    },
  }
}
