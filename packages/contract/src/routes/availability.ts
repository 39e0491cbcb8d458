import {
  AvailabilityQuery,
  AvailabilityReply,
  CheckSlotReply,
  CheckSlotRequest,
  DayAvailabilityReply,
  DayAvailabilityRequest,
  RescheduleAvailabilityRequest,
} from '../schemas/availability.ts'
import { defineRoute } from './defineRoute.ts'
import { KNOWS_CALLER, READS, TAKES_BODY, TAKES_LINK, TAKES_PARAMS } from './errorSets.ts'

const checkAvailability = defineRoute({
  id: 'checkAvailability',
  method: 'POST',
  path: '/availability',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'One day of one employee',
  description:
    'Every start on the grid of that day, and for those that are not free why not; never whose. Without `service_id` one grid step is meant. A closed day has no free slots; it is not an error.',
  tags: ['availability'],
  auth: 'public',
  cookieNonce: false,
  body: DayAvailabilityRequest,
  success: { status: 200, schema: DayAvailabilityReply },
  errors: [...TAKES_BODY, 'NOT_FOUND', 'SERVICE_NOT_OFFERED', ...READS],
})

const listAvailability = defineRoute({
  id: 'listAvailability',
  method: 'GET',
  path: '/availability',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'Free slots of several days',
  description:
    'Every slot listed can be booked, and none that can be booked is missing. `from` and `to` are both included and at most 92 days. `employee_id` is `any` unless given. `timezone` only changes the clock that the reply is written in; `from` and `to` are dates in it too.',
  tags: ['availability'],
  auth: 'public',
  cookieNonce: false,
  query: AvailabilityQuery,
  success: { status: 200, schema: AvailabilityReply },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', 'SERVICE_NOT_OFFERED', ...READS],
})

const checkSlot = defineRoute({
  id: 'checkSlot',
  method: 'POST',
  path: '/check-slot',
  namespaces: ['appointease/v1'],
  summary: 'Whether one slot can be had',
  description:
    'Says nothing about who has it. A "no" is a reply of 200 with `reason`, the code that booking it would be refused with.',
  tags: ['availability'],
  auth: 'public',
  cookieNonce: false,
  body: CheckSlotRequest,
  success: { status: 200, schema: CheckSlotReply },
  errors: [...TAKES_BODY, 'NOT_FOUND', ...READS],
})

const checkRescheduleAvailability = defineRoute({
  id: 'checkRescheduleAvailability',
  method: 'POST',
  path: '/reschedule-availability',
  namespaces: ['appointease/v1'],
  summary: 'One day, for moving an appointment',
  description:
    "As `availability`, but the caller's own appointment does not count against it. The service is the appointment's.",
  tags: ['availability', 'appointments'],
  auth: 'customer',
  manageLink: 'header',
  cookieNonce: false,
  body: RescheduleAvailabilityRequest,
  success: { status: 200, schema: DayAvailabilityReply },
  errors: [
    ...TAKES_BODY,
    ...KNOWS_CALLER,
    ...TAKES_LINK,
    'rest_forbidden',
    'NOT_FOUND',
    'SERVICE_NOT_OFFERED',
    ...READS,
  ],
})

export const availabilityRoutes = {
  checkAvailability,
  listAvailability,
  checkSlot,
  checkRescheduleAvailability,
}
