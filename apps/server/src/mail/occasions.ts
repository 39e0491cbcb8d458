import type { EmailTemplateName } from '../ports/emailTemplates.ts'
import type { Message, NoticeMessage } from '../ports/messages.ts'
import type { Tone } from './layout.ts'
import type { Occasion } from './words/words.ts'

/** What a message is about: which template words it, which heading it has, and how it looks. */
export interface MailOccasion {
  readonly template: EmailTemplateName
  readonly occasion: Occasion
  readonly tone: Tone
}

const NOTICED = {
  booked: 'booked',
  moved: 'moved',
  cancelled: 'cancelled',
  reassigned: 'reassigned',
} as const satisfies Record<NoticeMessage['event'], Occasion>

/** Exhaustive: a kind of message that has no template does not compile. */
export function occasionOf(message: Message): MailOccasion {
  switch (message.kind) {
    case 'one_time_code':
      return { template: 'code', occasion: 'code', tone: 'good' }
    case 'appointment_confirmed':
      return message.appointment.status === 'pending'
        ? { template: 'request', occasion: 'request', tone: 'waiting' }
        : { template: 'confirmation', occasion: 'confirmation', tone: 'good' }
    case 'appointment_rescheduled':
      return { template: 'change', occasion: 'change', tone: 'good' }
    case 'appointment_cancelled':
      return { template: 'cancellation', occasion: 'cancellation', tone: 'gone' }
    case 'appointment_reminder':
      return { template: 'reminder', occasion: 'reminder', tone: 'good' }
    case 'staff_notice':
    case 'owner_notice': {
      const isRequest = message.event === 'booked' && message.appointment.status === 'pending'
      const occasion = isRequest ? 'requested' : NOTICED[message.event]
      const isGone = occasion === 'cancelled' || occasion === 'reassigned'
      return { template: message.kind, occasion, tone: isRequest ? 'waiting' : isGone ? 'gone' : 'good' }
    }
  }
}
