import type { ActiveSelection, EphemeralStore } from '@appointease/server/ports/ephemeral.ts'
import type { LockClaim, ReleaseWish } from '@appointease/server/ports/slotLocks.ts'
import type { Outcome } from '@appointease/server/ports/storage.ts'
import { halfHour, seals, systemClock } from './callers.ts'
import type { Row } from './measurement.ts'
import { lockPlaceOf, type Place, tomorrow } from './places.ts'
import { selectionOf } from './seeding.ts'
import { compareLatencies, type Reference } from './turns.ts'
import { type Run, runWorkers } from './workers.ts'

/** A store of locks and of what is pointed at. */
export interface Store {
  claim(claim: LockClaim): Promise<Outcome<unknown, { readonly kind: string }>>
  release(wish: ReleaseWish): Promise<Outcome<unknown, { readonly kind: string }>>
  readonly putSelection: EphemeralStore['putSelection']
}

/** Enough employees and days that nobody finds more than a few locks beside the own. */
export const EMPLOYEES = 50
const HALF_HOURS = 480

interface Visitor {
  readonly owner: string
  readonly address: string
}

function visitors(count: number): readonly Visitor[] {
  return Array.from({ length: count }, (_, number) => ({
    owner: seals.alias(`visitor-${number}`),
    address: seals.fingerprint('address', `address-${number}`),
  }))
}

const placesOf = (count: number): readonly Place[] =>
  Array.from({ length: count }, (_, number) => ({
    employeeId: 1 + (number % EMPLOYEES),
    start: halfHour({ firstDate: tomorrow() }, (number * 7) % HALF_HOURS),
  }))

function claimOf({ owner, address }: Visitor, place: Place): LockClaim {
  return {
    place: lockPlaceOf(place),
    owner,
    tokenFingerprint: seals.fingerprint('lock', owner),
    shownFingerprint: undefined,
    address,
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
 * One call after another. A slot lock is one visitor's first, with a few others' beside it; all of them are released when
 * all are held, which is not counted. An active selection is the same visitor's, who goes from one half hour to the next.
 */
export async function measureGrants(
  store: Store,
  calls: number,
  { reference, atMost }: { readonly reference: Reference; readonly atMost: number },
): Promise<readonly Row[]> {
  const everybody = visitors(calls)
  const places = placesOf(calls)

  async function locking(): Promise<Run> {
    const claims = everybody.map((visitor, number) => claimOf(visitor, places[number] as Place))
    const run = await runWorkers(1, calls, async (_, turn) =>
      succeeded(await store.claim(claims[turn] as LockClaim)),
    )
    for (const claim of claims) succeeded(await store.release(releaseOf(claim)))
    return run
  }

  function pointing(): Promise<Run> {
    const { owner } = everybody[0] as Visitor
    const selections = places.map((place) => selectionOf(place, owner))
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
