import { SELECTION_SECONDS } from '@appointease/domain'
import { bareInserts } from './bareInserts.ts'
import { openBusiness } from './business.ts'
import type { Measurement } from './measurement.ts'
import { startProduct } from './processes.ts'
import { compareRates } from './turns.ts'
import { lockings, pointings, visitsOverHttp } from './visits.ts'

const VISITORS = { visitors: 16, calls: 800 }
const SIZE = { employees: VISITORS.visitors, bookingWindowDays: 365, opens: '00:00', closes: '00:00' }

/**
 * Locking and pointing by 16 visitors at once, each with an employee of their own, every call at another half
 * hour, so that each moves the visitor's lock or pointing: as commands in this process and over HTTP. A lock is
 * durable before it is answered, pointing need not be. Reference: bare transactions of one insert with the
 * same pragmas (`synchronous` FULL for locks, NORMAL for pointing), in turns with what is measured.
 */
export const lock: Measurement = {
  name: 'lock',
  async measure() {
    const business = await openBusiness(SIZE)
    const full = bareInserts('FULL', VISITORS.calls)
    const normal = bareInserts('NORMAL', VISITORS.calls)
    try {
      const commands = [
        await compareRates({
          what: 'lockSlot as a command',
          run: lockings(business, VISITORS),
          reference: full,
        }),
        await compareRates({
          what: `pointing (${SELECTION_SECONDS} s) as a command`,
          run: pointings(business, VISITORS),
          reference: normal,
        }),
      ]
      const server = await startProduct(business.folder, business.env)
      const overHttp = (route: 'select' | 'active') =>
        visitsOverHttp(business, server.address, route, VISITORS)
      try {
        return [
          ...commands,
          await compareRates({ what: 'lockSlot over HTTP', run: overHttp('select'), reference: full }),
          await compareRates({ what: 'pointing over HTTP', run: overHttp('active'), reference: normal }),
        ]
      } finally {
        await server.stop()
      }
    } finally {
      await business.dispose()
    }
  },
}
