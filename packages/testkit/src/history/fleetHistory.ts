import type { Instant } from '@appointease/domain'
import { seededNumbers } from '../seededRandomness.ts'
import { openBusyHouse } from './busyHouse.ts'
import type { Call } from './calls.ts'
import { runCrowd } from './crowd.ts'
import { faultsOfServers, strikeAgainAndAgain } from './faults.ts'
import { startFleet } from './fleet.ts'
import type { FleetEngines, FleetGround } from './fleetGrounds.ts'
import { startRecording } from './recording.ts'
import type { StoredState } from './storedState.ts'

export const PROCESSES = 3
const CUSTOMERS = 32
const EMPLOYEES = 5
const SECRET = 'a secret that all processes of a fleet share'
/** Nothing is limited here, and nothing shown but what somebody should know. */
const SETTINGS = {
  APPOINTEASE_SECRET: SECRET,
  APPOINTEASE_SAMPLE_DATA: '0',
  RATE_LIMIT_SCALE: '100000',
  LOG_LEVEL: 'fatal',
}

export interface FleetHistory {
  readonly calls: readonly Call[]
  readonly state: StoredState
  /** What went wrong, in order. */
  readonly struck: readonly string[]
}

/** Many customers at several processes on a new database for so long, while one thing after another goes wrong. */
export async function liveInFleet(
  engines: FleetEngines,
  { seed, milliseconds }: { readonly seed: number; readonly milliseconds: number },
): Promise<FleetHistory> {
  const ground = await engines.newGround()
  try {
    const house = await fill(ground)
    const { dataDir } = ground
    const fleet = await startFleet({
      processes: PROCESSES,
      dataDir,
      envOf: (place) => ({ ...SETTINGS, ...ground.envOf(place) }),
    })
    const recording = startRecording(() => performance.now())
    const endsAt = performance.now() + milliseconds
    const goesOn = () => performance.now() < endsAt
    const faults = [...faultsOfServers(fleet), ...engines.faults]
    const striking = strikeAgainAndAgain(faults, seededNumbers(seed - 1), goesOn)
    const { servers } = fleet
    await runCrowd({ ...house, seed, recording, servers, goesOn, recover: async () => void (await striking) })
    await fleet.stop()
    return { calls: recording.calls, state: await ground.readState(), struck: await striking }
  } finally {
    await ground.close()
  }
}

async function fill(ground: FleetGround) {
  const { storage } = await ground.open()
  try {
    const now = Date.now() as Instant
    return await openBusyHouse(storage, { secret: SECRET, now, employees: EMPLOYEES, customers: CUSTOMERS })
  } finally {
    await storage.close()
  }
}
