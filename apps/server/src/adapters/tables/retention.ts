const HOUR = 3_600_000

/** Long after any client has given up repeating its request. */
export const REPLIES_KEPT = 7 * 24 * HOUR
/** Time to see what was given up, and long after anything could cause the same message again. */
export const ENDED_MESSAGES_KEPT = 90 * 24 * HOUR
/** Whoever comes too late with a code is told that it has expired, for this long. */
export const EXPIRED_CODES_KEPT = HOUR
