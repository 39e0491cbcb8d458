/** Who is there at one moment, and what they do. */
export interface Load {
  /** Simultaneous visitors who look at times. */
  readonly visitors: number
  readonly processes: number
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
}

/** A second of it. */
export interface Prediction {
  readonly changes: number
  /** What Redis hands over: every change to every process. */
  readonly deliveries: number
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
export function predict(load: Load, costs: UnitCosts): Prediction {
  const { visitors, processes, days, pushed } = load
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
    processor,
    streams: streams / processes,
    streamMegabytes: ((streams / processes) * costs.streamBytes) / 1e6,
    eventMegabits: (events * costs.eventBytes * 8) / 1e6,
  }
}
