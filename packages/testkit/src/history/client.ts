import type { Asks } from './askServers.ts'
import type { Deeds, OpenSpot, Outcome, Spot, Told } from './calls.ts'

/** A lock as its owner has it. */
export interface Held {
  readonly client: string
  readonly spot: Spot
  readonly token: string
}

export interface OwnAppointment {
  readonly told: Told
  readonly service: number
}

/** A booking with whom it was asked for by. */
export interface Booking {
  readonly client: string
  readonly asked: Deeds['book']['asked']
}

export interface ClientOptions {
  readonly name: string
  readonly asks: Asks
  /** Between two attempts at what is not answered. */
  readonly pause: () => Promise<void>
}

/**
 * Somebody with a session who remembers what they were told. What becomes of a request that nobody answers they find
 * out as a good client does: with the same key, or by asking for the same slot again.
 */
export interface Client {
  /** Others may not know it. */
  id(): string
  held(): Held | undefined
  appointments(status: 'confirmed' | 'cancelled'): readonly OwnAppointment[]
  /** Bookings with a key that were answered. */
  readonly answered: readonly Booking[]
  lock(spot: Spot, shown: string | undefined): Promise<void>
  release(lock: Held): Promise<void>
  book(spot: OpenSpot, shown: string | undefined, keyed: boolean): Promise<void>
  /** With one key, twice at once. */
  bookTwice(spot: Spot, shown: string | undefined): Promise<void>
  /** Sends a booking that was answered again. */
  bookAgain(booking: Booking): Promise<void>
  move(appointment: OwnAppointment, spot: Spot, proof?: { shown?: string; version?: number }): Promise<void>
  cancel(appointment: OwnAppointment): Promise<void>
  show(appointment: number): Promise<void>
  /** Takes up one thing whose outcome is not known, until it is; false where there is none. */
  clearUp(): Promise<boolean>
}

const MOST_TRIES = 8

type Heard = Outcome<unknown> | undefined

const isAnswer = (heard: Heard) => heard?.is === 'ok' || heard?.is === 'refused'
/** Asked, and not answered: it may have been done, or part of it. */
const isInDoubt = (heard: Heard) => heard?.is === 'unknown' || heard?.is === 'failed'

export function aClient({ name, asks, pause }: ClientOptions): Client {
  const own = new Map<number, OwnAppointment>()
  const answered: Booking[] = []
  const doubts: (() => Promise<void>)[] = []
  let held: Held | undefined
  let requests = 0
  let identities = 0
  let client = `${name}-0`

  const newRequest = () => `${name}-r${++requests}`

  async function insist(attempt: () => Promise<Heard>): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await pause()
      if (isAnswer(await attempt())) return
    }
  }

  function learn(told: Told, service: number): void {
    const known = own.get(told.id)
    if (!known || known.told.version <= told.version) own.set(told.id, { told, service })
  }

  async function askForLock(spot: Spot, shown: string | undefined): Promise<Heard> {
    const outcome = await asks.lock(client, { spot, shown })
    if (outcome?.is === 'ok') held = { client, spot, token: outcome.told.token }
    return outcome
  }

  const giveBack = ({ client: owner, spot, token }: Held) => asks.release(owner, { spot, shown: token })

  /**
   * Asks for the same slot without a token, gives back whatever is held then, and goes on under another client id: the
   * lost call may still be on its way, and would move the lock of the former one.
   */
  async function findLockAgain(spot: Spot): Promise<void> {
    await insist(() => askForLock(spot, undefined))
    const found = held
    if (found) await insist(() => giveBack(found))
    held = undefined
    client = `${name}-${++identities}`
  }

  async function send({ client: owner, asked }: Booking): Promise<Heard> {
    const outcome = await asks.book(owner, asked)
    if (outcome?.is !== 'ok') return outcome
    learn(outcome.told.appointment, asked.spot.service)
    if (asked.shown !== undefined && asked.shown === held?.token) held = undefined
    return outcome
  }

  async function look(appointment: number): Promise<Heard> {
    const outcome = await asks.show(client, { appointment })
    if (outcome?.is === 'ok') learn(outcome.told.appointment, own.get(appointment)?.service ?? 0)
    return outcome
  }

  /** Where a change was lost, the appointment itself tells what became of it. */
  function noteChange(outcome: Awaited<ReturnType<Asks['move']>>, { told, service }: OwnAppointment): void {
    if (outcome?.is === 'ok') learn(outcome.told.appointment, service)
    else if (isInDoubt(outcome)) doubts.push(() => insist(() => look(told.id)))
  }

  return {
    id: () => client,
    held: () => held,
    appointments: (status) => [...own.values()].filter(({ told }) => told.status === status),
    answered,
    async lock(spot, shown) {
      const outcome = await askForLock(spot, shown)
      if (isInDoubt(outcome)) doubts.push(() => findLockAgain(spot))
      const isOver = outcome?.is === 'refused' && outcome.code === 'LOCK_NOT_OWNED' && shown === held?.token
      if (isOver) held = undefined
    },
    async release(lock) {
      held = undefined
      if (isInDoubt(await giveBack(lock))) doubts.push(() => insist(() => giveBack(lock)))
    },
    async book(spot, shown, keyed) {
      const booking = { client, asked: { request: newRequest(), keyed, spot, shown } }
      const outcome = await send(booking)
      if (keyed && outcome?.is === 'ok') answered.push(booking)
      if (keyed && isInDoubt(outcome)) doubts.push(() => insist(() => send(booking)))
    },
    async bookTwice(spot, shown) {
      const booking = { client, asked: { request: newRequest(), keyed: true, spot, shown } }
      const outcomes = await Promise.all([send(booking), send(booking)])
      if (outcomes.some(isInDoubt)) doubts.push(() => insist(() => send(booking)))
    },
    async bookAgain(booking) {
      await send(booking)
    },
    async move(appointment, { employee, start }, { shown, version } = {}) {
      const asked = {
        request: newRequest(),
        appointment: appointment.told.id,
        employee,
        start,
        shown,
        version,
      }
      const outcome = await asks.move(client, asked)
      if (outcome?.is === 'ok' && shown !== undefined && shown === held?.token) held = undefined
      noteChange(outcome, appointment)
    },
    async cancel(appointment) {
      const asked = { request: newRequest(), appointment: appointment.told.id }
      noteChange(await asks.cancel(client, asked), appointment)
    },
    async show(appointment) {
      await look(appointment)
    },
    async clearUp() {
      const doubt = doubts.shift()
      await doubt?.()
      return doubt !== undefined
    },
  }
}
