import { setTimeout } from 'node:timers/promises'
import { seededNumbers } from '../seededRandomness.ts'
import { type AskedServer, askServers } from './askServers.ts'
import type { Recording } from './recording.ts'
import { aRestlessCustomer, type Board } from './restlessCustomer.ts'

/** Somebody who has proved an address, and the token of a session of theirs. */
export interface SignedIn {
  readonly name: string
  readonly email: string
  readonly session: string
}

export interface CrowdOptions {
  readonly seed: number
  readonly recording: Recording
  readonly customers: readonly SignedIn[]
  /** One is chosen at random for each call. */
  readonly servers: readonly AskedServer[]
  readonly employees: readonly number[]
  readonly services: readonly number[]
  readonly starts: readonly number[]
  /** Each customer goes on while it says so. */
  readonly goesOn: () => boolean
  /** After the last deed of all, before they come to rest: everything must work again then. */
  readonly recover?: () => Promise<void>
}

/**
 * Many customers at once, each one thing after another, over a few hours of one day. The seed tells what each of them
 * chooses in which situation; what they meet depends on the machine too.
 */
export async function runCrowd(options: CrowdOptions): Promise<void> {
  const { seed, recording, servers, goesOn } = options
  const board: Board = { held: new Map(), freed: [] }
  const customers = options.customers.map(({ name, email, session }, place) => {
    const next = seededNumbers(seed + place)
    const server = () => servers[Math.floor(next() * servers.length)] as AskedServer
    const asks = askServers({ recording, server, email, session })
    const pause = (milliseconds: number) => setTimeout(milliseconds)
    return aRestlessCustomer({ ...options, name, asks, next, board, pause })
  })
  await Promise.all(
    customers.map(async (customer) => {
      while (goesOn()) await customer.act()
    }),
  )
  await options.recover?.()
  for (const customer of customers) await customer.comeToRest()
}
