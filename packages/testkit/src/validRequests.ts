import { addressesOf, type RouteDefinition, type RouteId, type Routes } from '@appointease/contract'
import { CANARY, PLANTED_DATE, type PlantedServer } from './plantedServer.ts'
import type { RawRequest } from './rawRequest.ts'

export interface ValidRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  /** A form in place of JSON. */
  readonly form?: string
}

/** For every route one request with every field that it takes, which the planted customer's session makes succeed. */
export function validRequests(planted: PlantedServer): Readonly<Record<RouteId, ValidRequest>> {
  const { clientId, email, name, phone, notes } = CANARY
  const day = { date: PLANTED_DATE, employee_id: 1 }
  const own = { id: String(planted.appointment.id) }
  const pages = { page: '1', per_page: '10' }
  const otherClient = 'another_client'
  return {
    listServices: { query: pages },
    listStaff: { query: { ...pages, service_id: '1' } },
    getBusinessHours: {},
    getTimeSlots: { query: { service_id: '1' } },
    getSettings: {},
    getServerDate: {},
    checkAvailability: { body: { ...day, service_id: 1 } },
    listAvailability: {
      query: {
        service_id: '1',
        employee_id: '1',
        from: PLANTED_DATE,
        to: '2026-11-25',
        timezone: 'Europe/Paris',
      },
    },
    checkSlot: { body: { ...day, time: '14:00', service_id: 1, start_utc: '2026-11-24T14:00:00Z' } },
    checkRescheduleAvailability: {
      body: {
        ...day,
        exclude_appointment_id: planted.appointment.id,
        service_id: 1,
        client_id: otherClient,
      },
    },
    selectSlot: {
      body: {
        ...day,
        time: '14:00',
        service_id: 1,
        client_id: otherClient,
        lock_token: '',
        start_utc: '2026-11-24T14:00:00Z',
      },
    },
    deselectSlot: {
      body: {
        ...day,
        time: '12:00',
        client_id: clientId,
        lock_token: planted.lockToken,
        start_utc: '2026-11-24T12:00:00Z',
      },
    },
    markActiveSlot: { body: { ...day, time: '14:00', client_id: otherClient } },
    pollSlots: {
      query: { date: PLANTED_DATE, employee_id: '1', service_id: '1', client_id: otherClient, since: 'abc' },
    },
    streamSlots: {
      query: { date: PLANTED_DATE, employee_id: '1,2', service_id: '1', client_id: otherClient },
      headers: { 'last-event-id': '1:kJ3-_a5Z' },
    },
    generateOtp: { body: { email, client_id: clientId, lock_token: planted.lockToken } },
    verifyOtp: { body: { email, otp: planted.code } },
    createSession: { body: { email, otp: planted.code } },
    getSession: {},
    endSession: { query: { scope: 'everywhere' } },
    checkCustomer: { params: { email } },
    bookAppointment: {
      headers: { 'idempotency-key': 'key-of-a-valid-request' },
      body: {
        ...day,
        name,
        email,
        phone,
        time: '15:00',
        service_id: 1,
        client_id: clientId,
        lock_token: '',
        notes,
        timezone: 'Europe/Paris',
        locale: 'en',
        fields: { allergies: 'none' },
      },
    },
    getAppointment: { params: own },
    rescheduleAppointment: {
      params: own,
      body: {
        new_date: PLANTED_DATE,
        time: '16:00',
        employee_id: 1,
        reason: 'The train is late',
        client_id: clientId,
        lock_token: '',
        version: 1,
      },
    },
    cancelAppointment: { params: own, body: { reason: 'Ill' } },
    findUserAppointments: { body: { email, status: 'upcoming', page: 1, per_page: 10 } },
    listUserAppointments: { query: { ...pages, status: 'upcoming' } },
    getAppointmentCalendar: { params: own, query: { manage: '' } },
    revokeManageLinks: { params: own },
    getHealth: {},
    getOpenApi: {},
    discoverNamespace: {},
    discoverSite: {},
    heartbeat: {
      form: `action=heartbeat&interval=15&data[appointease_poll][date]=${PLANTED_DATE}&data[appointease_poll][employee_id]=1`,
    },
    getLiveness: {},
    getReadiness: {},
    getMetrics: {},
    getCalendarFeed: { params: { file: `${planted.feedToken}.ics` } },
    showReminderEnd: { query: { token: planted.reminderToken } },
    endReminders: { query: { token: planted.reminderToken }, form: 'List-Unsubscribe=One-Click' },
    getDocs: {},
  } satisfies Record<keyof Routes, ValidRequest>
}

/** The request as it goes over the wire, at the route's primary address or at the one that is named. */
export function wireRequest(
  route: RouteDefinition,
  { params = {}, query = {}, headers = {}, body, form }: ValidRequest,
  address = 0,
): RawRequest {
  const { method, path = '' } = addressesOf(route)[address] ?? {}
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded; charset=UTF-8'
  const text = form ?? (body && JSON.stringify(body))
  return {
    method: method ?? route.method,
    path: `${filled}${search === '' ? '' : `?${search}`}`,
    headers: { ...(text !== undefined && { 'content-type': type }), ...headers },
    ...(text !== undefined && { body: text }),
  }
}
