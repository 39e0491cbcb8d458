import type { Routes } from '../routes.ts'

type RestRouteId = {
  [Id in keyof Routes]: Routes[Id]['namespaces'] extends readonly [] ? never : Id
}[keyof Routes]

type Address<Id extends RestRouteId> = `${Routes[Id]['method']} ${Routes[Id]['path']}`

/**
 * The primary address of every REST route, repeated here so that a page loads this list and not the schemas.
 * It does not compile where it differs from the route table.
 */
export const ADDRESSES = {
  listServices: 'GET /services',
  listStaff: 'GET /staff',
  getBusinessHours: 'GET /business-hours',
  getTimeSlots: 'GET /time-slots',
  getSettings: 'GET /settings',
  getServerDate: 'GET /server-date',
  checkAvailability: 'POST /availability',
  listAvailability: 'GET /availability',
  checkSlot: 'POST /check-slot',
  checkRescheduleAvailability: 'POST /reschedule-availability',
  selectSlot: 'POST /slots/select',
  deselectSlot: 'POST /slots/deselect',
  markActiveSlot: 'POST /slots/active',
  pollSlots: 'GET /slots/poll',
  streamSlots: 'GET /slots/stream',
  generateOtp: 'POST /generate-otp',
  verifyOtp: 'POST /verify-otp',
  createSession: 'POST /session',
  getSession: 'GET /session',
  endSession: 'DELETE /session',
  checkCustomer: 'GET /check-customer/{email}',
  bookAppointment: 'POST /appointments',
  getAppointment: 'GET /appointments/{id}',
  rescheduleAppointment: 'PUT /appointments/{id}',
  cancelAppointment: 'DELETE /appointments/{id}',
  findUserAppointments: 'POST /user-appointments',
  listUserAppointments: 'GET /user-appointments',
  getAppointmentCalendar: 'GET /appointments/{id}/calendar.ics',
  revokeManageLinks: 'POST /appointments/{id}/revoke-links',
  getHealth: 'GET /health',
  getOpenApi: 'GET /openapi.json',
  discoverNamespace: 'GET ',
} as const satisfies { readonly [Id in RestRouteId]: Address<Id> }

type LinkRouteId = {
  [Id in RestRouteId]: Routes[Id] extends { readonly manageLink: string } ? Id : never
}[RestRouteId]

/** Where the signed link of an appointment is shown; complete, and nowhere else. */
export const SHOWS_LINK: { readonly [Id in LinkRouteId]: true } & { readonly [id: string]: true } = {
  checkRescheduleAvailability: true,
  selectSlot: true,
  getAppointment: true,
  rescheduleAppointment: true,
  cancelAppointment: true,
  getAppointmentCalendar: true,
}

/** A route that the client has a method for; a stream is read as it comes and not as one reply. */
export type ClientRouteId = Exclude<keyof typeof ADDRESSES, 'streamSlots'>
