import { type Static, Type } from 'typebox'

export const ReminderEndQuery = Type.Object({
  token: Type.String({
    maxLength: 255,
    pattern: '^APT-[0-9A-Za-z_-]{6,60}\\.[A-Za-z0-9_-]{43}$',
    description: 'What the link in a reminder carries.',
  }),
})
export type ReminderEndQuery = Static<typeof ReminderEndQuery>

export const ReminderEndRequest = Type.Object({
  'List-Unsubscribe': Type.Optional(Type.String({ maxLength: 64, description: '`One-Click`. Not read.' })),
})
export type ReminderEndRequest = Static<typeof ReminderEndRequest>
