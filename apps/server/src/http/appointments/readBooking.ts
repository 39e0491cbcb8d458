import { type BookAppointmentRequest, employeeChoiceOf, idOf } from '@appointease/contract'
import { parseTimeZoneId } from '@appointease/domain'
import type { BookingRequest } from '../../commands/bookAppointment.ts'
import type { Refusal } from '../../commands/refusals.ts'
import type { Seals } from '../../ports/seals.ts'
import type { Outcome } from '../../ports/storage.ts'
import { normaliseEmail } from '../emails.ts'
import { provedEmail, type RequestContext } from '../handler.ts'
import { readAppointmentStart } from '../wanted.ts'

/** What a booking asks for. Status, price and id are never the client's to say: they are not read. */
export function readBooking(
  body: BookAppointmentRequest,
  idempotencyKey: string | undefined,
  context: RequestContext,
  seals: Seals,
): Outcome<BookingRequest, Refusal> {
  const wanted = readAppointmentStart('date', body.date, body.time)
  if (!wanted.ok) return wanted
  const email = normaliseEmail(body.email)
  const request = {
    wanted: wanted.value,
    serviceId: idOf(body.service_id),
    employeeId: employeeChoiceOf(body.employee_id),
    name: body.name.trim(),
    email,
    phone: (body.phone ?? '').trim(),
    notes: body.notes ?? '',
    fields: body.fields ?? {},
    customerTimeZone: (body.timezone !== undefined && parseTimeZoneId(body.timezone)) || '',
    customerLocale: (body.locale ?? context.locale).replaceAll('_', '-'),
  }
  const proved = provedEmail(context.caller)
  return {
    ok: true,
    value: {
      ...request,
      provedEmail: proved,
      lockToken: body.lock_token || undefined,
      idempotency:
        idempotencyKey === undefined
          ? undefined
          : fingerprints(idempotencyKey, { ...request, customerLocale: body.locale }, proved ?? email, seals),
    },
  }
}

/**
 * Of the body's own fields: what a browser's headers add may differ in a retry. The lock is not part of the request's
 * identity either: a retry may come after it was used up.
 */
function fingerprints(key: string, request: object, caller: string, seals: Seals) {
  return {
    scope: seals.fingerprint('idempotency', `${caller}\n${key}`),
    bodyFingerprint: seals.fingerprint('body', JSON.stringify(request)),
  }
}
