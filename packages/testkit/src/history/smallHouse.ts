import type { ServerPorts } from '@appointease/server'
import { MONDAY } from '../builders.ts'
import { type DatabaseFile, openDatabaseFile } from '../databaseFile.ts'
import { startTestServer, TEST_SECRET, type TestServer } from '../testServer.ts'
import { readStoredState } from '../violations.ts'
import { type BusyHouse, openBusyHouse } from './busyHouse.ts'
import { type CallClock, startCallClock } from './callClock.ts'
import type { Call } from './calls.ts'
import { runCrowd } from './crowd.ts'
import { startRecording } from './recording.ts'
import type { StoredState } from './storedState.ts'

export interface SmallHouseOptions {
  readonly customers: number
  readonly employees: number
  readonly withPorts?: (ports: ServerPorts) => ServerPorts
}

export interface LivedHistory {
  readonly calls: readonly Call[]
  readonly state: StoredState
}

export interface SmallHouse {
  readonly server: TestServer
  readonly house: BusyHouse
  readonly file: DatabaseFile
  readonly clock: CallClock
  /** Everybody finishes what they are doing when so many calls have been made. Once. */
  live(seed: number, calls: number): Promise<LivedHistory>
  close(): Promise<void>
}

/** One whole server in this process, on a new file of data, for histories in which locks live to their end. */
export async function openSmallHouse(options: SmallHouseOptions): Promise<SmallHouse> {
  const { withPorts } = options
  const clock = startCallClock(MONDAY)
  const server = await startTestServer({ clock, sampleData: false, ...(withPorts && { withPorts }) })
  const house = await openBusyHouse(server.storage, { ...options, secret: TEST_SECRET, now: clock.now() })
  const file = openDatabaseFile(server.databasePath)
  return {
    server,
    house,
    file,
    clock,
    async live(seed, calls) {
      const recording = startRecording(clock.tick)
      const servers = [{ name: 'the server', send: server.send }]
      await runCrowd({ ...house, seed, recording, servers, goesOn: () => recording.calls.length < calls })
      return { calls: recording.calls, state: readStoredState(file, clock.now()) }
    },
    async close() {
      file.close()
      await server.stop()
    },
  }
}
