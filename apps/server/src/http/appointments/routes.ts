import { appointmentRefOf, idOf, ROUTES, type UserAppointmentsQuery } from '@appointease/contract'
import { bookAppointment } from '../../commands/bookAppointment.ts'
import { cancelAppointment } from '../../commands/cancelAppointment.ts'
import type { Changed } from '../../commands/changed.ts'
import type { CommandDependencies } from '../../commands/dependencies.ts'
import type { Refusal } from '../../commands/refusals.ts'
import { rescheduleAppointment } from '../../commands/rescheduleAppointment.ts'
import { revokeManageLinks } from '../../commands/revokeManageLinks.ts'
import { manageUrl } from '../../manageLinks.ts'
import type { AppointmentRecord } from '../../ports/appointments.ts'
import type { BusinessSettings } from '../../ports/catalog.ts'
import { findOwnAppointment } from '../../queries/ownAppointment.ts'
import { normaliseEmail } from '../emails.ts'
import { authorityOf, provedEmail, type RequestContext } from '../handler.ts'
import type { Limits } from '../limits.ts'
import type { Router } from '../router.ts'
import { readAppointmentStart } from '../wanted.ts'
import { presentAppointment, presentBooked } from './presenter.ts'
import { readBooking } from './readBooking.ts'

type GivenRef = Parameters<typeof appointmentRefOf>[0]
const FORBIDDEN = { ok: false, refusal: { kind: 'forbidden' } } as const
const NOT_FOUND = { ok: false, refusal: { kind: 'not_found' } } as const
const PER_PAGE = 10

/** Booking, and what a customer does with an appointment of their own. */
export function appointmentRoutes(
  router: Router,
  deps: CommandDependencies,
  limits: Limits,
  publicUrl: URL,
  calendarFile: (appointment: AppointmentRecord, settings: BusinessSettings) => string,
): void {
  const { storage } = deps

  const present = async (appointment: AppointmentRecord, context: RequestContext) => {
    const { settings } = await storage.catalog.getCatalog()
    const history = await storage.appointments.listHistory(appointment.id)
    return presentAppointment(appointment, history, settings.rules, context.now)
  }

  const presentChanged = ({ appointment, history, cutoffs }: Changed, context: RequestContext) =>
    presentAppointment(appointment, history, cutoffs, context.now)

  const findOwn = async (ref: GivenRef, context: RequestContext) => {
    const authority = authorityOf(context.caller)
    return authority && findOwnAppointment(storage, appointmentRefOf(ref), authority)
  }

  router.handle(ROUTES.bookAppointment, async ({ body, headers, context }) => {
    const request = readBooking(body, headers['idempotency-key'], context, deps.seals)
    if (!request.ok) return request
    const { idempotency } = request.value
    const isRetry =
      idempotency !== undefined && (await storage.idempotency.findReply(idempotency.scope)) !== undefined
    if (!isRetry) {
      const within = await limits.take('booking', context)
      if (!within.ok) return within
    }
    const booked = await bookAppointment(deps, request.value)
    if (!booked.ok) return context.staleCredentials ? asSignedOut(booked) : booked
    return {
      ok: true,
      headers: {
        location: `${publicUrl.pathname}wp-json/appointease/v1/appointments/${booked.value.appointment.strongId}`,
      },
      data: presentBooked(booked.value, (made) => manageUrl(publicUrl, deps.seals, made, 0)),
    }
  })

  router.handle(ROUTES.getAppointment, async ({ params, context }) => {
    const own = await findOwn(params.id, context)
    return own ? { ok: true, data: await present(own, context) } : NOT_FOUND
  })

  router.handle(ROUTES.rescheduleAppointment, async ({ params, body, context }) => {
    const authority = authorityOf(context.caller)
    if (!authority) return NOT_FOUND
    const wanted = readAppointmentStart('new_date', body.new_date, body.time)
    if (!wanted.ok) return wanted
    const within = await limits.take('booking', context)
    if (!within.ok) return within
    const moved = await rescheduleAppointment(deps, {
      ref: appointmentRefOf(params.id),
      authority,
      wanted: wanted.value,
      employeeId: body.employee_id === undefined ? undefined : idOf(body.employee_id),
      reason: body.reason ?? '',
      lockToken: body.lock_token || undefined,
      version: body.version === undefined ? undefined : idOf(body.version),
    })
    if (!moved.ok) return moved
    const appointment = presentChanged(moved.value, context)
    return {
      ok: true,
      data: {
        success: true as const,
        message: 'Your appointment has been moved.',
        appointment,
      },
    }
  })

  router.handle(ROUTES.cancelAppointment, async ({ params, body, context }) => {
    const authority = authorityOf(context.caller)
    if (!authority) return NOT_FOUND
    const cancelled = await cancelAppointment(deps, {
      ref: appointmentRefOf(params.id),
      authority,
      reason: body.reason ?? '',
    })
    if (!cancelled.ok) return cancelled
    const appointment = presentChanged(cancelled.value, context)
    return {
      ok: true,
      data: {
        success: true as const,
        message: 'Your appointment is cancelled.',
        appointment,
      },
    }
  })

  const listOwn = async (query: UserAppointmentsQuery, context: RequestContext) => {
    const email = provedEmail(context.caller)
    if (email === undefined) return FORBIDDEN
    const page = idOf(query.page ?? 1)
    const perPage = idOf(query.per_page ?? PER_PAGE)
    const found = await storage.appointments.listAppointmentsOfEmail({
      email,
      filter: query.status ?? 'all',
      now: context.now,
      offset: (page - 1) * perPage,
      limit: perPage,
    })
    const data = await Promise.all(found.appointments.map((one) => present(one, context)))
    return {
      ok: true,
      data,
      paging: { page, perPage, total: found.total },
    } as const
  }

  router.handle(ROUTES.listUserAppointments, ({ query, context }) => listOwn(query, context))
  router.handle(ROUTES.findUserAppointments, async ({ body, context }) => {
    const isOwn = body.email === undefined || normaliseEmail(body.email) === provedEmail(context.caller)
    return isOwn ? listOwn(body, context) : FORBIDDEN
  })

  router.handle(ROUTES.revokeManageLinks, async ({ params, context }) => {
    const authority = authorityOf(context.caller)
    if (!authority) return NOT_FOUND
    const within = await limits.take('booking', context)
    if (!within.ok) return within
    const revoked = await revokeManageLinks(deps, { ref: appointmentRefOf(params.id), authority })
    if (!revoked.ok) return revoked
    const { appointment, generation } = revoked.value
    return {
      ok: true,
      data: {
        success: true as const,
        message: 'Earlier links to this appointment do not work any more.',
        manage_url: manageUrl(publicUrl, deps.seals, appointment, generation),
      },
    }
  })

  router.handle(ROUTES.getAppointmentCalendar, async ({ params, context }) => {
    const own = await findOwn(params.id, context)
    if (!own) return NOT_FOUND
    const { settings } = await storage.catalog.getCatalog()
    return {
      ok: true,
      data: calendarFile(own, settings),
      headers: {
        'content-disposition': `attachment; filename="${own.strongId}.ics"`,
      },
    }
  })
}

/** Somebody whose session has ended hears that, and not that they never proved their address. */
function asSignedOut(refused: { readonly ok: false; readonly refusal: Refusal }): typeof refused {
  return refused.refusal.kind === 'email_not_verified'
    ? { ok: false, refusal: { kind: 'session_expired' } }
    : refused
}
