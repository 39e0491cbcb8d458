import { type Static, Type } from 'typebox'
import { nullable, PageNumber, PageSize } from './values.ts'

export const ServicesQuery = Type.Object({
  page: Type.Optional(PageNumber),
  per_page: Type.Optional(PageSize),
})
export type ServicesQuery = Static<typeof ServicesQuery>

export const ServiceReply = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  category: nullable(Type.String(), { description: 'The name of its category.' }),
  duration: Type.Integer({ description: 'Minutes.' }),
  price: Type.Number({ description: "Decimal, in the business's currency." }),
  currency: Type.String({ description: 'ISO 4217.' }),
  buffer_before: Type.Integer({ description: 'Minutes.' }),
  buffer_after: Type.Integer({ description: 'Minutes.' }),
  capacity: Type.Integer({ minimum: 1, description: 'Persons in one slot of one employee.' }),
  staff: Type.Array(Type.Integer(), { description: 'Ids of the employees who offer it.' }),
})
export type ServiceReply = Static<typeof ServiceReply>

export const ServicesReply = Type.Array(ServiceReply)
export type ServicesReply = Static<typeof ServicesReply>
