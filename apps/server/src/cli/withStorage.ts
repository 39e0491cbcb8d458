import { createSeals } from '../adapters/crypto/seals.ts'
import { type ConfigProblem, isConfigProblem } from '../config/config.ts'
import { makeDatabaseFolder } from '../config/databaseFolder.ts'
import { findSecret } from '../config/secret.ts'
import { secretMarkOf } from '../openRedis.ts'
import { openStorage } from '../openStorage.ts'
import type { Seals } from '../ports/seals.ts'
import type { OpenedStorage } from '../ports/storage.ts'
import type { CommandEnd, Surroundings } from './command.ts'

const OTHER_SECRET =
  'The servers on this database run with another APPOINTEASE_SECRET and could not read what is set with this one. ' +
  'Give the command the secret of the servers, or their DATA_DIR. Nothing was changed.'

/** By the secret that is there: one that was made here would be nobody else's. */
export async function findSeals({ config }: Pick<Surroundings, 'config'>): Promise<Seals | ConfigProblem> {
  const secret = await findSecret(config)
  if (secret !== undefined) return isConfigProblem(secret) ? secret : createSeals(secret)
  return {
    kind: 'config_problem',
    variable: 'APPOINTEASE_SECRET',
    reason:
      'it is not set here, and DATA_DIR has no secret; what is set is sealed with the one of the servers',
    example: 'APPOINTEASE_SECRET as the servers have it, or DATA_DIR with the folder of one of them',
  }
}

/** The database as the server opens it, closed afterwards. */
export async function withStorage(
  { config }: Pick<Surroundings, 'config'>,
  work: (opened: OpenedStorage) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const problem = await makeDatabaseFolder(config.database)
  if (problem) return problem
  const opened = await openStorage(config)
  try {
    return await work(opened)
  } finally {
    await opened.storage.close()
  }
}

/** The same for what is sealed: nobody could open what is sealed with another secret than the servers'. */
export async function withSeals(
  surroundings: Pick<Surroundings, 'config'>,
  work: (opened: OpenedStorage, seals: Seals) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const seals = await findSeals(surroundings)
  if (isConfigProblem(seals)) return seals
  return withStorage(surroundings, async (opened) =>
    (await opened.epochs.isCommonSecret(secretMarkOf(seals)))
      ? work(opened, seals)
      : { ok: false, reason: OTHER_SECRET },
  )
}
