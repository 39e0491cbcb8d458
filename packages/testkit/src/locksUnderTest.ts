import { type DualStore, startDualStore } from '@appointease/server/adapters/dual/index.ts'
import type { OpenedStorage } from '@appointease/server/ports/storage.ts'
import { MONDAY } from './builders.ts'
import { fixedClock } from './fixedClock.ts'
import { openRedisAt } from './redisUnderTest.ts'
import type { LocksDoor, LocksUnderTest } from './slotLocks/harness.ts'
import type { StorageUnderTest } from './storage/harness.ts'

/** Locks beside a database of an engine, with a quick store of each process's own where one is given. */
export async function locksUnderTest(
  storage: () => Promise<StorageUnderTest>,
  emptyRedis?: () => Promise<{ readonly url: string }>,
): Promise<LocksUnderTest> {
  const under = await storage()
  const redis = await emptyRedis?.()
  const started: DualStore[] = []
  const faults: unknown[] = []
  const open = async (opened: OpenedStorage): Promise<LocksDoor> => {
    const dual = await startDualStore(opened, {
      quick: redis && (await openRedisAt(redis.url)),
      clock: fixedClock(MONDAY),
      secretMark: 'of these tests',
      log: (event) => {
        if (event.kind === 'fault') faults.push(event.fault)
      },
    })
    started.push(dual)
    return { locks: dual.locks, storage: opened.storage }
  }
  return {
    ...(await open(under)),
    reopen: async () => open(await under.reopen()),
    async dispose() {
      for (const dual of started) await dual.stop()
      await under.dispose()
      if (faults.length > 0) throw new AggregateError(faults, 'Something failed behind the locks of a test.')
    },
  }
}
