import type { Asks } from './askServers.ts'
import type { Spot } from './calls.ts'
import { aClient, type Client, type Held, type OwnAppointment } from './client.ts'

/** What all customers of a history know of each other. */
export interface Board {
  /** What everybody holds, to be tampered with. */
  readonly held: Map<string, Held>
  /** What was given back last, to be had again. */
  readonly freed: Spot[]
}

export interface Restlessness {
  readonly name: string
  readonly asks: Asks
  /** From 0 up to 1. */
  readonly next: () => number
  readonly employees: readonly number[]
  readonly services: readonly number[]
  /** Of one date. */
  readonly starts: readonly number[]
  readonly board: Board
  /** Lets time pass, so that whoever reaches nobody does not ask a thousand times a second. */
  readonly pause: (milliseconds: number) => Promise<void>
}

export interface RestlessCustomer {
  /** Does one thing at random and waits for its outcome. */
  act(): Promise<void>
  /** Clears up what is in doubt, and looks at every appointment that was ever told. */
  comeToRest(): Promise<void>
}

type Deed = readonly [weight: number, act: () => Promise<unknown>]

const PAUSE = { least: 40, spread: 120 }
/** With more, cancelling comes first: a full day has no contention. */
const ENOUGH_APPOINTMENTS = 1
const REMEMBERED = 6
const WRONG_TOKEN = 'x'.repeat(32)

/**
 * Takes, renews, moves and releases locks, books, moves, cancels and looks at random, one thing after another, and now
 * and then tries what is another's. Many at once make a history.
 */
export function aRestlessCustomer(restlessness: Restlessness): RestlessCustomer {
  const { name, asks, next, employees, services, starts, board, pause } = restlessness
  const date = new Date(starts[0] ?? 0).toISOString().slice(0, 10)
  const client = aClient({ name, asks, pause: () => pause(PAUSE.least + PAUSE.spread * next()) })

  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)] as Value
  const anySpot = (): Spot => ({ employee: pick(employees), service: pick(services), start: pick(starts) })
  const isKeyed = () => next() < 0.7
  const withAnybody = (spot: Spot) => ({ ...spot, employee: 'any' as const })
  const when = (isSo: boolean, ...deeds: readonly Deed[]) => (isSo ? deeds : [])

  function look(): Promise<unknown> {
    return asks.look(client.id(), { employee: pick(employees), service: pick(services), date })
  }

  const deedsOfAnybody: readonly Deed[] = [
    [2, () => client.lock(anySpot(), undefined)],
    [1, () => client.book(anySpot(), undefined, isKeyed())],
    [0.5, () => client.book(withAnybody(anySpot()), undefined, isKeyed())],
    [0.5, () => client.bookTwice(anySpot(), undefined)],
    [3, look],
  ]

  const deedsOfHolder = ({ spot, token }: Held): readonly Deed[] => [
    [4, () => client.book(spot, token, isKeyed())],
    [0.5, () => client.book(withAnybody(spot), token, isKeyed())],
    [0.5, () => client.book(anySpot(), token, isKeyed())],
    [0.5, () => client.bookTwice(spot, token)],
    [1, () => client.lock(spot, token)],
    [0.5, () => client.lock(spot, undefined)],
    [0.5, () => client.lock(anySpot(), WRONG_TOKEN)],
    [2, () => client.lock(anySpot(), token)],
    [2.5, () => release({ client: client.id(), spot, token })],
    [0.5, () => asks.release(client.id(), { spot, shown: WRONG_TOKEN })],
  ]

  async function release(lock: Held): Promise<void> {
    await client.release(lock)
    tellFreed(lock.spot)
  }

  async function cancel(one: OwnAppointment): Promise<void> {
    await client.cancel(one)
    tellFreed({ ...one.told, service: one.service })
  }

  function tellFreed({ employee, service, start }: Spot): void {
    board.freed.push({ employee, service, start })
    if (board.freed.length > REMEMBERED) board.freed.shift()
  }

  const deedsOfWaiting: readonly Deed[] = [
    [3, () => client.lock(pick(board.freed), undefined)],
    [1, () => client.book(pick(board.freed), undefined, isKeyed())],
    [1, () => client.bookTwice(pick(board.freed), undefined)],
  ]

  const deedsToOthers = (others: readonly Held[]): readonly Deed[] => [
    [1, () => stealRelease(pick(others))],
    [1.5, () => client.book(pick(others).spot, undefined, isKeyed())],
    [1, () => client.lock(pick(others).spot, undefined)],
  ]

  const stealRelease = ({ spot, token }: Held) => asks.release(client.id(), { spot, shown: token })

  const deedsOfOwner = (active: readonly OwnAppointment[]): readonly Deed[] => {
    const haste = active.length > ENOUGH_APPOINTMENTS ? 6 : 1
    return [
      [2 * haste, () => client.move(pick(active), anySpot())],
      [0.5, () => moveAsSeen(pick(active))],
      [1.5 * haste, () => cancel(pick(active))],
      [1, () => client.show(pick(active).told.id)],
    ]
  }

  const moveAsSeen = (one: OwnAppointment) =>
    client.move(one, anySpot(), { version: one.told.version + (next() < 0.3 ? 1 : 0) })

  const deedsAfterAll = (gone: readonly OwnAppointment[]): readonly Deed[] => [
    [0.3, () => client.move(pick(gone), anySpot())],
    [0.5, () => client.cancel(pick(gone))],
  ]

  function choices(): readonly Deed[] {
    const held = client.held()
    const others = [...board.held].filter(([who]) => who !== name).map(([, lock]) => lock)
    const active = client.appointments('confirmed')
    const gone = client.appointments('cancelled')
    const fitting = active.filter(({ service }) => service === held?.spot.service)
    return [
      ...deedsOfAnybody,
      ...(held ? deedsOfHolder(held) : []),
      ...(held
        ? when(fitting.length > 0, [2, () => client.move(pick(fitting), held.spot, { shown: held.token })])
        : []),
      ...when(board.freed.length > 0, ...deedsOfWaiting),
      ...when(others.length > 0, ...deedsToOthers(others)),
      ...when(client.answered.length > 0, [1, () => client.bookAgain(pick(client.answered))]),
      ...when(active.length > 0, ...deedsOfOwner(active)),
      ...when(gone.length > 0, ...deedsAfterAll(gone)),
    ]
  }

  function choose(deeds: readonly Deed[]): Deed {
    let place = next() * deeds.reduce((sum, [weight]) => sum + weight, 0)
    for (const deed of deeds) {
      place -= deed[0]
      if (place < 0) return deed
    }
    return [0, look]
  }

  function showOnBoard({ held }: Client): void {
    const lock = held()
    if (lock) board.held.set(name, lock)
    else board.held.delete(name)
  }

  return {
    async act() {
      if (!(await client.clearUp())) await choose(choices())[1]()
      showOnBoard(client)
    },
    async comeToRest() {
      while (await client.clearUp());
      board.held.delete(name)
      const all = [...client.appointments('confirmed'), ...client.appointments('cancelled')]
      for (const { told } of all) await client.show(told.id)
    },
  }
}
