import type { Words } from './words.ts'

export const fr: Words = {
  templates: {
    confirmation: {
      subject: 'Réservé : {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nVotre rendez-vous est confirmé. Au plaisir de vous accueillir.',
    },
    request: {
      subject: 'Demandé : {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nCe créneau vous est réservé. Nous vous écrirons dès que votre rendez-vous sera confirmé.',
    },
    change: {
      subject: 'Déplacé : {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nVoici votre nouvel horaire. L’ancien est de nouveau libre.',
    },
    cancellation: {
      subject: 'Annulé : {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nLe créneau est de nouveau libre. Vous n’avez rien d’autre à faire.',
    },
    reminder: {
      subject: 'Rappel : {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nNous vous attendons avec plaisir le {{appointment_date}}.\n\nEn cas d’empêchement, merci de déplacer ou d’annuler votre rendez-vous à temps.',
    },
    code: {
      subject: '{{code}} est votre code pour {{business_name}}',
      body: 'Saisissez ce code là où vous l’avez demandé :',
    },
    staff_notice: {
      subject:
        '{{#booked}}Nouveau{{/booked}}{{#requested}}À confirmer{{/requested}}{{#moved}}Déplacé{{/moved}}{{#cancelled}}Annulé{{/cancelled}}{{#reassigned}}Réattribué{{/reassigned}} : {{customer_name}}, {{appointment_start}}',
      body: [
        '{{greeting}}',
        '{{#booked}}{{customer_name}} a rendez-vous avec vous.{{/booked}}{{#requested}}{{customer_name}} souhaite un rendez-vous avec vous. Il reste à confirmer.{{/requested}}{{#moved}}Le rendez-vous avec {{customer_name}} a un nouvel horaire.{{/moved}}{{#cancelled}}Le rendez-vous avec {{customer_name}} est annulé. Le créneau est de nouveau libre.{{/cancelled}}{{#reassigned}}Le rendez-vous avec {{customer_name}} est désormais assuré par {{staff_name}}. Votre créneau est de nouveau libre.{{/reassigned}}',
      ].join('\n\n'),
    },
    owner_notice: {
      subject:
        '{{#booked}}Nouveau{{/booked}}{{#requested}}À confirmer{{/requested}}{{#moved}}Déplacé{{/moved}}{{#cancelled}}Annulé{{/cancelled}} : {{customer_name}}, {{appointment_start}}',
      body: '{{#booked}}{{customer_name}} a rendez-vous avec {{staff_name}}.{{/booked}}{{#requested}}{{customer_name}} souhaite un rendez-vous avec {{staff_name}}. Il reste à confirmer.{{/requested}}{{#moved}}Le rendez-vous de {{customer_name}} avec {{staff_name}} a un nouvel horaire.{{/moved}}{{#cancelled}}Le rendez-vous de {{customer_name}} avec {{staff_name}} est annulé. Le créneau est de nouveau libre.{{/cancelled}}',
    },
  },
  titles: {
    confirmation: 'Votre rendez-vous est réservé',
    request: 'Nous avons bien reçu votre demande',
    change: 'Votre rendez-vous a été déplacé',
    cancellation: 'Votre rendez-vous est annulé',
    reminder: 'À bientôt',
    code: 'Votre code',
    booked: 'Un nouveau rendez-vous',
    requested: 'Une demande de rendez-vous',
    moved: 'Un rendez-vous a été déplacé',
    cancelled: 'Un rendez-vous est annulé',
    reassigned: 'Un rendez-vous a été réattribué',
  },
  greeting: (name) => `Bonjour ${name},`,
  greetingWithoutName: 'Bonjour,',
  somebody: 'une personne',
  labels: {
    service: 'Prestation',
    employee: 'Avec',
    customer: 'Pour',
    when: 'Quand',
    before: 'Avant',
    price: 'Prix',
    reference: 'Référence',
    reason: 'Motif',
  },
  ourClock: (time) => `Chez nous : ${time}`,
  actions: { manage: 'Voir ou modifier', bookAgain: 'Prendre un autre rendez-vous', look: 'Ouvrir' },
  footers: {
    customer: (business) =>
      `Vous recevez ce message car cette adresse a été indiquée pour un rendez-vous chez ${business}.`,
    staff: (business) => `Vous recevez ce message car vous assurez des rendez-vous chez ${business}.`,
    owner: (business) =>
      `Vous recevez ce message car cette adresse est informée des rendez-vous de ${business}.`,
  },
  endReminders: 'Ne plus recevoir de rappels',
  remindersEnded:
    'Vous ne recevrez plus de rappels. Vous recevrez toujours les confirmations de vos réservations, modifications et annulations.',
  code: {
    validFor: (minutes) => `Il est valable une seule fois, pendant ${minutes}.`,
    secrecy: 'Personne de chez nous ne vous le demandera jamais.',
    notYou: 'Si vous ne l’avez pas demandé, vous n’avez rien à faire : sans le code, il ne se passe rien.',
  },
  minutes: { one: '# minute', other: '# minutes' },
  hours: { one: '# heure', other: '# heures' },
  calendar: {
    employee: (name) => `Avec ${name}`,
    reference: (reference) => `Référence : ${reference}`,
    manage: (address) => `Voir ou modifier : ${address}`,
  },
}
