import type { CalendarAccount } from '../ports/calendarAccess.ts'
import { CalendarUnreadable } from '../ports/calendarAccess.ts'
import type { CalendarConnection } from '../ports/outsideCalendars.ts'
import type { Seals } from '../ports/seals.ts'

const SEAL_PURPOSE = 'calendar'

export const sealPassword = (seals: Seals, password: string): string => seals.seal(SEAL_PURPOSE, password)

/** Throws CalendarUnreadable where the password was sealed with another secret. */
export function accountOf({ url, user, sealedPassword }: CalendarConnection, seals: Seals): CalendarAccount {
  const password = seals.open(SEAL_PURPOSE, sealedPassword)
  if (password === undefined)
    throw new CalendarUnreadable('Its password was sealed with another APPOINTEASE_SECRET; connect it again.')
  return { url, user, password }
}
