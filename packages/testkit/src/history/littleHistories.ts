import type { Call, CallOf, DeedKind, Deeds, Outcome, Spot, Told } from './calls.ts'
import type { StoredAppointment, StoredEntry, StoredState } from './storedState.ts'
import { takenBy } from './taken.ts'

const NINE = Date.parse('2026-11-25T09:00:00Z')
export const DATE = '2026-11-25'

/** Service 1 takes half an hour, service 2 an hour with buffers of 10 and 20 minutes, service 3 three persons. */
const SERVICES = new Map(
  [
    { durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, capacity: 1 },
    { durationMinutes: 60, bufferBeforeMinutes: 10, bufferAfterMinutes: 20, capacity: 1 },
    { durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, capacity: 3 },
  ].map((facts, place) => [place + 1, facts]),
)

/** So many half hours after nine, of employee 1 and service 1 unless said otherwise. */
export const spot = (halfHours: number, differing: Partial<Spot> = {}): Spot => ({
  employee: 1,
  service: 1,
  start: NINE + halfHours * 1_800_000,
  ...differing,
})

type During = readonly [began: number, ended: number]

export const ok = <Value>(told: Value): Outcome<Value> => ({ is: 'ok', told })
export const refused = (code: string): Outcome<never> => ({ is: 'refused', code })
export const failed: Outcome<never> = { is: 'failed', why: '503' }
export const unknown: Outcome<never> = { is: 'unknown', why: 'ECONNRESET' }

function call<Kind extends DeedKind>(
  kind: Kind,
  client: string,
  [began, ended]: During,
  asked: Deeds[Kind]['asked'],
  outcome: Outcome<Deeds[Kind]['told']>,
): CallOf<Kind> {
  return { kind, client, server: 'one', began, ended, asked, outcome }
}

/** Granted with a token, unless said otherwise. */
export const lock = (
  client: string,
  during: During,
  where: Spot,
  {
    token = `${client}-token`,
    shown,
    seconds = 600,
    outcome = ok({ token, expiresInSeconds: seconds }),
  }: { token?: string; shown?: string; seconds?: number; outcome?: CallOf<'lock'>['outcome'] } = {},
): Call => call('lock', client, during, { spot: where, shown }, outcome)

export const release = (
  client: string,
  during: During,
  where: Spot,
  shown: string,
  outcome: Outcome<Readonly<Record<never, never>>> = ok({}),
): Call => call('release', client, during, { spot: where, shown }, outcome)

const told = (id: number, version: number, { employee, start }: Spot, status = 'confirmed'): Told => ({
  id,
  version,
  employee,
  start,
  status,
})

/** A number tells that appointment as made. */
export const book = (
  request: string,
  during: During,
  where: Spot,
  outcome: number | Outcome<never>,
  { client = request, shown, text = 'made' }: { client?: string; shown?: string; text?: string } = {},
): Call =>
  call(
    'book',
    client,
    during,
    { request, keyed: true, spot: where, shown },
    typeof outcome === 'number' ? ok({ appointment: told(outcome, 1, where), text }) : outcome,
  )

/** A number tells that version of the appointment, at the place. */
export const move = (
  request: string,
  during: During,
  appointment: number,
  where: Spot,
  outcome: number | Outcome<never>,
  { shown, version }: { shown?: string; version?: number } = {},
): Call =>
  call(
    'move',
    request,
    during,
    { request, appointment, employee: where.employee, start: where.start, shown, version },
    typeof outcome === 'number'
      ? ok({ appointment: told(appointment, outcome, where), text: 'moved' })
      : outcome,
  )

/** A number tells that version of the appointment, cancelled where it was. */
export const cancel = (
  request: string,
  during: During,
  appointment: number,
  where: Spot,
  outcome: number | Outcome<never>,
  text = 'cancelled',
): Call =>
  call(
    'cancel',
    request,
    during,
    { request, appointment },
    typeof outcome === 'number'
      ? ok({ appointment: told(appointment, outcome, where, 'cancelled'), text })
      : outcome,
  )

export const show = (
  during: During,
  appointment: number,
  version: number,
  where: Spot,
  status?: string,
): Call =>
  call(
    'show',
    'owner',
    during,
    { appointment },
    ok({ appointment: told(appointment, version, where, status) }),
  )

/** Of service 1 and employee 1, by somebody else. */
export const look = (
  during: During,
  seen: { booked?: readonly Spot[]; locked?: readonly Spot[] } = {},
  service = 1,
): Call => {
  const starts = (spots: readonly Spot[] = []) => spots.map(({ start }) => start)
  return call(
    'look',
    'looker',
    during,
    { employee: 1, service, date: DATE },
    ok({ booked: starts(seen.booked), locked: starts(seen.locked) }),
  )
}

/** One appointment as its changes have left it. `null` stands for its cancellation. */
export interface Career {
  readonly id: number
  readonly changes: readonly (readonly [request: string, where: Spot | null])[]
}

/** Where every change has its entry and its message, and nothing else is. */
export function stored(...careers: readonly Career[]): StoredState {
  const all = careers.map(storedCareer)
  const entries = all.flatMap((one) => one.entries).map((entry, place) => ({ ...entry, id: place + 1 }))
  return {
    services: SERVICES,
    appointments: all.map(({ appointment }) => appointment),
    entries,
    messages: all.flatMap(({ messages }) => messages),
    replies: [],
    locks: [],
  }
}

function storedCareer({ id, changes }: Career) {
  const strongId = `APT-2026-${id}`
  const entries: StoredEntry[] = []
  const messages: string[] = []
  let place = spot(0)
  let from: StoredEntry['from'] = { start: null, employee: null, status: null }
  changes.forEach(([reason, where], change) => {
    place = where ?? place
    const action = where === null ? 'cancelled' : change === 0 ? 'created' : 'rescheduled'
    const status = where === null ? 'cancelled' : 'confirmed'
    const to = { start: place.start, employee: place.employee, status }
    entries.push({ id: 0, appointment: id, action, reason: change === 0 ? '' : reason, from, to })
    messages.push(`appointment-${strongId}-v${change + 1}-${action === 'created' ? 'confirmed' : action}`)
    from = to
  })
  const status = changes.at(-1)?.[1] === null ? 'cancelled' : 'confirmed'
  const appointment: StoredAppointment = {
    ...told(id, changes.length, place, status),
    strongId,
    notes: changes[0]?.[0] ?? '',
    taken: takenBy(place, SERVICES),
  }
  return { appointment, entries, messages }
}
