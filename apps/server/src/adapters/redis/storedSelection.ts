import type { CalendarDate, Instant, WallTime } from '@appointease/domain'
import type { ActiveSelection } from '../../ports/ephemeral.ts'

export type Place = Pick<ActiveSelection, 'date' | 'employeeId' | 'time'>

/** Field and value among all who point at slots of a date; scripts write and read the same. */
export const selectionField = ({ time, owner, since, expiresAt }: ActiveSelection) =>
  [`${time} ${owner}`, `${since} ${expiresAt}`] as const

/** Live ones, by time, then by who came first. `entries`: fields and values in turn. */
export function listSelected(
  entries: readonly string[],
  {
    date,
    employeeId,
    now,
  }: { readonly date: CalendarDate; readonly employeeId: number; readonly now: Instant },
): readonly ActiveSelection[] {
  const selections: ActiveSelection[] = []
  for (let at = 0; at < entries.length; at += 2) {
    const [time, owner = '', since, expiresAt] = `${entries[at]} ${entries[at + 1]}`.split(' ')
    selections.push({
      employeeId,
      date,
      time: time as WallTime,
      owner,
      since: Number(since) as Instant,
      expiresAt: Number(expiresAt) as Instant,
    })
  }
  return selections
    .filter(({ expiresAt }) => expiresAt > now)
    .sort((one, other) =>
      one.time === other.time ? one.since - other.since : one.time < other.time ? -1 : 1,
    )
}

/** Everybody who points at one slot, under its own name. */
export function slotValue({ date, employeeId, time }: Place, selections: readonly ActiveSelection[]): string {
  return JSON.stringify({
    date,
    employee_id: employeeId,
    time,
    clients: selections.map(({ owner, since, expiresAt }) => ({ owner, since, expires_at: expiresAt })),
    expires_at: Math.max(...selections.map(({ expiresAt }) => expiresAt)),
  })
}

/** What a client's pointer holds. */
export const pointerTo = ({ date, employeeId, time }: Place) => `${date} ${employeeId} ${time}`

export function readPointer(text: string): Place {
  const [date, employeeId, time] = text.split(' ')
  return { date: date as CalendarDate, employeeId: Number(employeeId), time: time as WallTime }
}
