import type { IncomingMessage, ServerResponse } from 'node:http'
import { routableAddress } from './requestTarget.ts'

/** How much is lost with a request: `look` comes back in a second, `read` is a page that does not load, `change` a booking. */
export type Weight = 'look' | 'read' | 'change'

/** From where on requests of each weight are refused: milliseconds that everything waits, and requests under way. */
export type PressureLimits = Readonly<
  Record<Weight, { readonly waitingMilliseconds: number; readonly underWay: number }>
>

export const PRESSURE_LIMITS: PressureLimits = {
  look: { waitingMilliseconds: 400, underWay: 500 },
  read: { waitingMilliseconds: 1_500, underWay: 1_500 },
  change: { waitingMilliseconds: 4_000, underWay: 5_000 },
}

export interface Pressure {
  /** Whether a request has to be refused for the sake of heavier ones. Counts it. */
  refuses(request: IncomingMessage): boolean
  /** One more request is under way, until its response has ended or goes on as a stream. */
  began(response: ServerResponse): void
  stop(): void
}

const TICK_MILLISECONDS = 50
/** Waiting is what most of the last second has been like: a process that was kept from the processor once is not busy. */
const SHARE_OF_LAST_TICK = 0.15
/** Where so many requests have come since the last tick, what is late is late because of them. */
const A_CROWD = 200

const LOOKS = /\/(?:admin-ajax\.php|slots\/(?:poll|stream|active))\/?$/
/** Whoever asks these wants to know how it is. */
const NEVER = /^\/(?:livez|readyz|metrics)\/?$|\/appointease\/v1\/health\/?$/

function weightOf({ method, url = '/' }: IncomingMessage): Weight | undefined {
  const path = pathOf(url)
  if (LOOKS.test(path)) return 'look'
  if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return 'change'
  return NEVER.test(path) ? undefined : 'read'
}

/** As the router takes it, however it is spelt; what is asked along says nothing. */
const pathOf = (url: string) => decodeURIComponent(routableAddress(url).split(/[?#]/, 1)[0] ?? '')

const endings = new WeakMap<ServerResponse, () => void>()

/** A stream goes on for ever, and is work only now and then: from here on it is not under way. */
export function goesOnAsStream(response: ServerResponse): void {
  endings.get(response)?.()
}

/**
 * Measures by how much the event loop is late, and counts what is under way. A request is refused before anything of it
 * is read or looked up: under a flood what is refused must cost next to nothing.
 */
export function createPressure(limits: PressureLimits = PRESSURE_LIMITS): Pressure {
  let underWay = 0
  let sinceTick = 0
  let waiting = 0
  let lastTick = performance.now()

  const late = () => Math.max(0, performance.now() - lastTick - TICK_MILLISECONDS)

  const timer = setInterval(() => {
    waiting += (late() - waiting) * SHARE_OF_LAST_TICK
    lastTick = performance.now()
    sinceTick = 0
  }, TICK_MILLISECONDS)
  timer.unref()

  return {
    refuses(request) {
      sinceTick += 1
      // Nearly always: nothing waits, and nothing is asked of the request.
      const present = sinceTick > A_CROWD ? Math.max(waiting, late()) : waiting
      if (present < limits.look.waitingMilliseconds && underWay < limits.look.underWay) return false
      const weight = weightOf(request)
      if (!weight) return false
      return present >= limits[weight].waitingMilliseconds || underWay >= limits[weight].underWay
    },
    began(response) {
      underWay += 1
      const ended = () => {
        underWay -= 1
        endings.delete(response)
        response.off('close', ended)
      }
      endings.set(response, ended)
      response.on('close', ended)
    },
    stop: () => clearInterval(timer),
  }
}
