import type { AppointmentReply } from '@appointease/contract'
import { __, sprintf } from '@wordpress/i18n'

export function statusWord(status: AppointmentReply['status']): string {
  const words = {
    pending: __('Waiting for approval', 'appointease'),
    confirmed: __('Confirmed', 'appointease'),
    completed: __('Completed', 'appointease'),
    cancelled: __('Cancelled', 'appointease'),
    no_show: __('Missed', 'appointease'),
  }
  return words[status]
}

/** "Consultation on Tue, 1 Dec, 10:00" */
export const nameOf = ({ service_name }: AppointmentReply, start: string): string =>
  /* translators: 1: a service. 2: a day and time, such as "Tue, 1 Dec, 10:00". */
  sprintf(__('%1$s on %2$s', 'appointease'), service_name, start)

export const isOpen = ({ status }: AppointmentReply): boolean =>
  status === 'confirmed' || status === 'pending'

type Entry = AppointmentReply['history'][number]

/** What happened, in words; `moment` says an instant. */
export function historyWords({ action, from, to, by }: Entry, moment: (instant: number) => string): string {
  const isOwn = by === 'customer'
  switch (action) {
    case 'created':
      return isOwn ? __('You booked it', 'appointease') : __('Booked for you', 'appointease')
    case 'rescheduled': {
      if (!from || !to) return __('Moved', 'appointease')
      const words = isOwn
        ? /* translators: 1 and 2: a day and time, such as "Tue, 1 Dec, 10:00". */
          __('You moved it from %1$s to %2$s', 'appointease')
        : /* translators: 1 and 2: a day and time, such as "Tue, 1 Dec, 10:00". */
          __('We moved it from %1$s to %2$s', 'appointease')
      return sprintf(words, moment(Date.parse(from)), moment(Date.parse(to)))
    }
    case 'cancelled':
      return isOwn ? __('You cancelled it', 'appointease') : __('We cancelled it', 'appointease')
    case 'status':
      return statusWord((to ?? 'confirmed') as AppointmentReply['status'])
  }
}
