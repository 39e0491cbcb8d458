import { type Static, Type } from 'typebox'

/** No shape is asked for: one that is merely wrong is `NOT_FOUND`. */
export const ReminderEndQuery = Type.Object({
  token: Type.String({ maxLength: 255, description: 'What the link in a reminder carries.' }),
})
export type ReminderEndQuery = Static<typeof ReminderEndQuery>

export const ReminderEndRequest = Type.Object({
  'List-Unsubscribe': Type.Optional(Type.String({ maxLength: 64, description: '`One-Click`. Not read.' })),
})
export type ReminderEndRequest = Static<typeof ReminderEndRequest>
