/** No reply takes longer; what seems to is a clock that was set. */
const LONGEST_DELAY_MS = 60_000

/**
 * The server's time on a device whose own clock may be wrong. Every word of the server tells it, to the second and a
 * little late, never early: the one that came soonest counts. Needed where the server's instants are compared with the
 * present; how long something still lasts is counted on the device's clock from when it was heard.
 */
export function createServerClock(deviceNow: () => number) {
  let ahead: number | undefined
  return {
    /** `serverTime` in seconds since 1970. */
    hear(serverTime: number) {
      const heard = serverTime * 1000 - deviceNow()
      if (ahead === undefined || heard > ahead || ahead - heard > LONGEST_DELAY_MS) ahead = heard
    },
    /** The server's instant at a moment of the device's clock, both in milliseconds since 1970. */
    at: (deviceInstant: number): number => deviceInstant + (ahead ?? 0),
  }
}

export type ServerClock = ReturnType<typeof createServerClock>
