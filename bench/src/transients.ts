import { decideSlot, type SlotRefusal } from '@appointease/domain'
import { readFactsForStart } from '@appointease/server/queries/facts.ts'
import { withBareTransactions } from './bareTransactions.ts'
import { type Business, withBusiness } from './business.ts'
import { withServers } from './engines.ts'
import { measureGrants, type Store } from './grants.ts'
import type { Measurement } from './measurement.ts'
import { measureLockSlot, SIZE, VISITOR } from './wholeLock.ts'

const AT_MOST = 2
const ONE_CALLER = { callers: 1, calls: VISITOR.calls }

/**
 * A slot lock and an active selection where there is no Redis: rows of a MariaDB whose commits are on the disk before they
 * return; one visitor, one call after another, the lock's look at the employee's locks and appointments included, its
 * release not counted. Beside them, without a bound, the whole command and what it takes over HTTP. Reference: one bare
 * transaction of one insert on the same server, in turns with what is measured.
 */
export const transients: Measurement = {
  name: 'transients',
  measure: () =>
    withServers(({ mariadb }) =>
      withBareTransactions(mariadb, ONE_CALLER, (reference) =>
        withBusiness(SIZE, { mariadb }, async (business) => [
          ...(await measureGrants(await storeOf(business), VISITOR.calls, { reference, atMost: AT_MOST })),
          ...(await measureLockSlot(business, reference)),
        ]),
      ),
    ),
}

/** A claim asks the rules as the command does. */
async function storeOf({ storage, locks, ephemeral }: Business): Promise<Store> {
  const catalog = await storage.catalog.getCatalog()
  return {
    claim: (claim) =>
      locks.claim<SlotRefusal>(claim, async (view) => {
        const { employeeId, serviceId = 1, slot } = claim.place
        const wish = { serviceId, employeeIds: [employeeId], start: slot.start }
        const facts = await readFactsForStart(view, catalog, wish, claim.now)
        const question = { serviceId, employeeId, start: slot.start, lockOwner: claim.owner }
        const decision = decideSlot(facts, question)
        return decision.ok ? { ok: true, value: undefined } : decision
      }),
    release: locks.release,
    putSelection: ephemeral.putSelection,
  }
}
