import type { ActiveSelection, EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import type { LockClaim, ReleaseWish } from '@appointease/server/ports/slotLocks.ts'
import type { Outcome } from '@appointease/server/ports/storage.ts'
import { halfHour, seals, systemClock } from './callers.ts'
import type { Row } from './measurement.ts'
import { lockPlaceOf, type Place, tomorrow } from './places.ts'
import { selectionOf } from './seeding.ts'
import { compareLatencies, type Reference } from './turns.ts'
import { runWorkers } from './workers.ts'

/** A store of locks and of what is pointed at. */
export interface Store {
  claim(claim: LockClaim): Promise<Outcome<unknown, { readonly kind: string }>>
  release(wish: ReleaseWish): Promise<Outcome<unknown, { readonly kind: string }>>
  readonly putSelection: EphemeralStore['putSelection']
}

const OWNER = seals.alias('visitor-0000')
const ADDRESS = seals.fingerprint('address', '192.0.2.0')

function claimOf(place: Place): LockClaim {
  return {
    place: lockPlaceOf(place),
    owner: OWNER,
    tokenFingerprint: seals.fingerprint('lock', `${place.employeeId} ${place.start}`),
    shownFingerprint: undefined,
    address: ADDRESS,
    locksPerAddress: 5,
    capacity: 1,
    now: systemClock.now(),
  }
}

const releaseOf = ({ place, owner, tokenFingerprint, now }: LockClaim): ReleaseWish => ({
  employeeId: place.employeeId,
  date: place.date,
  start: place.slot.start,
  owner,
  shownFingerprint: tokenFingerprint,
  now,
})

/**
 * One visitor, one call after another, each about another half hour of one employee. A slot lock is a grant to somebody
 * who holds none; its release afterwards is not counted. An active selection moves from the former half hour.
 */
export async function measureGrants(
  store: Store,
  calls: number,
  { reference, atMost }: { readonly reference: Reference; readonly atMost: number },
): Promise<readonly Row[]> {
  const firstDate = tomorrow()
  const places = Array.from({ length: calls }, (_, turn) => ({
    employeeId: 1,
    start: halfHour({ firstDate }, turn),
  }))

  function locking() {
    const claims = places.map(claimOf)
    return runWorkers(
      1,
      calls,
      async (_, turn) => succeeded(await store.claim(claims[turn] as LockClaim)),
      async (_, turn) => succeeded(await store.release(releaseOf(claims[turn] as LockClaim))),
    )
  }

  function pointing() {
    const selections = places.map((place) => selectionOf(place, OWNER))
    return runWorkers(1, calls, (_, turn) => store.putSelection(selections[turn] as ActiveSelection))
  }

  return [
    await compareLatencies({ what: 'slot lock', run: locking, reference }, atMost),
    await compareLatencies({ what: 'active selection', run: pointing, reference }, atMost),
  ]
}

function succeeded(outcome: Outcome<unknown, { readonly kind: string }>): void {
  if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.kind}`)
}
