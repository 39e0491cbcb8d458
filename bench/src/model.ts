/** Who is there at one moment, and what they do. */
export interface Load {
  /** Simultaneous visitors who look at times. */
  readonly visitors: number
  /** Days of employees over which they are spread. */
  readonly days: number
  /** The share that has a stream; the others ask once a second. */
  readonly pushed: number
  /** What one visitor does in a minute that others see. */
  readonly pointings: number
  readonly locks: number
}

/** What each thing costs, as measured: processor time in seconds, memory in bytes. */
export interface UnitCosts {
  readonly streamBytes: number
  readonly eventBytes: number
  /** A change that is heard of and that nobody here watches. */
  readonly message: number
  /** A day that is read again. */
  readonly look: number
  /** A change that is told to one stream. */
  readonly event: number
  /** A heartbeat with nothing new. */
  readonly beat: number
  readonly pointing: number
  readonly lock: number
  /** Of Redis's one processor. */
  readonly redis: {
    /** A message that is handed to one process. */
    readonly delivery: number
    readonly pointing: number
    readonly lock: number
  }
}

/** A second of it. */
export interface Prediction {
  readonly changes: number
  /** What Redis hands over: every change to every process. */
  readonly deliveries: number
  /** Of Redis: its share of a processor. */
  readonly redis: number
  /** Of every process: its share of a processor for hearing alone of what others do. */
  readonly hearing: number
  /** Of every process: its share of the one processor that it can use. */
  readonly processor: number
  readonly streams: number
  readonly streamMegabytes: number
  readonly eventMegabits: number
}

/** A process looks at one day so often at the most, however much happens there. */
const MOST_LOOKS = 20

/**
 * Visitors are spread evenly. Every change is heard by every process; one that has watchers of that day looks at it, and
 * tells each of them.
 */
export function predict(load: Load, processes: number, costs: UnitCosts): Prediction {
  const { visitors, days, pushed } = load
  const pointings = (visitors * load.pointings) / 60
  const locks = (visitors * load.locks) / 60
  const changes = pointings + locks
  const streams = visitors * pushed
  const watchersHere = streams / days / processes
  const isWatchedHere = 1 - Math.exp(-watchersHere)
  const changesOfDay = changes / days
  const toldOfDay = Math.min(changesOfDay, MOST_LOOKS)
  const looks = toldOfDay * days * isWatchedHere
  const events = toldOfDay * (streams / processes)
  const processor =
    changes * costs.message +
    looks * costs.look +
    events * costs.event +
    ((visitors - streams) / processes) * costs.beat +
    (pointings / processes) * costs.pointing +
    (locks / processes) * costs.lock
  return {
    changes,
    deliveries: changes * processes,
    redis:
      changes * processes * costs.redis.delivery +
      pointings * costs.redis.pointing +
      locks * costs.redis.lock,
    hearing: changes * costs.message,
    processor,
    streams: streams / processes,
    streamMegabytes: ((streams / processes) * costs.streamBytes) / 1e6,
    eventMegabits: (events * costs.eventBytes * 8) / 1e6,
  }
}

/** How full a processor may be on average for there to be room for a bad moment, and how many streams a process has by default. */
const ROOM = { processor: 0.6, streams: 10_000 }
const MOST_PROCESSES = 500

/** How many processes carry it with room to spare; undefined where no number of them on one Redis does. */
export function fewestProcesses(load: Load, costs: UnitCosts): number | undefined {
  for (let processes = 1; processes <= MOST_PROCESSES; processes++) {
    const { processor, redis, streams } = predict(load, processes, costs)
    if (redis > ROOM.processor) return undefined
    if (processor <= ROOM.processor && streams <= ROOM.streams) return processes
  }
  return undefined
}
