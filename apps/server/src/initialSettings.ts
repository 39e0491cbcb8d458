import type { TimeZoneId, WallTime } from '@appointease/domain'
import type { BusinessSettings } from './ports/catalog.ts'

const hours = [{ start: '09:00' as WallTime, end: '17:00' as WallTime }]

/** A business about which its owner has said nothing yet. */
export function initialSettings(timeZone: TimeZoneId = 'UTC' as TimeZoneId): BusinessSettings {
  return {
    businessName: 'My business',
    currency: 'USD',
    locale: 'en',
    rules: {
      timeZone,
      slotStepMinutes: 30,
      minimumNoticeMinutes: 0,
      bookingWindowDays: 30,
      cancelCutoffMinutes: 0,
      rescheduleCutoffMinutes: 0,
      assignmentRule: 'fewest_appointments',
      blackoutDates: [],
    },
    openingHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
    requireEmailVerification: true,
    reminderHoursBefore: [24],
    noticeEmail: '',
    allowedOrigins: [],
  }
}
