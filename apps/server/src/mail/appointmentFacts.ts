import type { Interval } from '@appointease/domain'
import type { CodeMessage, Message } from '../ports/messages.ts'
import { formatInterval, formatMoney, formatZone, type Reader } from './formats.ts'
import { wordsOf } from './languages.ts'
import type { Fact } from './layout.ts'
import { oneLine, repeatableName } from './names.ts'

/** A message about an appointment, to whomever. */
export type AboutAppointment = Exclude<Message, CodeMessage>

export const isNotice = (message: AboutAppointment) =>
  message.kind === 'staff_notice' || message.kind === 'owner_notice'

/** Whom a notice to an employee speaks to by name; of one that is no longer theirs only the new employee's is known. */
export const employeeAddressed = (message: AboutAppointment) =>
  'event' in message && message.event === 'reassigned' ? '' : repeatableName(message.appointment.employeeName)

const LONGEST_REASON = 500

/** What the mail says of the appointment, whatever its owner has worded. */
export function factsFor(message: AboutAppointment, reader: Reader): readonly Fact[] {
  const { appointment, reason = '', previousSlot } = message
  const { strongId, name, slot, priceMinor, currency, serviceName, employeeName } = appointment
  const { labels } = wordsOf(reader.language)
  const isMoved =
    message.kind === 'appointment_rescheduled' || ('event' in message && message.event === 'moved')
  const row = (label: string, value: string) => (value === '' ? [] : [{ label, value }])
  return [
    ...(isNotice(message) ? row(labels.customer, oneLine(name).slice(0, 120)) : []),
    ...row(labels.service, serviceName),
    ...row(labels.employee, employeeName),
    { label: labels.when, isMain: true, ...whenOf(slot, message, reader) },
    ...(isMoved && previousSlot ? [{ label: labels.before, ...whenOf(previousSlot, message, reader) }] : []),
    ...row(labels.price, priceMinor > 0 ? formatMoney(priceMinor, currency, reader) : ''),
    ...row(labels.reason, oneLine(reason).slice(0, LONGEST_REASON)),
    ...row(labels.reference, strongId),
  ]
}

/** On the recipient's clock, and on the business's where that shows another time. */
function whenOf(
  slot: Interval,
  { appointment }: AboutAppointment,
  reader: Reader,
): Pick<Fact, 'value' | 'detail' | 'aside'> {
  const own = { ...reader, timeZone: appointment.timeZone }
  const read = (one: Reader) =>
    [formatInterval(slot, one, appointment.updatedAt), formatZone(slot.start, one)] as const
  const [value, detail] = read(reader)
  const [there, place] = read(own)
  const isOther = there !== value || place !== detail
  return {
    value,
    detail,
    ...(isOther && { aside: wordsOf(reader.language).ourClock(`${there} (${place})`) }),
  }
}
