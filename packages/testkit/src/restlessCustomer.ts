import type { Clock } from '@appointease/server/ports/clock.ts'
import type { TestReply, TestServer } from './testServer.ts'
import { aVisitor, outcomeOf, type Place } from './visitor.ts'

/** What a customer was told of an appointment by the last reply that changed it. */
export interface ToldState {
  readonly id: number
  readonly start_utc: string
  readonly employee_id: number
  readonly status: string
  readonly version: number
}

export interface RestlessCustomer {
  /** Does one thing at random, waits for the reply, and returns what it was. */
  act(): Promise<string>
  /** Every appointment that was acknowledged, as it was last told. */
  readonly told: ReadonlyMap<number, ToldState>
  /** Replies that no rule allows, in words. */
  readonly surprises: readonly string[]
}

interface Held {
  readonly place: Place
  readonly token: string
  readonly expiresAt: number
}

export interface Restlessness {
  readonly server: Pick<TestServer, 'send' | 'signIn'>
  readonly clock: Clock
  readonly name: string
  /** From 0 up to 1. */
  readonly next: () => number
  readonly places: readonly Place[]
  /** What others hold, to be tampered with: shared by all customers. */
  readonly board: Map<string, Held>
}

const EXPECTED: Readonly<Record<string, RegExp>> = {
  select: /^(200|409 SLOT_(LOCKED|TAKEN))$/,
  renew: /^(200|409 SLOT_(LOCKED|TAKEN)|403 LOCK_NOT_OWNED)$/,
  release: /^(200|403 LOCK_NOT_OWNED)$/,
  tamper: /^(200|403 LOCK_NOT_OWNED)$/,
  steal: /^(201|409 SLOT_(LOCKED|TAKEN))$/,
  book: /^(201|409 SLOT_(LOCKED|TAKEN))$/,
  'book twice': /^(201|409 SLOT_(LOCKED|TAKEN))$/,
  'book held': /^(201|409 SLOT_(LOCKED|TAKEN))$/,
  move: /^(200|409 SLOT_(LOCKED|TAKEN))$/,
  'move a cancelled one': /^409 STALE_VERSION$/,
  cancel: /^200$/,
}

/**
 * Somebody with a session who selects, renews, releases, books, moves and cancels at random, one thing after another,
 * and now and then tries what is another's. Many of them at once make a history.
 */
export async function aRestlessCustomer(restlessness: Restlessness): Promise<RestlessCustomer> {
  const { server, clock, name, next, places, board } = restlessness
  const visitor = aVisitor(server, name)
  const bearer = { authorization: `Bearer ${await server.signIn(visitor.email)}` }
  const told = new Map<number, ToldState>()
  const surprises: string[] = []
  let keys = 0

  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)] as Value
  const own = (status: 'confirmed' | 'cancelled') =>
    [...told.values()].filter((appointment) => appointment.status === status)

  function note({ body }: TestReply): void {
    const { id, start_utc, employee_id, status, version } = body.appointment
    told.set(id, { id, start_utc, employee_id, status, version })
  }

  async function select(place: Place, lock_token?: string): Promise<TestReply> {
    const reply = await visitor.select(place, { lock_token })
    if (reply.status === 200) {
      const { token, expires_at } = reply.body.lock
      board.set(name, { place, token, expiresAt: Date.parse(expires_at) })
    }
    return reply
  }

  async function book(place: Place, differing: object = {}, key?: string): Promise<TestReply> {
    const body = { ...place, name, email: visitor.email, ...differing }
    const headers = key === undefined ? bearer : { ...bearer, 'idempotency-key': key }
    const reply = await server.send('POST', '/appointments', body, headers)
    if (reply.status === 201) note(reply)
    return reply
  }

  async function bookHeld({ place, token, expiresAt }: Held): Promise<TestReply> {
    const reply = await book(place, { lock_token: token })
    if (reply.status === 201) board.delete(name)
    else if (clock.now() < expiresAt)
      surprises.push(`${name} held ${place.time} and heard ${outcomeOf(reply)}`)
    return reply
  }

  /** Where it succeeds because their lock is over, one's own lock may have been used up by its token. */
  async function steal(theirs: Held, held: Held | undefined): Promise<TestReply> {
    const reply = await book(theirs.place, { lock_token: held?.token ?? 'x'.repeat(32) })
    if (reply.status === 201) board.delete(name)
    return reply
  }

  /** One of the two may be refused before the time comes free for the other: a refusal is not kept. */
  async function bookTwice(place: Place): Promise<TestReply> {
    const key = `${name}-key-${++keys}`
    const [one, other] = await Promise.all([book(place, {}, key), book(place, {}, key)])
    const bothMade = one.status === 201 && other.status === 201
    if (bothMade && one.text !== other.text) surprises.push(`${name} got two replies for one key`)
    return one
  }

  async function change(method: 'PUT' | 'DELETE', id: number, body: object): Promise<TestReply> {
    const reply = await server.send(method, `/appointments/${id}`, body, bearer)
    if (reply.status === 200) note(reply)
    return reply
  }

  const move = (id: number) => {
    const { date, time, employee_id } = pick(places)
    return change('PUT', id, { new_date: date, time, employee_id })
  }

  function chooseDeed(): [string, () => Promise<TestReply>] {
    const held = board.get(name)
    const foreign = [...board].filter(([who]) => who !== name).map(([, theirs]) => theirs)
    const appointment = own('confirmed').length > 0 ? pick(own('confirmed')) : undefined
    const gone = own('cancelled').length > 0 ? pick(own('cancelled')) : undefined
    const deeds: [string, () => Promise<TestReply>][] = [
      ['select', () => select(pick(places))],
      ['book', () => book(pick(places))],
      ['book twice', () => bookTwice(pick(places))],
    ]
    if (held) {
      deeds.push(['book held', () => bookHeld(held)], ['book held', () => bookHeld(held)])
      deeds.push(['renew', () => select(held.place, held.token)])
      deeds.push(['release', () => visitor.deselect(held.place, held.token)])
    }
    if (foreign.length > 0) {
      const theirs = pick(foreign)
      deeds.push(['tamper', () => visitor.deselect(theirs.place, theirs.token)])
      deeds.push(['steal', () => steal(theirs, held)])
    }
    if (appointment) {
      deeds.push(['move', () => move(appointment.id)], ['move', () => move(appointment.id)])
      deeds.push(['cancel', () => change('DELETE', appointment.id, {})])
    }
    if (gone) deeds.push(['move a cancelled one', () => move(gone.id)])
    return pick(deeds)
  }

  return {
    told,
    surprises,
    async act() {
      const [deed, act] = chooseDeed()
      const reply = await act()
      if (deed === 'release') board.delete(name)
      const outcome = outcomeOf(reply)
      if (!EXPECTED[deed]?.test(outcome)) surprises.push(`${name}: ${deed} was answered ${outcome}`)
      return `${deed}: ${outcome}`
    },
  }
}
