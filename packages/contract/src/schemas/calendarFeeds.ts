import { type Static, Type } from 'typebox'

/** `TOKEN.ics`. No shape is asked for: one that is merely wrong is `NOT_FOUND`. */
export const CalendarFeedParams = Type.Object({
  file: Type.String({ maxLength: 255, description: 'The secret part of the address, and `.ics`.' }),
})
export type CalendarFeedParams = Static<typeof CalendarFeedParams>

export const CalendarFeedHeaders = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ maxLength: 4096, description: 'The `ETag` of what the caller has.' }),
  ),
  'if-modified-since': Type.Optional(
    Type.String({ maxLength: 64, description: 'Counts where no `If-None-Match` was sent.' }),
  ),
})
export type CalendarFeedHeaders = Static<typeof CalendarFeedHeaders>

/** RFC 5545, RFC 7986. */
export const CalendarFeedFile = Type.String()
