import type { ConnectionSettings } from '../../ports/connections.ts'
import type { EpochGround } from './epochs.ts'

const REDIS = 'appointease_redis'

/** One option of its own, read by name. */
export function createConnectionSettings({
  rows,
  transact,
}: Pick<EpochGround, 'rows' | 'transact'>): ConnectionSettings {
  return {
    findRedis: async () => (await rows.find([REDIS])).get(REDIS),
    saveRedis: (sealed) =>
      transact((own) =>
        sealed === undefined ? own.remove([REDIS]) : own.write([{ name: REDIS, value: sealed }]),
      ),
  }
}
