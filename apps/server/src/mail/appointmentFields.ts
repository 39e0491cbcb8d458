import { type AboutAppointment, employeeAddressed, isNotice } from './appointmentFacts.ts'
import { formatDate, formatMoney, formatStart, formatTime, formatZone, type Reader } from './formats.ts'
import { count, wordsOf } from './languages.ts'
import { oneLine, repeatableName } from './names.ts'
import { occasionOf } from './occasions.ts'
import type { FIELDS } from './templates/fields.ts'

/** One value for each field of any template about an appointment: a field without one does not compile. */
type Values = Readonly<
  Record<(typeof FIELDS)[Exclude<keyof typeof FIELDS, 'code'>][number], string | boolean>
>

export function fieldsFor(
  message: AboutAppointment,
  reader: Reader,
  place: { readonly businessName: string; readonly manageUrl: string | undefined },
): Values {
  const { appointment, reason = '', previousSlot } = message
  const { slot, updatedAt, priceMinor, currency, serviceName, employeeName, strongId } = appointment
  const words = wordsOf(reader.language)
  const { occasion } = occasionOf(message)
  const customer = repeatableName(appointment.name)
  const greeted = message.kind === 'staff_notice' ? employeeAddressed(message) : customer
  return {
    greeting: greeted === '' ? words.greetingWithoutName : words.greeting(greeted),
    customer_name: isNotice(message) ? customer || words.somebody : customer,
    business_name: place.businessName,
    service_name: oneLine(serviceName),
    staff_name: oneLine(employeeName),
    appointment_start: formatStart(slot.start, reader, updatedAt),
    appointment_date: formatDate(slot.start, reader, updatedAt),
    appointment_time: formatTime(slot.start, reader),
    appointment_end_time: formatTime(slot.end, reader),
    timezone: formatZone(slot.start, reader),
    price: priceMinor > 0 ? formatMoney(priceMinor, currency, reader) : '',
    reference: strongId,
    manage_url: place.manageUrl ?? '',
    previous_date: previousSlot ? formatDate(previousSlot.start, reader, updatedAt) : '',
    previous_time: previousSlot ? formatTime(previousSlot.start, reader) : '',
    cancel_reason: oneLine(reason),
    hours:
      message.kind === 'appointment_reminder' ? count(words.hours, message.hoursBefore, reader.locale) : '',
    booked: occasion === 'booked',
    requested: occasion === 'requested',
    moved: occasion === 'moved',
    cancelled: occasion === 'cancelled',
    reassigned: occasion === 'reassigned',
  }
}
