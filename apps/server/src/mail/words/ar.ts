import type { Words } from './words.ts'

export const ar: Words = {
  templates: {
    confirmation: {
      subject: 'تم الحجز: {{service_name}}، {{appointment_start}}',
      body: '{{greeting}}\n\nتم تأكيد موعدكم. نتطلع إلى لقائكم.',
    },
    request: {
      subject: 'طلب موعد: {{service_name}}، {{appointment_start}}',
      body: '{{greeting}}\n\nالوقت محجوز لكم. سنكتب إليكم فور تأكيد موعدكم.',
    },
    change: {
      subject: 'تغيير الموعد: {{service_name}}، {{appointment_start}}',
      body: '{{greeting}}\n\nهذا موعدكم الجديد. أصبح الوقت السابق متاحًا من جديد.',
    },
    cancellation: {
      subject: 'تم الإلغاء: {{service_name}}، {{appointment_start}}',
      body: '{{greeting}}\n\nأصبح الوقت متاحًا من جديد، ولا يلزمكم فعل أي شيء آخر.',
    },
    reminder: {
      subject: 'تذكير: {{service_name}}، {{appointment_start}}',
      body: '{{greeting}}\n\nنتطلع إلى لقائكم يوم {{appointment_date}}.\n\nإذا طرأ ما يمنعكم من الحضور، فيرجى تغيير الموعد أو إلغاؤه في وقت مناسب.',
    },
    code: {
      subject: '{{code}} هو رمزكم لدى {{business_name}}',
      body: 'أدخلوا هذا الرمز حيث طلبتموه:',
    },
    staff_notice: {
      subject:
        '{{#booked}}موعد جديد{{/booked}}{{#requested}}موعد ينتظر التأكيد{{/requested}}{{#moved}}تغيير موعد{{/moved}}{{#cancelled}}إلغاء موعد{{/cancelled}}{{#reassigned}}موعد لم يعد لديكم{{/reassigned}}: {{customer_name}}، {{appointment_start}}',
      body: [
        '{{greeting}}',
        '{{#booked}}لديكم موعد مع {{customer_name}}.{{/booked}}{{#requested}}لديكم طلب موعد من {{customer_name}}، وهو في انتظار التأكيد.{{/requested}}{{#moved}}تغيّر وقت الموعد مع {{customer_name}}.{{/moved}}{{#cancelled}}تم إلغاء الموعد مع {{customer_name}}. أصبح الوقت متاحًا من جديد.{{/cancelled}}{{#reassigned}}أصبح الموعد مع {{customer_name}} لدى {{staff_name}}. أصبح وقتكم متاحًا من جديد.{{/reassigned}}',
      ].join('\n\n'),
    },
    owner_notice: {
      subject:
        '{{#booked}}موعد جديد{{/booked}}{{#requested}}موعد ينتظر التأكيد{{/requested}}{{#moved}}تغيير موعد{{/moved}}{{#cancelled}}إلغاء موعد{{/cancelled}}: {{customer_name}}، {{appointment_start}}',
      body: '{{#booked}}موعد جديد: {{customer_name}} مع {{staff_name}}.{{/booked}}{{#requested}}طلب موعد في انتظار التأكيد: {{customer_name}} مع {{staff_name}}.{{/requested}}{{#moved}}تغيّر وقت الموعد: {{customer_name}} مع {{staff_name}}.{{/moved}}{{#cancelled}}تم إلغاء الموعد: {{customer_name}} مع {{staff_name}}. أصبح الوقت متاحًا من جديد.{{/cancelled}}',
    },
  },
  titles: {
    confirmation: 'تم حجز موعدكم',
    request: 'وصلنا طلبكم',
    change: 'تم تغيير موعدكم',
    cancellation: 'تم إلغاء موعدكم',
    reminder: 'نراكم قريبًا',
    code: 'رمزكم',
    booked: 'موعد جديد',
    requested: 'طلب موعد',
    moved: 'تم تغيير موعد',
    cancelled: 'تم إلغاء موعد',
    reassigned: 'انتقل موعد إلى شخص آخر',
  },
  greeting: (name) => `مرحبًا ${name}،`,
  greetingWithoutName: 'مرحبًا،',
  somebody: 'أحد العملاء',
  labels: {
    service: 'الخدمة',
    employee: 'مع',
    customer: 'العميل',
    when: 'الوقت',
    before: 'الوقت السابق',
    price: 'السعر',
    reference: 'رقم الحجز',
    reason: 'السبب',
  },
  ourClock: (time) => `بتوقيتنا: ${time}`,
  actions: { manage: 'عرض الموعد أو تغييره', bookAgain: 'حجز موعد آخر', look: 'فتح' },
  footers: {
    customer: (business) => `تصلكم هذه الرسالة لأن هذا العنوان أُعطي عند حجز موعد لدى ${business}.`,
    staff: (business) => `تصلكم هذه الرسالة لأن لديكم مواعيد في ${business}.`,
    owner: (business) => `تصلكم هذه الرسالة لأن هذا العنوان يُبلَّغ بمواعيد ${business}.`,
  },
  endReminders: 'إيقاف رسائل التذكير',
  remindersEnded: 'لن تصلك رسائل تذكير بعد الآن. ستبقى تصلك رسائل تأكيد الحجز والتغيير والإلغاء.',
  code: {
    validFor: (minutes) => `يصلح الرمز مرة واحدة، لمدة ${minutes}.`,
    secrecy: 'لن يطلبه منكم أحد من فريقنا أبدًا.',
    notYou: 'إذا لم تطلبوه، فلا يلزمكم فعل شيء: لا يحدث شيء من دون الرمز.',
  },
  minutes: {
    zero: '# دقيقة',
    one: 'دقيقة واحدة',
    two: 'دقيقتين',
    few: '# دقائق',
    many: '# دقيقة',
    other: '# دقيقة',
  },
  hours: {
    zero: '# ساعة',
    one: 'ساعة واحدة',
    two: 'ساعتين',
    few: '# ساعات',
    many: '# ساعة',
    other: '# ساعة',
  },
  calendar: {
    employee: (name) => `مع ${name}`,
    reference: (reference) => `رقم الحجز: ${reference}`,
    manage: (address) => `عرض الموعد أو تغييره: ${address}`,
  },
}
