import type { CommandDependencies } from './commands/dependencies.ts'
import { type Config, MAX_STREAMS } from './config/config.ts'
import type { LiveDoor } from './http/app.ts'
import type { Timers } from './jobs/job.ts'
import type { SlotEvents } from './ports/slotEvents.ts'
import { createDaySnapshots, type DaySnapshots } from './realtime/daySnapshots.ts'
import { createQuickHeartbeat } from './realtime/quickHeartbeat.ts'
import { createQuickStreams } from './realtime/streams/quickStreams.ts'
import { createStreams, type Streams } from './realtime/streams/streams.ts'

/** At once for one client at one address: a page in several tabs. */
const STREAMS_EACH = 5
/** A school or an office is one address; whoever names ever other clients is one, too. */
const STREAMS_AN_ADDRESS = 250

/** What those who watch have in common. */
export interface Live {
  readonly snapshots: DaySnapshots
  readonly streams: Streams
  /** How many streams there can be at once. */
  readonly mostStreams: number
  readonly door: LiveDoor
}

export function createLive(
  commands: CommandDependencies,
  events: SlotEvents,
  config: Pick<Config, 'maxStreams' | 'rateLimitScale'>,
  timers: Timers,
  warn: (fault: unknown) => void,
): Live {
  const { ephemeral, seals, clock } = commands
  const snapshots = createDaySnapshots(commands, events)
  const limits = {
    each: Math.max(1, Math.floor(STREAMS_EACH * config.rateLimitScale)),
    address: Math.max(1, Math.floor(STREAMS_AN_ADDRESS * config.rateLimitScale)),
    all: config.maxStreams ?? MAX_STREAMS,
  }
  const streams = createStreams({ snapshots, ephemeral, clock, timers, limits, random: Math.random, warn })
  return {
    snapshots,
    streams,
    mostStreams: limits.all,
    door: {
      answerHeartbeat: createQuickHeartbeat({ snapshots, ephemeral, seals, clock }),
      openStream: createQuickStreams(streams, seals),
      countStreams: streams.count,
      endStreams: streams.endAll,
    },
  }
}
