import type { Words } from './words.ts'

export const en: Words = {
  templates: {
    confirmation: {
      subject: 'Booked: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nYour appointment is confirmed. We look forward to seeing you.',
    },
    request: {
      subject: 'Requested: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nThe time is held for you. We will write to you as soon as your appointment is confirmed.',
    },
    change: {
      subject: 'Moved: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nThis is your new time. The old one is free again.',
    },
    cancellation: {
      subject: 'Cancelled: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nThe time is free again, and there is nothing more for you to do.',
    },
    reminder: {
      subject: 'Reminder: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nWe look forward to seeing you on {{appointment_date}}.\n\nIf something has come up, please move or cancel your appointment in good time.',
    },
    code: {
      subject: '{{code}} is your code for {{business_name}}',
      body: 'Enter this code where you asked for it:',
    },
    staff_notice: {
      subject:
        '{{#booked}}New{{/booked}}{{#requested}}To be confirmed{{/requested}}{{#moved}}Moved{{/moved}}{{#cancelled}}Cancelled{{/cancelled}}{{#reassigned}}No longer with you{{/reassigned}}: {{customer_name}}, {{appointment_start}}',
      body: [
        '{{greeting}}',
        '{{#booked}}{{customer_name}} has an appointment with you.{{/booked}}{{#requested}}{{customer_name}} would like an appointment with you. It has to be confirmed.{{/requested}}{{#moved}}The appointment with {{customer_name}} has a new time.{{/moved}}{{#cancelled}}The appointment with {{customer_name}} is cancelled. The time is free again.{{/cancelled}}{{#reassigned}}The appointment with {{customer_name}} is with {{staff_name}} now. Your time is free again.{{/reassigned}}',
      ].join('\n\n'),
    },
    owner_notice: {
      subject:
        '{{#booked}}New{{/booked}}{{#requested}}To be confirmed{{/requested}}{{#moved}}Moved{{/moved}}{{#cancelled}}Cancelled{{/cancelled}}: {{customer_name}}, {{appointment_start}}',
      body: '{{#booked}}{{customer_name}} has an appointment with {{staff_name}}.{{/booked}}{{#requested}}{{customer_name}} would like an appointment with {{staff_name}}. It has to be confirmed.{{/requested}}{{#moved}}The appointment of {{customer_name}} with {{staff_name}} has a new time.{{/moved}}{{#cancelled}}The appointment of {{customer_name}} with {{staff_name}} is cancelled. The time is free again.{{/cancelled}}',
    },
  },
  titles: {
    confirmation: 'You are booked',
    request: 'We have your request',
    change: 'Your appointment has moved',
    cancellation: 'Your appointment is cancelled',
    reminder: 'See you soon',
    code: 'Your code',
    booked: 'A new appointment',
    requested: 'A request for an appointment',
    moved: 'An appointment has moved',
    cancelled: 'An appointment is cancelled',
    reassigned: 'An appointment is with somebody else now',
  },
  greeting: (name) => `Hello ${name},`,
  greetingWithoutName: 'Hello,',
  somebody: 'a customer',
  labels: {
    service: 'What',
    employee: 'With',
    customer: 'For',
    when: 'When',
    before: 'Before',
    price: 'Price',
    reference: 'Reference',
    reason: 'Reason',
  },
  ourClock: (time) => `Our clock: ${time}`,
  actions: { manage: 'See or change', bookAgain: 'Book another time', look: 'Open' },
  footers: {
    customer: (business) =>
      `You get this mail because this address was given for an appointment with ${business}.`,
    staff: (business) => `You get this mail because you take appointments at ${business}.`,
    owner: (business) => `You get this mail because this address hears of the appointments of ${business}.`,
  },
  endReminders: 'No more reminders',
  remindersEnded: 'You will get no more reminders. You will still hear of what you book, move and cancel.',
  code: {
    validFor: (minutes) => `It works once, for ${minutes}.`,
    secrecy: 'Nobody from us will ever ask you for it.',
    notYou: 'If you did not ask for it, you need not do anything: without the code nothing happens.',
  },
  minutes: { one: '# minute', other: '# minutes' },
  hours: { one: '# hour', other: '# hours' },
  calendar: {
    employee: (name) => `With ${name}`,
    reference: (reference) => `Reference: ${reference}`,
    manage: (address) => `See or change: ${address}`,
  },
}
