import type { Words } from './words.ts'

export const de: Words = {
  templates: {
    confirmation: {
      subject: 'Gebucht: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nIhr Termin ist bestätigt. Wir freuen uns auf Sie.',
    },
    request: {
      subject: 'Angefragt: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\ndie Zeit ist für Sie reserviert. Wir schreiben Ihnen, sobald Ihr Termin bestätigt ist.',
    },
    change: {
      subject: 'Verschoben: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\ndas ist Ihr neuer Termin. Die bisherige Zeit ist wieder frei.',
    },
    cancellation: {
      subject: 'Abgesagt: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\ndie Zeit ist wieder frei. Sie brauchen nichts weiter zu tun.',
    },
    reminder: {
      subject: 'Erinnerung: {{service_name}}, {{appointment_start}}',
      body: '{{greeting}}\n\nwir freuen uns auf Sie am {{appointment_date}}.\n\nFalls etwas dazwischengekommen ist: Bitte verschieben oder stornieren Sie Ihren Termin rechtzeitig.',
    },
    code: {
      subject: '{{code}} ist Ihr Code für {{business_name}}',
      body: 'Geben Sie diesen Code dort ein, wo Sie ihn angefordert haben:',
    },
    staff_notice: {
      subject:
        '{{#booked}}Neu{{/booked}}{{#requested}}Zu bestätigen{{/requested}}{{#moved}}Verschoben{{/moved}}{{#cancelled}}Abgesagt{{/cancelled}}{{#reassigned}}Nicht mehr bei Ihnen{{/reassigned}}: {{customer_name}}, {{appointment_start}}',
      body: [
        '{{greeting}}',
        '{{#booked}}{{customer_name}} hat einen Termin bei Ihnen.{{/booked}}{{#requested}}{{customer_name}} möchte einen Termin bei Ihnen. Er muss noch bestätigt werden.{{/requested}}{{#moved}}der Termin mit {{customer_name}} hat eine neue Zeit.{{/moved}}{{#cancelled}}der Termin mit {{customer_name}} ist abgesagt. Die Zeit ist wieder frei.{{/cancelled}}{{#reassigned}}den Termin mit {{customer_name}} hat jetzt {{staff_name}}. Ihre Zeit ist wieder frei.{{/reassigned}}',
      ].join('\n\n'),
    },
    owner_notice: {
      subject:
        '{{#booked}}Neu{{/booked}}{{#requested}}Zu bestätigen{{/requested}}{{#moved}}Verschoben{{/moved}}{{#cancelled}}Abgesagt{{/cancelled}}: {{customer_name}}, {{appointment_start}}',
      body: '{{#booked}}{{customer_name}} hat einen Termin bei {{staff_name}}.{{/booked}}{{#requested}}{{customer_name}} möchte einen Termin bei {{staff_name}}. Er muss noch bestätigt werden.{{/requested}}{{#moved}}Der Termin von {{customer_name}} bei {{staff_name}} hat eine neue Zeit.{{/moved}}{{#cancelled}}Der Termin von {{customer_name}} bei {{staff_name}} ist abgesagt. Die Zeit ist wieder frei.{{/cancelled}}',
    },
  },
  titles: {
    confirmation: 'Ihr Termin ist gebucht',
    request: 'Wir haben Ihre Anfrage',
    change: 'Ihr Termin wurde verschoben',
    cancellation: 'Ihr Termin ist abgesagt',
    reminder: 'Bis bald',
    code: 'Ihr Code',
    booked: 'Ein neuer Termin',
    requested: 'Eine Terminanfrage',
    moved: 'Ein Termin wurde verschoben',
    cancelled: 'Ein Termin wurde abgesagt',
    reassigned: 'Ein Termin ist jetzt bei jemand anderem',
  },
  greeting: (name) => `Guten Tag ${name},`,
  greetingWithoutName: 'Guten Tag,',
  somebody: 'jemand',
  labels: {
    service: 'Leistung',
    employee: 'Bei',
    customer: 'Für',
    when: 'Wann',
    before: 'Bisher',
    price: 'Preis',
    reference: 'Nummer',
    reason: 'Grund',
  },
  ourClock: (time) => `Bei uns: ${time}`,
  actions: { manage: 'Ansehen oder ändern', bookAgain: 'Neuen Termin buchen', look: 'Öffnen' },
  footers: {
    customer: (business) =>
      `Sie erhalten diese E-Mail, weil diese Adresse für einen Termin bei ${business} angegeben wurde.`,
    staff: (business) => `Sie erhalten diese E-Mail, weil Sie bei ${business} Termine haben.`,
    owner: (business) =>
      `Sie erhalten diese E-Mail, weil diese Adresse über die Termine von ${business} benachrichtigt wird.`,
  },
  endReminders: 'Keine Erinnerungen mehr',
  remindersEnded:
    'Sie bekommen keine Erinnerungen mehr. Was Sie buchen, verschieben und absagen, bestätigen wir weiterhin.',
  code: {
    validFor: (minutes) => `Er gilt einmal, ${minutes} lang.`,
    secrecy: 'Niemand von uns wird Sie je danach fragen.',
    notYou:
      'Falls Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun: Ohne den Code geschieht nichts.',
  },
  minutes: { one: '# Minute', other: '# Minuten' },
  hours: { one: '# Stunde', other: '# Stunden' },
  calendar: {
    employee: (name) => `Bei ${name}`,
    reference: (reference) => `Nummer: ${reference}`,
    manage: (address) => `Ansehen oder ändern: ${address}`,
  },
}
