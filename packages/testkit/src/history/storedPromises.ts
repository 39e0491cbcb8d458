import { ALWAYS } from './calls.ts'
import type { StoredAppointment, StoredEntry, StoredPoint, StoredState } from './storedState.ts'
import { findCrowds, type Taken } from './taken.ts'
import { type Violation, violation } from './violation.ts'

const ACTIVE: ReadonlySet<string> = new Set(['pending', 'confirmed', 'completed'])
const MESSAGE_OF_ACTION: Readonly<Record<string, string>> = {
  created: 'confirmed',
  rescheduled: 'rescheduled',
  cancelled: 'cancelled',
}

export const isActive = ({ status }: { readonly status: string }): boolean => ACTIVE.has(status)

/**
 * Everything in a database that breaks a promise by itself, whatever was said to whom; nothing in a sound one. Knows
 * neither the server's queries nor its rules.
 */
export function findStoredViolations(state: StoredState): Violation[] {
  return [
    ...findOverlaps(state),
    ...collidingLocks(state),
    ...brokenLockNames(state),
    ...brokenHistories(state),
    ...wrongMessages(state),
    ...brokenReplies(state),
  ]
}

interface Named {
  readonly name: string
  readonly taken: Taken
  readonly isLock: boolean
}

const namedAppointments = (state: StoredState): Named[] =>
  state.appointments
    .filter(isActive)
    .map(({ id, taken }) => ({ name: `appointment ${id}`, taken, isLock: false }))

function crowdsOf(all: readonly Named[], { services }: StoredState): (readonly Named[])[] {
  return findCrowds(
    all.map((one) => ({ ...one, during: ALWAYS })),
    services,
  )
}

const namesOf = (crowd: readonly Named[]) => crowd.map(({ name }) => name).join(', ')

/** Active appointments of one employee that share a moment beyond the capacity of one group. */
export function findOverlaps(state: StoredState): Violation[] {
  return crowdsOf(namedAppointments(state), state).map((crowd) =>
    violation('I1', `there is no room for all of ${namesOf(crowd)}`),
  )
}

function collidingLocks(state: StoredState): Violation[] {
  const locks = state.locks.map(({ name, taken }) => ({ name, taken, isLock: true }))
  return crowdsOf([...namedAppointments(state), ...locks], state)
    .filter((crowd) => crowd.some(({ isLock }) => isLock))
    .map((crowd) => violation('I3', `there is no room for all of ${namesOf(crowd)}`))
}

/** An owner has one lock at most, which the owner's entry names. */
function brokenLockNames(state: StoredState): Violation[] {
  const byOwner = Map.groupBy(state.locks, ({ owner }) => owner)
  return [...byOwner].flatMap(([owner, locks]) => [
    ...(locks.length > 1 ? [violation('I3', `${owner} has ${locks.length} locks`)] : []),
    ...locks
      .filter(({ name, namedByOwner }) => name !== namedByOwner)
      .map(({ name }) => violation('I3', `${name} is not the lock that its owner's entry names`)),
  ])
}

/** Each entry goes on where the one before ended; the last leads to the record; there is one for each version. */
function brokenHistories(state: StoredState): Violation[] {
  const histories = Map.groupBy(state.entries, ({ appointment }) => appointment)
  return state.appointments.flatMap((appointment) =>
    gapsIn(appointment, histories.get(appointment.id) ?? []).map((what) =>
      violation('I7', `appointment ${appointment.id}: ${what}`),
    ),
  )
}

function gapsIn(appointment: StoredAppointment, entries: readonly StoredEntry[]): string[] {
  const found: string[] = []
  if (entries.length !== appointment.version)
    found.push(`version ${appointment.version} with ${entries.length} entries of history`)
  if (entries[0]?.action !== 'created') found.push('its history does not begin with its making')
  entries.forEach((entry, place) => {
    const before = entries[place - 1]
    if (before && !isSamePoint(before.to, entry.from)) found.push(`a gap before entry ${entry.id}`)
    if (before?.to.status === 'cancelled') found.push('something happened after it was cancelled')
  })
  const last = entries.at(-1)
  if (last && !isSamePoint(last.to, appointment)) found.push('its history ends elsewhere')
  return found
}

const isSamePoint = (one: StoredPoint, other: StoredPoint) =>
  one.start === other.start && one.employee === other.employee && one.status === other.status

/** One message for each entry of history of which customers are told, and no other. */
function wrongMessages({ appointments, entries, messages }: StoredState): Violation[] {
  const strongIds = new Map(appointments.map(({ id, strongId }) => [id, strongId]))
  const due = [...Map.groupBy(entries, ({ appointment }) => appointment)].flatMap(([id, ofOne]) =>
    ofOne.flatMap(({ action }, place) => {
      const message = MESSAGE_OF_ACTION[action]
      return message === undefined ? [] : [`appointment-${strongIds.get(id)}-v${place + 1}-${message}`]
    }),
  )
  const [wanted, there] = [new Set(due), new Set(messages)]
  return [
    ...due.filter((key) => !there.has(key)).map((key) => violation('I10', `no message ${key}`)),
    ...messages
      .filter((key) => !wanted.has(key))
      .map((key) => violation('I10', `a message too many: ${key}`)),
    ...(there.size === messages.length ? [] : [violation('I10', 'a message twice')]),
  ]
}

/** A reply that is kept for retries is that of an appointment which is there, and of one only. */
function brokenReplies({ appointments, replies }: StoredState): Violation[] {
  const strongIds = new Map(appointments.map(({ id, strongId }) => [id, strongId]))
  const ids = new Set(replies.map(({ appointment }) => appointment))
  return [
    ...replies
      .filter(
        ({ appointment, told }) => told.id !== appointment || told.strongId !== strongIds.get(appointment),
      )
      .map(({ appointment }) => violation('I6', `a wrong reply for appointment ${appointment}`)),
    ...(ids.size === replies.length ? [] : [violation('I6', 'two kept replies for one appointment')]),
  ]
}
