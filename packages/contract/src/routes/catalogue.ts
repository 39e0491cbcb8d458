import {
  BusinessHoursReply,
  ServerDateReply,
  SettingsReply,
  TimeSlotsQuery,
  TimeSlotsReply,
} from '../schemas/business.ts'
import { ServicesQuery, ServicesReply } from '../schemas/services.ts'
import { StaffQuery, StaffReply } from '../schemas/staff.ts'
import { defineRoute } from './defineRoute.ts'
import { READS, TAKES_PARAMS } from './errorSets.ts'

const PAGE_HEADERS = {
  'X-WP-Total': 'How many there are in all.',
  'X-WP-TotalPages': 'How many pages they make.',
  Link: '`rel="prev"` and `rel="next"`, as WordPress writes them.',
}

const listServices = defineRoute({
  id: 'listServices',
  method: 'GET',
  path: '/services',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'What can be booked',
  description: 'Services in the order in which they were made. `per_page` is 100 unless given.',
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  query: ServicesQuery,
  success: { status: 200, schema: ServicesReply, headers: PAGE_HEADERS },
  errors: [...TAKES_PARAMS, ...READS],
})

const listStaff = defineRoute({
  id: 'listStaff',
  method: 'GET',
  path: '/staff',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'Who can be booked',
  description:
    'Employees, of one service where `service_id` is given. Never an e-mail address or a telephone number. `per_page` is 100 unless given.',
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  query: StaffQuery,
  success: { status: 200, schema: StaffReply, headers: PAGE_HEADERS },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', ...READS],
})

const getBusinessHours = defineRoute({
  id: 'getBusinessHours',
  method: 'GET',
  path: '/business-hours',
  namespaces: ['appointease/v1'],
  summary: 'When the business is open in an ordinary week',
  description: 'The flat fields describe the commonest day; `weekly` holds every day with its breaks.',
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: BusinessHoursReply },
  errors: [...READS],
})

const getTimeSlots = defineRoute({
  id: 'getTimeSlots',
  method: 'GET',
  path: '/time-slots',
  namespaces: ['appointease/v1'],
  summary: 'The starts of an ordinary day',
  description:
    'The grid within business hours; nothing is said about what is free. With `service_id`, the grid of that service.',
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  query: TimeSlotsQuery,
  success: { status: 200, schema: TimeSlotsReply },
  errors: [...TAKES_PARAMS, 'NOT_FOUND', ...READS],
})

const getSettings = defineRoute({
  id: 'getSettings',
  method: 'GET',
  path: '/settings',
  namespaces: ['appointease/v1'],
  summary: 'The public settings',
  description: 'What a booking page needs to know about the business and its rules.',
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: SettingsReply },
  errors: [...READS],
})

const getServerDate = defineRoute({
  id: 'getServerDate',
  method: 'GET',
  path: '/server-date',
  namespaces: ['appointease/v1'],
  summary: "Now, on the business's clock",
  description: "The wall clock of the business's zone, and the instant beside it.",
  tags: ['catalogue'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: ServerDateReply },
  errors: [...READS],
})

export const catalogueRoutes = {
  listServices,
  listStaff,
  getBusinessHours,
  getTimeSlots,
  getSettings,
  getServerDate,
}
