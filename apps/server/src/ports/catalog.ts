import type { BusinessRules, Calendar, Employee, Service, WeeklyHours } from '@appointease/domain'

/** A service as customers see it; its rules are the domain's. */
export interface ServiceRecord extends Service {
  readonly name: string
  readonly description: string
  readonly category: string
  /** Integer minor units of the business's currency. */
  readonly priceMinor: number
  readonly active: boolean
}

export interface EmployeeRecord extends Employee {
  readonly name: string
  readonly specialization: string
  readonly bio: string
  readonly photoUrl: string
  /** Never public. */
  readonly email: string
  readonly active: boolean
}

export interface BusinessSettings {
  readonly businessName: string
  /** ISO 4217. */
  readonly currency: string
  /** BCP 47. */
  readonly locale: string
  readonly rules: BusinessRules
  /** What the public routes call the business's hours; rules.businessHours limits employees only where set. */
  readonly openingHours: WeeklyHours
  readonly requireEmailVerification: boolean
  /** How long before its start customers are reminded of an appointment, in hours; each makes one reminder. */
  readonly reminderHoursBefore: readonly number[]
  /** How long an appointment waits to be approved, at most until it begins; undefined: until then. */
  readonly pendingHours?: number
  /** Who is told of what is booked, moved and cancelled, beside the employee; empty: whom the configuration names, if anybody. */
  readonly noticeEmail: string
  /** Origins beside the site's own whose browser requests are answered. */
  readonly allowedOrigins: readonly string[]
}

/** Everything the owner has set, as one consistent value. Only active services and employees are in `calendar`. */
export interface Catalog {
  /** Changes whenever anything in it does. */
  readonly version: string
  readonly settings: BusinessSettings
  readonly services: readonly ServiceRecord[]
  readonly employees: readonly EmployeeRecord[]
  readonly calendar: Calendar
}

/** What a catalog begins with. Every employee offers every service. */
export interface CatalogBeginning {
  readonly settings: BusinessSettings
  readonly services: readonly Omit<ServiceRecord, 'id'>[]
  readonly employees: readonly Omit<EmployeeRecord, 'id' | 'serviceIds'>[]
}

export interface CatalogStore {
  /** The present catalog. Cheap to call at every request: read again from the store only after a change. */
  getCatalog(): Promise<Catalog>
  /** Atomic, also where several processes do it at once: the whole beginning, or false where anything was ever saved. */
  fillEmpty(beginning: CatalogBeginning): Promise<boolean>
  /** Each save is atomic and changes `version`. A record without `id` is new. */
  saveSettings(settings: BusinessSettings): Promise<void>
  saveService(service: Omit<ServiceRecord, 'id'> & { id?: number }): Promise<number>
  saveEmployee(employee: Omit<EmployeeRecord, 'id'> & { id?: number }): Promise<number>
}
