import type { AppointmentReply, SettingsReply } from '@appointease/contract'
import { __, sprintf } from '@wordpress/i18n'
import { isOpen } from '../words/appointments.ts'

interface Deadlines {
  move: number
  cancel: number
}

const deadlinesOf = ({ start_utc }: AppointmentReply, settings: SettingsReply): Deadlines => {
  const start = Date.parse(start_utc)
  return {
    move: start - settings.reschedule_cutoff_minutes * 60_000,
    cancel: start - settings.cancel_cutoff_minutes * 60_000,
  }
}

function stillAllowed(
  appointment: AppointmentReply,
  { move, cancel }: Deadlines,
  say: (at: number) => string,
) {
  const { can_cancel, can_reschedule } = appointment
  if (can_cancel && can_reschedule && move === cancel)
    /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
    return [sprintf(__('You can change or cancel it until %s.', 'appointease'), say(cancel))]
  return [
    ...(can_reschedule
      ? /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
        [sprintf(__('You can change the time until %s.', 'appointease'), say(move))]
      : []),
    ...(can_cancel
      ? /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
        [sprintf(__('You can cancel it until %s.', 'appointease'), say(cancel))]
      : []),
  ]
}

function noLonger(appointment: AppointmentReply, { move, cancel }: Deadlines, say: (at: number) => string) {
  const { can_cancel, can_reschedule } = appointment
  if (!can_cancel && !can_reschedule && move === cancel)
    /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
    return [sprintf(__('It could be changed or cancelled here until %s.', 'appointease'), say(cancel))]
  return [
    ...(can_reschedule
      ? []
      : /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
        [sprintf(__('The time could be changed here until %s.', 'appointease'), say(move))]),
    ...(can_cancel
      ? []
      : /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
        [sprintf(__('It could be cancelled here until %s.', 'appointease'), say(cancel))]),
  ]
}

/** Until when an appointment can be changed, in sentences, and whom to ask afterwards; none once it has begun. */
export function changeRules(
  appointment: AppointmentReply,
  settings: SettingsReply,
  now: number,
  say: (instant: number) => string,
): string[] {
  if (!isOpen(appointment) || Date.parse(appointment.start_utc) <= now) return []
  const deadlines = deadlinesOf(appointment, settings)
  const over = noLonger(appointment, deadlines, say)
  const ask =
    over.length > 0
      ? /* translators: %s: the business's name. */
        [sprintf(__('Please contact %s about it.', 'appointease'), settings.business_name)]
      : []
  return [...stillAllowed(appointment, deadlines, say), ...over, ...ask]
}
