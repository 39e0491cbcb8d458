import type { Call, CallOf, OpenSpot, Span } from '../calls.ts'
import { type Except, holderOf, type Scene, wantedBy, windowOf } from '../scene.ts'
import { takenBy } from '../taken.ts'
import { type Violation, violation } from '../violation.ts'

/** I8, and I7 for moves: nobody is refused a slot that nobody else can have had. */
export function findGroundlessRefusals(scene: Scene): Violation[] {
  return scene.calls.flatMap((call) => {
    if (call.outcome.is !== 'refused') return []
    const { code } = call.outcome
    if (call.kind === 'move' && code === 'STALE_VERSION') return groundlessStaleness(scene, call)
    if (code !== 'SLOT_TAKEN' && code !== 'SLOT_LOCKED') return []
    const wanted = wantedBy(call, scene.careers)
    if (!wanted) return []
    const except = exceptionsFor(scene, call)
    if (hasGround(scene, call, wanted, code, except)) return []
    const collidesWithItself =
      call.kind === 'move' && hasGround(scene, call, wanted, code, { ...except, appointment: undefined })
    return [
      collidesWithItself
        ? violation('I7', 'an appointment stood in its own way', [call])
        : violation('I8', `${code} was said of what nobody can have had`, [
            ...callsAbout(scene, call, wanted),
            call,
          ]),
    ]
  })
}

const callsAbout = (scene: Scene, call: Call, { employee, ...spot }: OpenSpot): readonly Call[] =>
  employee === 'any' ? [] : scene.callsAbout(takenBy({ ...spot, employee }, scene.services), call)

/** A client's own lock is not in its way, where it is known to be its own. */
function exceptionsFor(scene: Scene, call: Call): Except {
  if (call.kind === 'lock') return { call, client: call.client }
  if (call.kind === 'book') return { call, client: holderOf(scene, call.asked.shown)?.client }
  if (call.kind !== 'move') return { call }
  const { shown, appointment } = call.asked
  return { call, appointment, client: holderOf(scene, shown)?.client }
}

function hasGround(
  scene: Scene,
  call: Call,
  wanted: OpenSpot,
  code: 'SLOT_TAKEN' | 'SLOT_LOCKED',
  except: Except,
): boolean {
  const asked = wanted.employee === 'any' ? scene.employees : [wanted.employee]
  const during = windowOf(call)
  const grounds = asked.map((employee) => {
    const taken = takenBy({ ...wanted, employee }, scene.services)
    return {
      booked: scene.mayBeBooked(taken, during, except),
      locked: scene.mayBeLocked(taken, during, except),
    }
  })
  return code === 'SLOT_TAKEN'
    ? grounds.every(({ booked }) => booked)
    : grounds.every(({ booked, locked }) => booked || locked) && grounds.some(({ locked }) => locked)
}

function groundlessStaleness(scene: Scene, call: CallOf<'move'>): Violation[] {
  const { appointment, version } = call.asked
  const met = (scene.careers.get(appointment) ?? []).filter(
    ({ possible }) => possible.from <= call.ended && call.began <= possible.until,
  )
  const isFounded = met.some(
    ({ told }) => told.status === 'cancelled' || (version !== undefined && told.version !== version),
  )
  return isFounded
    ? []
    : [violation('I8', `appointment ${appointment} was what its customer said, and said not to be`, [call])]
}

/** I8 and I3 as a day shows them: what is shown as booked or held can be, and what surely is is shown, if late. */
export function findFalseViews(scene: Scene, lateMilliseconds: number): Violation[] {
  return scene.calls.flatMap((call) => {
    if (call.kind !== 'look' || call.outcome.is !== 'ok') return []
    const during = { from: call.began - lateMilliseconds, until: call.ended }
    return falseViewsOf(scene, call, during, call.outcome.told)
  })
}

function falseViewsOf(
  scene: Scene,
  call: CallOf<'look'>,
  during: Span,
  { booked, locked }: { readonly booked: readonly number[]; readonly locked: readonly number[] },
): Violation[] {
  const { service, date } = call.asked
  const starts = [...new Set([...scene.startsOf(service), ...booked, ...locked])]
  return starts
    .filter((start) => new Date(start).toISOString().startsWith(date))
    .flatMap((start) => {
      const shown = booked.includes(start) ? 'booked' : locked.includes(start) ? 'held' : 'free'
      const wrong = falseView(scene, call, during, start, shown)
      if (!wrong) return []
      const about = callsAbout(scene, call, { ...call.asked, start })
      return [violation(wrong.rule, `${new Date(start).toISOString()} ${wrong.what}`, [...about, call])]
    })
}

function falseView(
  scene: Scene,
  call: CallOf<'look'>,
  during: Span,
  start: number,
  shown: 'booked' | 'held' | 'free',
): Pick<Violation, 'rule' | 'what'> | undefined {
  const taken = takenBy({ ...call.asked, start }, scene.services)
  const except = { client: call.client }
  if (shown === 'booked' && !scene.mayBeBooked(taken, during))
    return { rule: 'I8', what: 'was shown as booked, and nobody can have had it' }
  if (shown !== 'booked' && scene.isBooked(taken, during))
    return { rule: 'I8', what: `was booked, and shown as ${shown}` }
  if (shown === 'held' && !scene.mayBeLocked(taken, during, except))
    return { rule: 'I8', what: 'was shown as held, and nobody can have held it' }
  if (shown === 'free' && scene.isHeld(taken, during, except))
    return { rule: 'I3', what: 'was held, and shown as free' }
  return undefined
}
