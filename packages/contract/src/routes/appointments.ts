import {
  AppointmentChangedReply,
  AppointmentParams,
  AppointmentReply,
  AppointmentsReply,
  BookAppointmentReply,
  BookAppointmentRequest,
  CalendarFile,
  CalendarQuery,
  CancelAppointmentRequest,
  IdempotencyHeaders,
  ManageLinksRevokedReply,
  RescheduleAppointmentRequest,
  UserAppointmentsQuery,
  UserAppointmentsRequest,
} from '../schemas/appointments.ts'
import { defineRoute } from './defineRoute.ts'
import {
  CLAIMS_SLOT,
  KNOWS_CALLER,
  READS,
  TAKES_BODY,
  TAKES_LINK,
  TAKES_PARAMS,
  WRITES,
} from './errorSets.ts'

const PAGE_HEADERS = {
  'X-WP-Total': 'How many there are in all.',
  'X-WP-TotalPages': 'How many pages they make.',
  Link: '`rel="prev"` and `rel="next"`, as WordPress writes them.',
}

const bookAppointment = defineRoute({
  id: 'bookAppointment',
  method: 'POST',
  path: '/appointments',
  namespaces: ['appointease/v1'],
  summary: 'Book',
  description:
    'A reply of 201 means that the booking is durable. The same `Idempotency-Key` with the same body returns the first reply again, also after a crash and also when the two arrive at once. Needs a session of that `email`, unless the owner has turned verification off.',
  tags: ['appointments'],
  auth: 'customer_if_required',
  cookieNonce: true,
  headers: IdempotencyHeaders,
  body: BookAppointmentRequest,
  success: {
    status: 201,
    schema: BookAppointmentReply,
    headers: { Location: 'The address of the appointment.' },
  },
  errors: [
    ...TAKES_BODY,
    ...CLAIMS_SLOT,
    'SESSION_EXPIRED',
    'EMAIL_NOT_VERIFIED',
    'rest_cookie_invalid_nonce',
    'LOCK_NOT_OWNED',
    'LOCK_EXPIRED',
    'IDEMPOTENCY_CONFLICT',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

const getAppointment = defineRoute({
  id: 'getAppointment',
  method: 'GET',
  path: '/appointments/{id}',
  namespaces: ['appointease/v1'],
  summary: 'One appointment',
  description:
    "By id or `strong_id`. Somebody else's is `NOT_FOUND`, and so is every other than the one of a signed link.",
  tags: ['appointments'],
  auth: 'customer',
  manageLink: 'header',
  cookieNonce: false,
  params: AppointmentParams,
  success: { status: 200, schema: AppointmentReply },
  errors: [...TAKES_PARAMS, ...KNOWS_CALLER, ...TAKES_LINK, 'rest_forbidden', 'NOT_FOUND', ...READS],
})

const rescheduleAppointment = defineRoute({
  id: 'rescheduleAppointment',
  method: 'PUT',
  path: '/appointments/{id}',
  namespaces: ['appointease/v1'],
  summary: 'Move an appointment',
  description:
    'One transaction: same id, the old slot is free and the new one taken together, or nothing changes. With `version`, only if that is the present one.',
  tags: ['appointments'],
  auth: 'customer',
  manageLink: 'header',
  cookieNonce: true,
  params: AppointmentParams,
  body: RescheduleAppointmentRequest,
  success: { status: 200, schema: AppointmentChangedReply },
  errors: [
    ...TAKES_BODY,
    ...KNOWS_CALLER,
    ...TAKES_LINK,
    ...CLAIMS_SLOT,
    'rest_forbidden',
    'rest_cookie_invalid_nonce',
    'CUTOFF_PASSED',
    'LOCK_NOT_OWNED',
    'LOCK_EXPIRED',
    'STALE_VERSION',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

const cancelAppointment = defineRoute({
  id: 'cancelAppointment',
  method: 'DELETE',
  path: '/appointments/{id}',
  namespaces: ['appointease/v1'],
  summary: 'Cancel an appointment',
  description:
    'The status becomes `cancelled`; the record stays. Again: the same reply. What is completed or was missed is `CUTOFF_PASSED`.',
  tags: ['appointments'],
  auth: 'customer',
  manageLink: 'header',
  cookieNonce: true,
  params: AppointmentParams,
  body: CancelAppointmentRequest,
  success: { status: 200, schema: AppointmentChangedReply },
  errors: [
    ...TAKES_BODY,
    ...KNOWS_CALLER,
    ...TAKES_LINK,
    'rest_forbidden',
    'rest_cookie_invalid_nonce',
    'CUTOFF_PASSED',
    'STALE_VERSION',
    'NOT_FOUND',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

const findUserAppointments = defineRoute({
  id: 'findUserAppointments',
  method: 'POST',
  path: '/user-appointments',
  namespaces: ['appointease/v1'],
  summary: "The caller's own appointments",
  description:
    "As the `GET` form. `email` may be left out; if it is not the caller's own address the request is refused.",
  tags: ['appointments'],
  auth: 'customer',
  cookieNonce: false,
  body: UserAppointmentsRequest,
  success: { status: 200, schema: AppointmentsReply, headers: PAGE_HEADERS },
  errors: [...TAKES_BODY, ...KNOWS_CALLER, 'rest_forbidden', ...READS],
})

const listUserAppointments = defineRoute({
  id: 'listUserAppointments',
  method: 'GET',
  path: '/user-appointments',
  namespaces: ['appointease/v1'],
  summary: "The caller's own appointments",
  description:
    '`upcoming` by start, `past` and `cancelled` latest first; without `status` all of them, latest first. `per_page` is 10 unless given.',
  tags: ['appointments'],
  auth: 'customer',
  cookieNonce: false,
  query: UserAppointmentsQuery,
  success: { status: 200, schema: AppointmentsReply, headers: PAGE_HEADERS },
  errors: [...TAKES_PARAMS, ...KNOWS_CALLER, 'rest_forbidden', ...READS],
})

const getAppointmentCalendar = defineRoute({
  id: 'getAppointmentCalendar',
  method: 'GET',
  path: '/appointments/{id}/calendar.ics',
  namespaces: ['appointease/v1'],
  summary: 'One appointment as a calendar file',
  description:
    'RFC 5545. The same `UID` for life, `SEQUENCE` up at each change, `METHOD:CANCEL` once cancelled.',
  tags: ['appointments'],
  auth: 'customer',
  manageLink: 'header_or_query',
  cookieNonce: false,
  params: AppointmentParams,
  query: CalendarQuery,
  success: { status: 200, schema: CalendarFile, contentType: 'text/calendar' },
  errors: [...TAKES_PARAMS, ...KNOWS_CALLER, ...TAKES_LINK, 'rest_forbidden', 'NOT_FOUND', ...READS],
})

const revokeManageLinks = defineRoute({
  id: 'revokeManageLinks',
  method: 'POST',
  path: '/appointments/{id}/revoke-links',
  namespaces: ['appointease/v1'],
  summary: 'Make earlier links to an appointment useless',
  description:
    'No signed link that was made before opens the appointment any more; the reply has a new one, and mails carry that from now on. Takes a session: whoever has only a link cannot shut out the others.',
  tags: ['appointments'],
  auth: 'customer',
  cookieNonce: true,
  params: AppointmentParams,
  success: { status: 200, schema: ManageLinksRevokedReply },
  errors: [
    ...TAKES_PARAMS,
    ...KNOWS_CALLER,
    'rest_forbidden',
    'rest_cookie_invalid_nonce',
    'ORIGIN_NOT_ALLOWED',
    'NOT_FOUND',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

export const appointmentRoutes = {
  bookAppointment,
  getAppointment,
  rescheduleAppointment,
  cancelAppointment,
  findUserAppointments,
  listUserAppointments,
  getAppointmentCalendar,
  revokeManageLinks,
}
