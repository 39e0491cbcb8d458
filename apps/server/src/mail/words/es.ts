import type { Words } from './words.ts'

export const es: Words = {
  templates: {
    confirmation: {
      subject: 'Reservada: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nSu cita está confirmada. Le esperamos con mucho gusto.',
    },
    request: {
      subject: 'Solicitada: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nLe guardamos la hora. Le escribiremos en cuanto su cita esté confirmada.',
    },
    change: {
      subject: 'Cambiada: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nEsta es su nueva hora. La anterior vuelve a estar libre.',
    },
    cancellation: {
      subject: 'Cancelada: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nLa hora vuelve a estar libre. No tiene que hacer nada más.',
    },
    reminder: {
      subject: 'Recordatorio: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nLe esperamos con mucho gusto el {{appointment_date}}.\n\nSi le ha surgido algo, cambie o cancele su cita con tiempo, por favor.',
    },
    code: {
      subject: '{{code}} es su código para {{business_name}}',
      body: 'Introduzca este código donde lo ha pedido:',
    },
    staff_notice: {
      subject:
        '{{#booked}}Nueva{{/booked}}{{#requested}}Por confirmar{{/requested}}{{#moved}}Cambiada{{/moved}}{{#cancelled}}Cancelada{{/cancelled}}{{#reassigned}}Reasignada{{/reassigned}}: {{customer_name}}, {{appointment_start}}',
      body: [
        '{{greeting}}',
        '{{#booked}}{{customer_name}} tiene una cita con usted.{{/booked}}{{#requested}}{{customer_name}} desea una cita con usted. Está pendiente de confirmar.{{/requested}}{{#moved}}La cita con {{customer_name}} tiene una nueva hora.{{/moved}}{{#cancelled}}La cita con {{customer_name}} se ha cancelado. La hora vuelve a estar libre.{{/cancelled}}{{#reassigned}}La cita con {{customer_name}} la atiende ahora {{staff_name}}. Su hora vuelve a estar libre.{{/reassigned}}',
      ].join('\n\n'),
    },
    owner_notice: {
      subject:
        '{{#booked}}Nueva{{/booked}}{{#requested}}Por confirmar{{/requested}}{{#moved}}Cambiada{{/moved}}{{#cancelled}}Cancelada{{/cancelled}}: {{customer_name}}, {{appointment_start}}',
      body: '{{#booked}}{{customer_name}} tiene una cita con {{staff_name}}.{{/booked}}{{#requested}}{{customer_name}} desea una cita con {{staff_name}}. Está pendiente de confirmar.{{/requested}}{{#moved}}La cita de {{customer_name}} con {{staff_name}} tiene una nueva hora.{{/moved}}{{#cancelled}}La cita de {{customer_name}} con {{staff_name}} se ha cancelado. La hora vuelve a estar libre.{{/cancelled}}',
    },
  },
  titles: {
    confirmation: 'Su cita está reservada',
    request: 'Hemos recibido su solicitud',
    change: 'Su cita ha cambiado',
    cancellation: 'Su cita está cancelada',
    reminder: 'Hasta pronto',
    code: 'Su código',
    booked: 'Una nueva cita',
    requested: 'Una solicitud de cita',
    moved: 'Una cita ha cambiado',
    cancelled: 'Una cita se ha cancelado',
    reassigned: 'Una cita se ha reasignado',
  },
  greeting: (name) => `Hola, ${name}:`,
  greetingWithoutName: 'Hola:',
  somebody: 'una persona',
  labels: {
    service: 'Servicio',
    employee: 'Con',
    customer: 'Para',
    when: 'Cuándo',
    before: 'Antes',
    price: 'Precio',
    reference: 'Referencia',
    reason: 'Motivo',
  },
  ourClock: (time) => `Nuestra hora: ${time}`,
  actions: { manage: 'Ver o cambiar', bookAgain: 'Reservar otra hora', look: 'Abrir' },
  footers: {
    customer: (business) =>
      `Recibe este mensaje porque esta dirección se indicó para una cita en ${business}.`,
    staff: (business) => `Recibe este mensaje porque atiende citas en ${business}.`,
    owner: (business) => `Recibe este mensaje porque a esta dirección se avisa de las citas de ${business}.`,
  },
  endReminders: 'No recibir más recordatorios',
  remindersEnded:
    'No recibirá más recordatorios. Seguirá recibiendo las confirmaciones de lo que reserve, cambie o cancele.',
  code: {
    validFor: (minutes) => `Sirve una sola vez, durante ${minutes}.`,
    secrecy: 'Nadie de nuestro equipo se lo pedirá nunca.',
    notYou: 'Si no lo ha pedido usted, no tiene que hacer nada: sin el código no ocurre nada.',
  },
  minutes: { one: '# minuto', other: '# minutos' },
  hours: { one: '# hora', other: '# horas' },
  calendar: {
    employee: (name) => `Con ${name}`,
    reference: (reference) => `Referencia: ${reference}`,
    manage: (address) => `Ver o cambiar: ${address}`,
  },
}
