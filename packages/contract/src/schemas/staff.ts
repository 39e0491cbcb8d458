import { type Static, Type } from 'typebox'
import { Id, nullable, PageNumber, PageSize } from './values.ts'

export const StaffQuery = Type.Object({
  service_id: Type.Optional(Id),
  page: Type.Optional(PageNumber),
  per_page: Type.Optional(PageSize),
})
export type StaffQuery = Static<typeof StaffQuery>

/** No e-mail address and no telephone number of a staff member is public. */
export const StaffMemberReply = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  specialization: Type.String(),
  bio: Type.String(),
  photo_url: nullable(Type.String()),
  services: Type.Array(Type.Integer(), { description: 'Ids of the services that they offer.' }),
})
export type StaffMemberReply = Static<typeof StaffMemberReply>

export const StaffReply = Type.Array(StaffMemberReply)
export type StaffReply = Static<typeof StaffReply>
