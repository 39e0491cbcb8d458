import type { Business } from './business.ts'
import { EMPLOYEES } from './grants.ts'
import type { Row } from './measurement.ts'
import type { BusinessSize } from './places.ts'
import { startProduct } from './processes.ts'
import { compareLatencies, type Reference } from './turns.ts'
import { lockings, visitsOverHttp } from './visits.ts'

export const VISITOR = { visitors: 1, calls: 480 }
/** As many half hours a day as there are calls. */
export const SIZE: BusinessSize = {
  employees: EMPLOYEES,
  bookingWindowDays: 365,
  opens: '00:00',
  closes: '00:00',
}

/** What a visitor waits for who moves a lock from one half hour to the next: as a command in this process, and over HTTP. */
export async function measureLockSlot(business: Business, reference: Reference): Promise<readonly Row[]> {
  const command = await compareLatencies({
    what: 'lockSlot as a command',
    run: lockings(business, VISITOR),
    reference,
  })
  const server = await startProduct(business.folder, business.env)
  try {
    const run = visitsOverHttp(business, server.address, 'select', VISITOR)
    return [command, await compareLatencies({ what: 'lockSlot over HTTP', run, reference })]
  } finally {
    await server.stop()
  }
}
