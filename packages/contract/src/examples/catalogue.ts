import type { BusinessHoursReply } from '../schemas/business.ts'
import type { ServiceReply } from '../schemas/services.ts'
import { type RouteExamples, variants, without } from './example.ts'

const paging = {
  good: [{}, { page: 1, per_page: '100' }],
  bad: [{ page: 0 }, { per_page: '101' }, { page: 'all' }],
}

const consultation: ServiceReply = {
  id: 1,
  name: 'Consultation',
  description: '',
  category: null,
  duration: 30,
  price: 75,
  currency: 'EUR',
  buffer_before: 0,
  buffer_after: 0,
  capacity: 1,
  staff: [1, 2],
}

const officeDay: [string, string][] = [['09:00', '17:00']]

const hours: BusinessHoursReply = {
  working_days: ['1', '2', '3', '4', '5'],
  start_time: '09:00',
  end_time: '17:00',
  lunch_start: null,
  lunch_end: null,
  weekly: {
    sun: [],
    mon: officeDay,
    tue: officeDay,
    wed: officeDay,
    thu: officeDay,
    fri: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    sat: [],
  },
  timezone: 'America/New_York',
}

const sarah = {
  id: 1,
  name: 'Sarah Johnson',
  specialization: '',
  bio: '',
  photo_url: null,
  services: [1, 2],
}

const settings = {
  business_name: 'Sample',
  timezone: 'America/New_York',
  currency: 'USD',
  locale: 'en-US',
  business_hours: hours,
  working_days: ['1'],
  time_slots: ['09:00'],
  slot_duration: 30,
  min_notice_minutes: 0,
  booking_window_days: 30,
  cancel_cutoff_minutes: 0,
  reschedule_cutoff_minutes: 0,
  require_email_verification: true,
  lock_seconds: 600,
}

const serverDate = {
  server_date: '2026-03-02',
  server_time: '09:00:00',
  server_timestamp: 1_772_460_000,
  timezone: 'America/New_York',
  utc_offset: '-05:00',
}

export const catalogueExamples: RouteExamples<
  'listServices' | 'listStaff' | 'getBusinessHours' | 'getTimeSlots' | 'getSettings' | 'getServerDate'
> = {
  listServices: {
    query: paging,
    reply: {
      good: [[], [consultation, { ...consultation, category: 'Premium' }]],
      bad: [{}, [{ ...consultation, id: '1' }], without(consultation, 'price')],
    },
  },
  listStaff: {
    query: {
      good: [{}, { service_id: 1 }, { service_id: '1' }],
      bad: [{ service_id: 'all' }, { service_id: 0 }, { service_id: '' }],
    },
    reply: { good: [[sarah]], bad: [without(sarah, 'services'), [{ ...sarah, photo_url: 1 }]] },
  },
  getBusinessHours: {
    reply: {
      good: [hours],
      bad: [
        ...without(hours, 'timezone', 'weekly'),
        { ...hours, weekly: { ...hours.weekly, mon: [['09:00']] } },
        { ...hours, working_days: [1] },
      ],
    },
  },
  getTimeSlots: {
    query: { good: [{}, { service_id: '2' }], bad: [{ service_id: '-2' }, { service_id: 1.5 }] },
    reply: { good: [{ time_slots: ['09:00'], slot_duration: 30 }], bad: [{ time_slots: ['09:00'] }] },
  },
  getSettings: {
    reply: { good: [settings], bad: [...variants(settings, { require_email_verification: 1 })] },
  },
  getServerDate: {
    reply: { good: [serverDate], bad: [{ ...serverDate, server_timestamp: '1772460000' }] },
  },
}
