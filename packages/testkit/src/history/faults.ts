import { setTimeout } from 'node:timers/promises'
import type { Mariadb } from '../engines/mariadb.ts'
import type { RedisServer } from '../engines/redis.ts'
import type { TcpProxy } from '../engines/tcpProxy.ts'
import type { Fleet } from './fleet.ts'

/** Something that goes wrong for a while. */
export interface Fault {
  readonly name: string
  /** Milliseconds from when it has struck until it is undone. */
  readonly lasts: number
  /** Resolves with what undoes it, which resolves when all is as before. `next` chooses what it strikes. */
  strike(next: () => number): Promise<() => Promise<unknown>>
}

const one = <Value>(of: readonly Value[], next: () => number) => of[Math.floor(next() * of.length)] as Value

export function faultsOfServers(fleet: Fleet): Fault[] {
  const places = fleet.servers.map((_, place) => place)
  return [
    {
      name: 'a server is killed',
      lasts: 200,
      async strike(next) {
        const place = one(places, next)
        await fleet.kill(place)
        return () => fleet.start(place)
      },
    },
    {
      name: 'a server stands still',
      lasts: 1_000,
      async strike(next) {
        const place = one(places, next)
        fleet.pause(place)
        return async () => fleet.resume(place)
      },
    },
    {
      name: 'a server stands still for longer than its lease',
      lasts: 2_500,
      async strike(next) {
        const place = one(places, next)
        fleet.pause(place)
        return async () => fleet.resume(place)
      },
    },
  ]
}

/** `wires`: one for each process. */
export function faultsOfMariadb(mariadb: Mariadb, wires: readonly TcpProxy[]): Fault[] {
  return [
    {
      name: 'the database is killed',
      lasts: 0,
      async strike() {
        await mariadb.kill()
        return () => mariadb.restart()
      },
    },
    {
      name: 'the database stands still',
      lasts: 1_000,
      async strike() {
        mariadb.pause()
        return async () => mariadb.resume()
      },
    },
    {
      name: 'connections to the database are cut',
      lasts: 0,
      async strike() {
        for (const wire of wires) wire.cut()
        return () => Promise.all(wires.map((wire) => wire.heal()))
      },
    },
    {
      name: 'a server is cut off from the database',
      lasts: 1_200,
      async strike(next) {
        const wire = one(wires, next)
        wire.cut()
        return () => wire.heal()
      },
    },
    {
      name: 'answers to COMMIT are lost',
      lasts: 1_200,
      async strike() {
        let isOver = false
        for (const wire of wires) void loseCommits(wire, () => isOver)
        return async () => {
          isOver = true
          await Promise.all(wires.map((wire) => wire.heal()))
        }
      },
    },
  ]
}

async function loseCommits(wire: TcpProxy, isOver: () => boolean): Promise<void> {
  while (!isOver()) await wire.dropAfter((bytes) => bytes.includes('COMMIT') || bytes.includes('CALL '))
}

/** `wires`: one for each process; none where processes reach it without. */
export function faultsOfRedis(redis: RedisServer, wires: readonly TcpProxy[]): Fault[] {
  return [
    {
      name: 'Redis is killed, and comes back empty',
      lasts: 300,
      async strike() {
        await redis.kill()
        return () => redis.restart({ empty: true })
      },
    },
    {
      name: 'Redis is killed, and comes back with what it kept',
      lasts: 300,
      async strike() {
        await redis.kill()
        return () => redis.restart()
      },
    },
    {
      name: 'Redis stands still',
      lasts: 1_000,
      async strike() {
        redis.pause()
        return async () => redis.resume()
      },
    },
    {
      name: 'Redis is full',
      lasts: 800,
      async strike() {
        await redis.command('CONFIG', 'SET', 'maxmemory', '1')
        return () => redis.command('CONFIG', 'SET', 'maxmemory', '0')
      },
    },
    ...(wires.length > 0 ? faultsOfWires(redis, wires) : []),
  ]
}

function faultsOfWires(redis: RedisServer, wires: readonly TcpProxy[]): Fault[] {
  return [
    {
      name: 'Redis can only be read',
      lasts: 800,
      async strike() {
        await redis.command('REPLICAOF', '127.0.0.1', '1')
        return () => redis.command('REPLICAOF', 'NO', 'ONE')
      },
    },
    {
      name: 'Redis answers after two seconds',
      lasts: 1_500,
      async strike() {
        for (const wire of wires) wire.delay(2_000)
        return () => Promise.all(wires.map((wire) => wire.heal()))
      },
    },
    {
      name: 'a server is cut off from Redis',
      lasts: 1_500,
      async strike(next) {
        const wire = one(wires, next)
        wire.cut()
        return () => wire.heal()
      },
    },
  ]
}

const BETWEEN_MS = { least: 500, spread: 1_000 }

/** One fault after another, each undone before the next, while it `goesOn`; says what struck. */
export async function strikeAgainAndAgain(
  faults: readonly Fault[],
  next: () => number,
  goesOn: () => boolean,
): Promise<readonly string[]> {
  const struck: string[] = []
  const pause = () => setTimeout(BETWEEN_MS.least + BETWEEN_MS.spread * next())
  await pause()
  while (goesOn()) {
    const fault = one(faults, next)
    struck.push(fault.name)
    const undo = await fault.strike(next)
    await setTimeout(fault.lasts)
    await undo()
    await pause()
  }
  return struck
}
