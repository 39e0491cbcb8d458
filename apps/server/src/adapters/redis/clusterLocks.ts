import type { QuickLocks } from '../../ports/quickStore.ts'
import type { Keys } from './keys.ts'
import type { Servers } from './servers.ts'
import type { Tally } from './tally.ts'
export function createClusterLocks(_s: Servers, _k: Keys, _t: Tally): QuickLocks {
  throw new Error('x')
}
