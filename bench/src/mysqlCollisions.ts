import type { Mariadb } from '@appointease/testkit/engines/mariadb.ts'
import { requestsOf } from './collisionMethods.ts'
import { CROWD } from './collisions.ts'
import { withServers } from './engines.ts'
import type { Measurement } from './measurement.ts'
import { type Book, METHODS, type Method, prepare } from './mysqlCollisionMethods.ts'
import { median, rate } from './statistics.ts'

const ROUNDS = 3
const CLIENTS = 64

interface Result {
  readonly taken: number
  readonly overlaps: number
  readonly deadlocks: number
  readonly perSecond: number
}

/**
 * What keeps two appointments of one employee apart on MariaDB: 1,500 random requests for one employee by 64 clients at
 * once, the methods by turns on the same requests; medians. The product's way, through its storage and as bare statements,
 * is to take the employee's row of mutexes, to read, and to insert, where a trigger takes the five-minute pieces. Beside
 * it: the pieces without the mutex, the mutex without the pieces, and, as the control, neither. Whoever meets a deadlock
 * tries again.
 */
export const mysqlCollisions: Measurement = {
  name: 'mysqlCollisions',
  measure: () =>
    withServers(async ({ mariadb }) => {
      const results = new Map<Method, Result[]>(METHODS.map((method) => [method, []]))
      for (let round = 0; round < ROUNDS; round++) {
        for (const method of METHODS) results.get(method)?.push(await bookAll(mariadb, method, round))
      }
      return [...results].map(([method, own]) => ({
        what: `1 employee, ${CLIENTS} clients, ${method.name}`,
        measured: describe(own),
        ...(!method.isControl && { bound: 'no overlap', holds: own.every(({ overlaps }) => overlaps === 0) }),
      }))
    }),
}

async function bookAll(mariadb: Mariadb, method: Method, seed: number): Promise<Result> {
  const database = await mariadb.createDatabase()
  const prepared = await prepare(database.url, method, CLIENTS)
  try {
    const requests = requestsOf(CROWD, seed)
    const before = await countDeadlocks(mariadb)
    const began = performance.now()
    const taken = await bookBy(prepared.books, requests)
    const seconds = (performance.now() - began) / 1000
    return {
      taken,
      overlaps: await prepared.countOverlaps(),
      deadlocks: (await countDeadlocks(mariadb)) - before,
      perSecond: requests.length / seconds,
    }
  } finally {
    await prepared.close()
    await database.drop()
  }
}

/** Each client takes the next request as soon as it has an answer. */
async function bookBy(books: readonly Book[], requests: readonly Parameters<Book>[0][]): Promise<number> {
  let taken = 0
  const waiting = requests.entries()
  await Promise.all(
    books.map(async (book) => {
      for (const [number, request] of waiting) if (await book(request, `APT-2026-${number}`)) taken += 1
    }),
  )
  return taken
}

async function countDeadlocks(mariadb: Mariadb): Promise<number> {
  const [row] = await mariadb.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
  return Number(row?.Value)
}

function describe(results: readonly Result[]): string {
  const of = (field: keyof Result) => median(results.map((result) => result[field]))
  return `${of('taken')} taken, ${of('overlaps')} overlaps, ${of('deadlocks')} deadlocks, ${rate(of('perSecond'))}`
}
