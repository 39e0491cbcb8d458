import type { Timers } from './slotFeed.ts'

const POINTING_MS = 200
/** The server forgets a pointing after ten seconds. */
const RENEW_MS = 7000

/** `time` null: at nothing any more. */
export interface Place {
  date: string
  employeeId: number
  time: string | null
}

export interface PointerSurroundings extends Pick<Timers, 'setTimer' | 'clearTimer'> {
  /** Resolves when it was answered, however it was. */
  mark(place: Place): Promise<unknown>
}

const isSame = (one: Place | null, other: Place | null) =>
  one?.time === other?.time && one?.date === other?.date && one?.employeeId === other?.employeeId

/**
 * Tells the server what this visitor points at, where no heartbeat does: soon, and only where the pointer has come to;
 * again before it would be forgotten; one after the other, so that the last word is the last to arrive.
 */
export function createPointer({ mark, setTimer, clearTimer }: PointerSurroundings) {
  let wanted: Place | null = null
  let told: Place | null = null
  let isTelling = false
  let isSoon = false
  let timer: unknown

  const schedule = () => {
    clearTimer(timer)
    isSoon = !isSame(wanted, told)
    timer = isSoon || wanted ? setTimer(() => void tell(), isSoon ? POINTING_MS : RENEW_MS) : undefined
  }

  async function tell() {
    isSoon = false
    const place = wanted ?? (told && { ...told, time: null })
    if (!place) return
    told = wanted
    isTelling = true
    await mark(place)
    isTelling = false
    schedule()
  }

  return {
    /** What the pointer merely passes on its way does not put the telling off again. */
    pointAt(place: Place | null) {
      wanted = place
      if (!isTelling && !isSoon) schedule()
    },
    /** Somebody else has the word from now on. */
    forget() {
      clearTimer(timer)
      isSoon = false
      wanted = null
      told = null
    },
  }
}
