import type { Instant } from '@appointease/domain'
import type { Clock } from './ports/clock.ts'

export const systemClock: Clock = { now: () => Date.now() as Instant }
