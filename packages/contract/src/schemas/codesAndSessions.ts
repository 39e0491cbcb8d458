import { type Static, Type } from 'typebox'
import { ClientId, Email, LockToken, nullable, OneTimeCode, orBlank, YES } from './values.ts'

/** `client_id` and `lock_token` name the caller's lock, which is then extended once, so that a slow mail loses no slot. */
export const GenerateOtpRequest = Type.Object({
  email: Email,
  client_id: Type.Optional(ClientId),
  lock_token: Type.Optional(orBlank(LockToken)),
})
export type GenerateOtpRequest = Static<typeof GenerateOtpRequest>

/** The same whether or not the address is known. */
export const GenerateOtpReply = Type.Object({
  success: YES,
  message: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
})
export type GenerateOtpReply = Static<typeof GenerateOtpReply>

export const VerifyOtpRequest = Type.Object({ email: Email, otp: OneTimeCode })
export type VerifyOtpRequest = Static<typeof VerifyOtpRequest>

/** With `email` and `otp` it signs in; with a valid token and neither it renews. */
export const CreateSessionRequest = Type.Object({
  email: Type.Optional(Email),
  otp: Type.Optional(OneTimeCode),
})
export type CreateSessionRequest = Static<typeof CreateSessionRequest>

const KnownCustomer = Type.Object({ name: Type.String(), phone: nullable(Type.String()) })

export const SessionCreatedReply = Type.Object({
  success: YES,
  token: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  nonce: Type.String(),
  customer: Type.Union([KnownCustomer, Type.Null()]),
})
export type SessionCreatedReply = Static<typeof SessionCreatedReply>

export const SessionReply = Type.Object({
  authenticated: Type.Boolean(),
  email: Type.Optional(Type.String()),
  expires_in: Type.Optional(Type.Integer({ description: 'Seconds.' })),
  nonce: Type.String(),
})
export type SessionReply = Static<typeof SessionReply>

export const EndSessionQuery = Type.Object({
  scope: Type.Optional(
    Type.Unsafe<'this' | 'everywhere'>({
      type: 'string',
      enum: ['this', 'everywhere'],
      description: '`this`: the session of the request alone. Default: every session of its address.',
    }),
  ),
})
export type EndSessionQuery = Static<typeof EndSessionQuery>

export const SessionEndedReply = Type.Object({ success: YES })
export type SessionEndedReply = Static<typeof SessionEndedReply>

export const CheckCustomerParams = Type.Object({ email: Email })
export type CheckCustomerParams = Static<typeof CheckCustomerParams>

export const CheckCustomerReply = Type.Object({
  exists: Type.Boolean(),
  name: nullable(Type.String()),
  phone: nullable(Type.String()),
})
export type CheckCustomerReply = Static<typeof CheckCustomerReply>
