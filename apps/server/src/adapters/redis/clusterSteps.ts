import type { Instant } from '@appointease/domain'
import type { SeatedLock, SlotLockRecord } from '../../ports/locks.ts'
import { announcement } from './channel.ts'
import type { Keys } from './keys.ts'
import { KEPT_MILLISECONDS as KEPT } from './lockTimes.ts'
import { evaluate, type Script, clusterScripts as scripts } from './scripts.ts'
import type { Request, Servers } from './servers.ts'
import { digits, isLock, readClaim, readClaims, rivalsOf, type StoredClaim, seatedOf } from './storedClaim.ts'
import type { Tally } from './tally.ts'

/** A lock as one of its owner's lines leads to it. */
export interface Held extends SeatedLock {
  readonly stored: StoredClaim
}

/** References of one client, and the lowest turn for what is added. */
export interface Referring {
  readonly last?: string
  readonly gone?: string
  readonly instead?: string
  readonly turn?: number
}

export const plain = ({ lock, seat }: SeatedLock): SeatedLock => ({ lock, seat })

/**
 * The steps of which anything about locks is made on a cluster, within one epoch. Each is atomic within its hash tag. What a
 * process that dies between two of them leaves is a lock that nobody holds, which keeps others out until it ends by itself;
 * never time that two hold.
 */
export class ClusterSteps {
  readonly epochId: string
  readonly #mark: string
  readonly #servers: Servers
  readonly #keys: Keys
  readonly #tally: Tally

  constructor(servers: Servers, keys: Keys, tally: Tally, epochId: string) {
    this.#servers = servers
    this.#keys = keys
    this.#tally = tally
    this.epochId = epochId
    this.#mark = servers.markOf(epochId)
    tally.add('set')
  }

  /** All at once, in any order. */
  ask(requests: readonly Request[]): Promise<unknown[]> {
    return this.#servers.askAll(requests, this.#mark)
  }

  async step(request: Request): Promise<unknown> {
    const [answer] = await this.ask([request])
    return answer
  }

  /** Live locks of the client, the one that it holds last; before it those that have yet to be settled. */
  async heldBy(owner: string, now: Instant): Promise<readonly Held[]> {
    const key = this.#keys.client(owner, this.epochId)
    const lines = await this.step({ key, command: ['GET', key] })
    return this.find(typeof lines === 'string' ? lines.split('\n') : [], now)
  }

  /** The locks that are there and live, by references or lines of their client; with `now` 0, whatever is there. */
  async find(references: readonly string[], now: number): Promise<readonly Held[]> {
    const wanted = references.map((reference) => reference.split(' ') as [token: string, key: string])
    const days = await this.ask(wanted.map(([, key]) => ({ key, command: ['GET', key] })))
    return wanted.flatMap(([token], at) => {
      const stored = claimsIn(days[at]).find((claim) => claim.token === token)
      return stored && stored.expires_at > now ? [{ stored, ...seatedOf(stored) }] : []
    })
  }

  /** Everything that is claimed on these days. */
  async claimsOf(keys: readonly string[]): Promise<readonly StoredClaim[]> {
    const days = await this.ask(keys.map((key) => ({ key, command: ['GET', key] })))
    return days.flatMap(claimsIn)
  }

  /** In place of the claim of this token, the JSON of another, or nothing, where the first is. */
  swap(key: string, token: string, json: string): Request {
    return this.#run(scripts.swapClaim, key, [token, json, KEPT])
  }

  takeName(name: string, json: string, now: Instant): Request {
    return this.#run(scripts.takeName, name, [json, now, this.epochId])
  }

  /** `milliseconds` not positive: so much less than is left. */
  setName(seated: SeatedLock, token: string, json: string, milliseconds: number): Request {
    return this.#run(scripts.setName, this.nameOf(seated), [token, json, milliseconds])
  }

  dropName(seated: SeatedLock): Request {
    return this.#run(scripts.dropName, this.nameOf(seated), [seated.lock.tokenFingerprint])
  }

