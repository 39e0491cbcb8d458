import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@appointease/domain'
import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import { fromColumn } from '@appointease/server/adapters/mysql/optionNames.ts'
import { createSqliteStorage } from '@appointease/server/adapters/sqlite/index.ts'
import type { OpenedStorage } from '@appointease/server/ports/storage.ts'
import { openDatabaseFile } from '../databaseFile.ts'
import { startMariadb } from '../engines/mariadb.ts'
import { startRedis } from '../engines/redis.ts'
import { startRedisCluster } from '../engines/redisCluster.ts'
import { startTcpProxy } from '../engines/tcpProxy.ts'
import { readStoredState } from '../violations.ts'
import { type Fault, faultsOfMariadb, faultsOfRedis } from './faults.ts'
import { STORED_TABLES, type StoredRow, type StoredState, storedStateOf } from './storedState.ts'

/** A new database for one history, and how the processes of a fleet reach it. */
export interface FleetGround {
  readonly dataDir: string
  envOf(place: number): Readonly<Record<string, string>>
  /** To fill it before the fleet starts. */
  open(): Promise<OpenedStorage>
  readState(): Promise<StoredState>
  /** Removes it. */
  close(): Promise<void>
}

/** Engines that outlast a history, and what can go wrong with them. */
export interface FleetEngines {
  readonly faults: readonly Fault[]
  newGround(): Promise<FleetGround>
  stop(): Promise<void>
}

const now = () => Date.now() as Instant
const newFolder = () => mkdtemp(join(tmpdir(), 'appointease-'))

export async function onSqlite(): Promise<FleetEngines> {
  return {
    faults: [],
    async newGround() {
      const dataDir = await newFolder()
      const path = join(dataDir, 'appointease.db')
      return {
        dataDir,
        envOf: () => ({}),
        open: () => createSqliteStorage({ path, tablePrefix: 'wp_' }),
        async readState() {
          const file = openDatabaseFile(path)
          try {
            return readStoredState(file, now())
          } finally {
            file.close()
          }
        },
        close: () => rm(dataDir, { recursive: true }),
      }
    },
    stop: async () => {},
  }
}

/** Each process reaches the database by a wire of its own. */
export async function onMariadb(processes: number): Promise<FleetEngines> {
  const mariadb = await startMariadb({ durable: false })
  const wires = await Promise.all(
    Array.from({ length: processes }, () => startTcpProxy({ targetPort: mariadb.port })),
  )
  return {
    faults: faultsOfMariadb(mariadb, wires),
    async newGround() {
      const dataDir = await newFolder()
      const { url, name, drop } = await mariadb.createDatabase()
      return {
        dataDir,
        envOf: (place) => ({ DATABASE_URL: throughWire(url, wires[place]?.port) }),
        open: () => createMysqlStorage({ url, tablePrefix: 'wp_' }),
        async readState() {
          const tables = new Map<string, readonly StoredRow[]>()
          for (const table of STORED_TABLES) {
            const rows = await mariadb.query('SELECT * FROM ??.??', [name, table])
            tables.set(table, table === 'wp_options' ? rows.map(readName) : rows)
          }
          return storedStateOf((table) => tables.get(table) ?? [], now())
        },
        async close() {
          await drop()
          await rm(dataDir, { recursive: true })
        },
      }
    },
    async stop() {
      await Promise.all(wires.map((wire) => wire.stop()))
      await mariadb.stop()
    },
  }
}

/** Names are written so that no collation confuses them. */
const readName = (row: StoredRow): StoredRow => ({ ...row, option_name: fromColumn(String(row.option_name)) })

function throughWire(url: string, port: number | undefined): string {
  const address = new URL(url)
  address.port = String(port)
  return address.href
}

/** Each process reaches Redis, too, by a wire of its own. It keeps on disk what it was told. */
export async function onMariadbWithRedis(processes: number): Promise<FleetEngines> {
  const database = await onMariadb(processes)
  const redis = await startRedis({ appendonly: true })
  const wires = await Promise.all(
    Array.from({ length: processes }, () => startTcpProxy({ targetPort: redis.port })),
  )
  const urlOf = (place: number) => `redis://127.0.0.1:${wires[place]?.port}`
  return {
    ...withRedis(database, urlOf),
    // Twice: what is lost with Redis is what these histories are about.
    faults: [...database.faults, ...faultsOfRedis(redis, wires), ...faultsOfRedis(redis, wires)],
    async stop() {
      await Promise.all(wires.map((wire) => wire.stop()))
      await redis.stop()
      await database.stop()
    },
  }
}

/** Nodes tell each other's addresses, so that nothing can stand between them and a process. */
export async function onMariadbWithCluster(processes: number): Promise<FleetEngines> {
  const database = await onMariadb(processes)
  const cluster = await startRedisCluster({ args: ['--cluster-require-full-coverage', 'no'] })
  return {
    ...withRedis(database, () => cluster.url),
    faults: [...database.faults, ...cluster.nodes.flatMap((node) => faultsOfRedis(node, []))],
    async stop() {
      await cluster.stop()
      await database.stop()
    },
  }
}

/** Locks live in Redis then; what is in the database are shadows. */
function withRedis(database: FleetEngines, urlOf: (place: number) => string): FleetEngines {
  return {
    ...database,
    async newGround() {
      const ground = await database.newGround()
      return {
        ...ground,
        envOf: (place) => ({ ...ground.envOf(place), REDIS_URL: urlOf(place) }),
        readState: async () => ({ ...(await ground.readState()), locks: [] }),
      }
    },
  }
}
