import type { WallTime } from './types.ts'

/** Reads `HH:MM`, `00:00` to `23:59`. */
export function parseWallTime(text: string): WallTime | undefined {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as WallTime) : undefined
}

/** Minutes since `00:00` on the wall, 0 to 1439. */
export function minuteOfDay(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The wall time of a minute of the day; whole days are left out, a fraction is cut off. */
export function wallTimeOf(minute: number): WallTime {
  const held = ((Math.floor(minute) % 1440) + 1440) % 1440
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(held / 60))}:${two(held % 60)}` as WallTime
}