  /** The client's last lock from now on is `last`; `gone` is its lock no more, and `instead` stands in its place. */
  refer(owner: string, { last = '', gone = '', instead = '', turn }: Referring): Request {
    const key = this.#keys.client(owner, this.epochId)
    return this.#run(scripts.refer, key, [last, gone, instead, turn ?? '', KEPT])
  }

  /** One more lock of the address, unless there are `limit`. */
  count(lock: SlotLockRecord, limit: number | '', now: Instant): Request {
    const key = this.#keys.address(lock.address, this.epochId)
    const args = [digits(now), limit, lock.tokenFingerprint, digits(lock.expiresAt), KEPT]
    return this.#run(scripts.countLock, key, args)
  }

  uncount(lock: SlotLockRecord): Request {
    const key = this.#keys.address(lock.address, this.epochId)
    return this.#run(scripts.countLock, key, [digits(0), '', lock.tokenFingerprint, '', KEPT])
  }

  tell(lock: SlotLockRecord): Request {
    this.#tally.add('publish')
    const [channel, message] = announcement(lock)
    return { key: channel, command: ['PUBLISH', channel, message] }
  }

  nameOf({ lock, seat }: SeatedLock): string {
    return this.#keys.lock(lock, seat)
  }

  daysOf(claim: Pick<SlotLockRecord, 'employeeId' | 'occupied'>): readonly string[] {
    return this.#keys.claimsOf(claim, this.epochId)
  }

  referenceOf(lock: SlotLockRecord): string {
    return this.#keys.reference(lock, this.epochId)
  }

  /** The lock is gone, with all that refers to it. Its name first: whoever has the time next is to find it free. */
  async remove(seated: SeatedLock): Promise<void> {
    const { lock } = seated
    await this.ask([
      this.dropName(seated),
      this.uncount(lock),
      this.refer(lock.owner, { gone: this.referenceOf(lock) }),
    ])
    await this.ask(this.daysOf(lock).map((key) => this.swap(key, lock.tokenFingerprint, '')))
    await this.step(this.tell(lock))
  }

  /**
   * Claims the days one after the other, and none of them where one refuses: who it is that is in the way. In order of the
   * days, and nobody waits, so two claims never keep each other waiting.
   */
  async claimDays(
    keys: readonly string[],
    claim: {
      readonly json: string
      readonly token: string
      readonly owner: string
      readonly now: Instant
      readonly seats: number
      readonly capacity: number
      readonly guardsCount: boolean
      readonly longest: number
      /** The claim that this one takes the place of. */
      readonly older?: StoredClaim | undefined
    },
  ): Promise<
    | { readonly ok: true; readonly others: readonly StoredClaim[] }
    | { readonly ok: false; readonly inTheWay: readonly StoredClaim[] }
  > {
    const { json, token, owner, now, seats, capacity, guardsCount, longest, older } = claim
    const args = [now, json, seats, capacity, guardsCount ? '1' : '0', older?.token ?? '', longest]
    const others: StoredClaim[] = []
    for (const [at, key] of keys.entries()) {
      const reply = String(await this.step(this.#run(scripts.claimDay, key, args)))
      const [word, , ...lines] = reply.split('\n')
      others.push(...readClaims(lines))
      if (word === 'claimed') continue
      const olderJson = older ? JSON.stringify(older) : ''
      await this.ask(keys.slice(0, at).map((done) => this.swap(done, token, olderJson)))
      // Whoever is in the way on the other days has a word on when the time is free.
      const elsewhere = await this.claimsOf(keys.filter((_, index) => index !== at))
      const met = [...others, ...elsewhere].filter(({ expires_at }) => expires_at > now)
      const inTheWay = rivalsOf(readClaim(json), met, capacity).filter(
        (other) => other.owner !== owner && (guardsCount || isLock(other)),
      )
      return { ok: false, inTheWay: [...new Map(inTheWay.map((other) => [other.token, other])).values()] }
    }
    return { ok: true, others }
  }

  #run(script: Script, key: string, args: readonly (string | number)[]): Request {
    return { key, command: evaluate(script, [key], args) }
  }
}

const claimsIn = (day: unknown) => readClaims(typeof day === 'string' ? day.split('\n') : [])
