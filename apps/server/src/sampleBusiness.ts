import type { TimeZoneId, WallInterval, WallTime, WeeklyHours } from '@appointease/domain'
import { initialSettings } from './initialSettings.ts'
import type { CatalogStore, EmployeeRecord, ServiceRecord } from './ports/catalog.ts'

function weekdays(start: string, end: string): WeeklyHours {
  const day: readonly WallInterval[] = [{ start: start as WallTime, end: end as WallTime }]
  return { mon: day, tue: day, wed: day, thu: day, fri: day }
}

const consultation: Omit<ServiceRecord, 'id'> = {
  name: 'Consultation',
  description: 'Half an hour to talk through what you need, look at the options and agree on the next step.',
  category: 'Advice',
  priceMinor: 7500,
  active: true,
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  capacity: 1,
  requiresApproval: false,
}

const premium: Omit<ServiceRecord, 'id'> = {
  ...consultation,
  name: 'Premium Service',
  description: 'A full hour, prepared for you in advance, with a written summary to take home afterwards.',
  priceMinor: 15000,
  durationMinutes: 60,
}

type NewEmployee = Omit<EmployeeRecord, 'id' | 'serviceIds'>

const sarah: NewEmployee = {
  name: 'Sarah Johnson',
  specialization: 'First consultations',
  bio: 'Sarah listens first and explains without jargon. Most people who are new here begin with her.',
  photoUrl: '',
  email: '',
  active: true,
  priority: 1,
  weeklyHours: weekdays('09:00', '17:00'),
  dateOverrides: [],
  timeOff: [],
}

const mike: NewEmployee = {
  ...sarah,
  name: 'Mike Wilson',
  specialization: 'In-depth planning',
  bio: 'Mike likes long questions and thorough answers. He is here until six for those who come after work.',
  priority: 2,
  weeklyHours: weekdays('10:00', '18:00'),
}

/** Fills an empty catalog with the business that the documentation's examples speak of; false where it is not empty. */
export function makeSampleBusiness(catalog: CatalogStore, timeZone: TimeZoneId): Promise<boolean> {
  return catalog.fillEmpty({
    settings: {
      ...initialSettings(timeZone),
      businessName: 'Harbour Street Studio',
      openingHours: weekdays('09:00', '18:00'),
    },
    services: [consultation, premium],
    employees: [sarah, mike],
  })
}
