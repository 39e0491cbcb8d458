import type { EphemeralStore } from '../../ports/ephemeral.ts'
import { type QuickStore, QuickStoreLost } from '../../ports/quickStore.ts'
import { isInDatabase } from './ground.ts'
import type { Keeper } from './keeper.ts'

type Pointing = QuickStore['pointing']

/**
 * Pointing and counting in Redis while locks live there, else in the database. Where Redis fails in the middle, the
 * same is done in the database at once and nobody waits for the switch: what is lost lasts ten seconds.
 */
export function createDualEphemeral(inDatabase: EphemeralStore, keeper: Keeper): EphemeralStore {
  async function wherever<Value>(work: (store: Pointing) => Promise<Value>): Promise<Value> {
    const epoch = keeper.epoch()
    const quick = keeper.quick()
    if (epoch.mode !== 'redis' || quick?.target() !== epoch.target) return work(inDatabase)
    try {
      return await work(quick.pointing)
    } catch (fault) {
      if (!(fault instanceof QuickStoreLost)) throw fault
      // Nobody waits for it here; who needs locks does.
      keeper.lost({ kind: 'redis', epoch }, fault).catch(() => {})
      return work(inDatabase)
    }
  }

  return {
    status() {
      const epoch = keeper.epoch()
      const quick = keeper.quick()
      const own = inDatabase.status().storageMode
      return {
        storageMode: isInDatabase(epoch) || epoch.mode !== 'redis' ? own : 'redis',
        redisStatus: !quick ? 'disabled' : quick.target() === undefined ? 'unavailable' : 'available',
      }
    },
    counting: (work) => keeper.quick()?.counting(work) ?? inDatabase.counting(work),
    putSelection: (selection) => wherever((store) => store.putSelection(selection)),
    clearSelection: (owner) => wherever((store) => store.clearSelection(owner)),
    listSelections: (employeeId, date, now) =>
      wherever((store) => store.listSelections(employeeId, date, now)),
    countEvent: (key, limit, windowSeconds, now) =>
      wherever((store) => store.countEvent(key, limit, windowSeconds, now)),
  }
}
