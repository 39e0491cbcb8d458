import type { Instant } from '@appointease/domain'
import { createSeals } from '@appointease/server/adapters/crypto/seals.ts'
import { SESSION_SEAL } from '@appointease/server/http/callers.ts'
import type { Storage } from '@appointease/server/ports/storage.ts'
import { anEmployee, aService, someSettings, time } from '../builders.ts'
import type { SignedIn } from './crowd.ts'

const DAY = 86_400_000
const HALF_HOUR = 1_800_000
const STARTS = 8

/** Half an hour; an hour with buffers; half an hour for three persons. */
const SERVICES = [
  aService(),
  aService({ durationMinutes: 60, bufferBeforeMinutes: 10, bufferAfterMinutes: 20 }),
  aService({ capacity: 3 }),
]

export interface BusyHouse {
  readonly services: readonly number[]
  readonly employees: readonly number[]
  /** Of four hours of one day. */
  readonly starts: readonly number[]
  readonly customers: readonly SignedIn[]
}

export interface BusyHouseOptions {
  /** Of the servers that will know the customers' sessions. */
  readonly secret: string
  readonly now: Instant
  readonly employees: number
  readonly customers: number
}

/** Fills a new database with a business that many customers want at once, and signs them in. */
export async function openBusyHouse(
  { catalog, sessions }: Pick<Storage, 'catalog' | 'sessions'>,
  options: BusyHouseOptions,
): Promise<BusyHouse> {
  const { now } = options
  await catalog.saveSettings(someSettings())
  const services: number[] = []
  for (const service of SERVICES) services.push(await catalog.saveService(service))
  const hours = [{ start: time('09:00'), end: time('17:00') }]
  const weeklyHours = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours }
  const employees: number[] = []
  for (let number = 1; number <= options.employees; number++) {
    const employee = anEmployee({ name: `Employee ${number}`, serviceIds: services, weeklyHours })
    employees.push(await catalog.saveEmployee(employee))
  }
  const seals = createSeals(options.secret)
  const customers: SignedIn[] = []
  for (let number = 1; number <= options.customers; number++) {
    const name = `customer${number}`
    const customer = { name, email: `${name}@example.com`, session: `session-of-${name}` }
    customers.push(customer)
    await sessions.putSession({
      tokenFingerprint: seals.fingerprint(SESSION_SEAL, customer.session),
      email: customer.email,
      createdAt: now,
      expiresAt: (now + DAY) as Instant,
    })
  }
  const first = Math.floor(now / DAY) * DAY + 2 * DAY + 10 * 2 * HALF_HOUR
  const starts = Array.from({ length: STARTS }, (_, place) => first + place * HALF_HOUR)
  return { services, employees, starts, customers }
}
