import type { Call, CallOf, OpenSpot, Spot } from '../calls.ts'
import { type Holding, ROUNDING } from '../holdings.ts'
import { covers, holderOf, type Scene, wantedBy, windowOf } from '../scene.ts'
import { excludes, findCrowds, isOneGroup, type Taken } from '../taken.ts'
import { type Violation, violation } from '../violation.ts'

const CAP_MILLISECONDS = 1_800_000
const SLOT_REFUSALS = ['SLOT_TAKEN', 'SLOT_LOCKED']

const isWithin = (held: Spot, { employee, service, start }: OpenSpot) =>
  (employee === 'any' || held.employee === employee) && held.service === service && held.start === start

/** I1 and I3: nobody has time beside somebody else who surely had it at the same moment. */
export function findCoexistence({ stays, holdings, services }: Scene): Violation[] {
  const booked = stays
    .filter(({ isActive }) => isActive)
    .map(({ told, taken, sure, calls }) => ({
      what: `appointment ${told.id}`,
      isLock: false,
      taken,
      during: sure,
      calls,
    }))
  const held = holdings.all.map(({ client, taken, sure, call }) => ({
    what: `the lock of ${client}`,
    isLock: true,
    taken,
    during: sure,
    calls: [call],
  }))
  return findCrowds([...booked, ...held], services).map((crowd) =>
    violation(
      crowd.some(({ isLock }) => isLock) ? 'I3' : 'I1',
      `at one moment there was no room for all of ${crowd.map(({ what }) => what).join(', ')}`,
      crowd.flatMap(({ calls }) => calls),
    ),
  )
}

/** I5: whoever books, moves or renews with the token of a lock that surely lasts is not refused for the slot. */
export function findOwnersRefused(scene: Scene): Violation[] {
  return scene.calls.flatMap((call) => {
    if (call.outcome.is !== 'refused' || !SLOT_REFUSALS.includes(call.outcome.code)) return []
    const holding = 'shown' in call.asked ? holderOf(scene, call.asked.shown) : undefined
    const wanted = wantedBy(call, scene.careers)
    if (!holding || !wanted || !isWithin(holding.spot, wanted) || !lasts(scene, holding, call)) return []
    return [violation('I5', `${call.client} held the slot and was refused it`, [holding.call, call])]
  })
}

/** Whether the lock was surely there all through the call, whatever the call itself and its like did to it. */
function lasts(scene: Scene, holding: Holding, call: Call): boolean {
  const isItself = (other: Call) => other === call || isSameRequest(other, call)
  const until = scene.holdings.sureUntil(holding, isItself)
  return covers({ from: holding.sure.from, until }, windowOf(call))
}

const isSameRequest = (one: Call, other: Call) =>
  'request' in one.asked && 'request' in other.asked && one.asked.request === other.asked.request

/** I4: a lock that is surely there is released and renewed with its own token by its owner, and by nothing else. */
export function findForeignHands(scene: Scene): Violation[] {
  return [
    ...scene.calls.flatMap((call) => {
      if (call.kind === 'release') return wrongReleases(scene, call)
      return call.kind === 'lock' ? wrongRenewals(scene, call) : []
    }),
    ...scene.holdings.all.flatMap((holding) => overlongLocks(scene, holding)),
  ]
}

function wrongReleases(scene: Scene, call: CallOf<'release'>): Violation[] {
  const { spot, shown } = call.asked
  const there = scene.holdings.all.filter(
    (holding) =>
      holding.spot.employee === spot.employee &&
      holding.spot.start === spot.start &&
      lasts(scene, holding, call),
  )
  const own = there.find(({ client }) => client === call.client)
  const mayHaveOwn = scene.holdings.all.some(
    ({ client, spot: held, possible }) =>
      client === call.client &&
      held.employee === spot.employee &&
      held.start === spot.start &&
      possible.until >= call.began,
  )
  if (call.outcome.is === 'refused')
    return own && own.token === shown
      ? [violation('I4', 'the owner was refused to release', [own.call, call])]
      : []
  if (call.outcome.is !== 'ok') return []
  if (own && own.token !== shown)
    return [violation('I4', 'a lock was released with a token that is not its own', [own.call, call])]
  const [foreign] = there
  return foreign && !mayHaveOwn
    ? [violation('I4', `${call.client} released what ${foreign.client} held`, [foreign.call, call])]
    : []
}

function wrongRenewals(scene: Scene, call: CallOf<'lock'>): Violation[] {
  const { shown } = call.asked
  const held = heldThrough(scene, call)
  const refused = call.outcome.is === 'refused' && call.outcome.code === 'LOCK_NOT_OWNED'
  if (refused && shown === undefined)
    return [violation('I4', 'somebody who showed no token was told that it is not theirs', [call])]
  if (refused && held && held.token === shown)
    return [violation('I4', 'the owner was told that the lock is not theirs', [held.call, call])]
  return call.outcome.is === 'ok' && held && shown !== undefined && shown !== held.token
    ? [violation('I4', 'a lock was renewed or moved with a token that is not its own', [held.call, call])]
    : []
}

const heldThrough = (scene: Scene, call: CallOf<'lock'>) =>
  scene.holdings.all.find(
    (holding) => holding.call !== call && holding.client === call.client && lasts(scene, holding, call),
  )

/** At most so long since the client first held this time, in an unbroken row. */
function overlongLocks(scene: Scene, { taken, call }: Holding): Violation[] {
  if (call.outcome.is !== 'ok') return []
  const row = [call]
  let before = heldThrough(scene, call)
  for (let held = taken; before && isSameTime(before.taken, held); before = heldThrough(scene, before.call)) {
    row.push(before.call)
    held = before.taken
  }
  const least = call.began + call.outcome.told.expiresInSeconds * 1000 - ROUNDING
  const latest = Math.max(...row.slice(-1).map(({ ended }) => ended))
  return least > latest + CAP_MILLISECONDS ? [violation('I4', 'a lock was renewed beyond the cap', row)] : []
}

const isSameTime = (one: Taken, other: Taken) => excludes(one, other) || isOneGroup(one, other)
