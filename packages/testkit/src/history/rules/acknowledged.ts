import type { Call, CallOf, Change } from '../calls.ts'
import type { Scene } from '../scene.ts'
import { requestsOf, type Stay, tellingsOf } from '../stays.ts'
import { type Violation, violation } from '../violation.ts'

/** I2, and I6 and I7 as far as replies tell: what was told is there, and is what was asked for. */
export function findLostWords(scene: Scene): Violation[] {
  return [
    ...tellingsOf(scene.calls).flatMap(({ call, told }) => {
      const stays = scene.careers.get(told.id) ?? []
      const stay = stays[told.version - 1]
      if (!stay) return [violation('I2', `appointment ${told.id} has no version ${told.version}`, [call])]
      const wrong = differenceOf(call, stay)
      return wrong ? [violation(wrong.rule, wrong.what, [call, ...stay.calls])] : staleness(call, stays)
    }),
    ...scene.stays
      .filter(({ request }) => request === undefined)
      .map(({ told }) =>
        violation('I2', `nobody asked for version ${told.version} of appointment ${told.id}`),
      ),
  ]
}

function differenceOf(call: Call, stay: Stay): Pick<Violation, 'rule' | 'what'> | undefined {
  if (call.outcome.is !== 'ok' || !('appointment' in call.outcome.told)) return undefined
  const { id, version, employee, start, status } = call.outcome.told.appointment
  const is = stay.told
  if (employee !== is.employee || start !== is.start || status !== is.status)
    return { rule: 'I2', what: `version ${version} of appointment ${id} is not what was told` }
  if (call.kind === 'book' && (version !== 1 || stay.request !== call.asked.request))
    return { rule: 'I6', what: `the reply tells what another request made` }
  if (call.kind === 'move' && (employee !== call.asked.employee || start !== call.asked.start))
    return { rule: 'I7', what: `appointment ${id} was not moved to where it was asked to be` }
  if (call.kind === 'cancel' && status !== 'cancelled')
    return { rule: 'I8', what: `appointment ${id} was not cancelled` }
  return undefined
}

/** Whoever looks sees what was acknowledged before they asked. */
function staleness(call: Call, stays: readonly Stay[]): Violation[] {
  if (call.kind !== 'show' || call.outcome.is !== 'ok') return []
  const { id, version } = call.outcome.told.appointment
  const newer = stays.find((stay) => stay.told.version > version && stay.sure.from <= call.began)
  if (newer)
    return [violation('I8', `appointment ${id} was shown as it had been before`, [call, ...newer.calls])]
  const shown = stays[version - 1]
  return shown && shown.possible.from > call.ended
    ? [violation('I8', `appointment ${id} was shown as it was only later`, [call, ...shown.calls])]
    : []
}

/** I6 and I7 as far as the database tells: a request is done once, and never where it was refused. */
export function findRepeatedDeeds(scene: Scene): Violation[] {
  const done = Map.groupBy(scene.stays, ({ request }) => request)
  return [...requestsOf(scene.calls)].flatMap(([request, calls]) => {
    const stays = done.get(request) ?? []
    const rule = calls[0]?.kind === 'book' ? 'I6' : 'I7'
    const mayBeDone = calls.some(({ outcome }) => outcome.is === 'ok' || outcome.is === 'unknown')
    return [
      ...(stays.length > 1 ? [violation(rule, `${request} was done ${stays.length} times`, calls)] : []),
      ...(stays.length > 0 && !mayBeDone
        ? [violation(rule, `${request} was done, and every answer said that it was not`, calls)]
        : []),
      ...findDifferentReplies(calls),
    ]
  })
}

/** A key gives the same bytes again. */
function findDifferentReplies(calls: readonly Change[]): Violation[] {
  const bookings = calls.filter((call) => call.kind === 'book')
  const replies = bookings.filter(({ outcome }) => outcome.is === 'ok')
  const refusedLater = bookings.filter(
    (call) => call.outcome.is === 'refused' && replies.some(({ ended }) => ended <= call.began),
  )
  return [
    ...(new Set(replies.map(textOf)).size > 1
      ? [violation('I6', 'one key was given different replies', replies)]
      : []),
    ...refusedLater.map((call) =>
      violation('I6', 'what a key had made was refused to it', [...replies, call]),
    ),
  ]
}

const textOf = ({ outcome }: CallOf<'book'> | CallOf<'cancel'>) =>
  outcome.is === 'ok' ? outcome.told.text : ''

/** I8: cancelling again gives the same answer. */
export function findChangedCancellations({ calls }: Scene): Violation[] {
  const cancelled = calls.filter(
    (call) => call.kind === 'cancel' && call.outcome.is === 'ok',
  ) as CallOf<'cancel'>[]
  return [...Map.groupBy(cancelled, ({ asked }) => asked.appointment).values()]
    .filter((ofOne) => new Set(ofOne.map(textOf)).size > 1)
    .map((ofOne) => violation('I8', 'cancelling again gave another answer', ofOne))
}
