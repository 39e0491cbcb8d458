import type { SendJson, TestReply } from '../sendJson.ts'
import type { CallOf, DeedKind, Deeds, Outcome, Told } from './calls.ts'
import type { Recording } from './recording.ts'

/** One of the processes that can be asked. */
export interface AskedServer {
  readonly name: string
  readonly send: SendJson
}

export interface Asking {
  readonly recording: Recording
  /** Chooses whom to ask this time. */
  readonly server: () => AskedServer
  readonly email: string
  /** The token of a session of that address. */
  readonly session: string
}

/** One deed of a client: what it came to, or undefined where nobody was reached. */
type Ask<Kind extends DeedKind> = (
  client: string,
  asked: Deeds[Kind]['asked'],
) => Promise<Outcome<Deeds[Kind]['told']> | undefined>

/** The deeds over HTTP, each of them recorded. The business's zone is UTC. */
export type Asks = { readonly [Kind in DeedKind]: Ask<Kind> }

export function askServers({ recording, server, email, session }: Asking): Asks {
  const bearer = { authorization: `Bearer ${session}` }

  function ask<Kind extends DeedKind>(
    kind: Kind,
    send: (to: SendJson, client: string, asked: Deeds[Kind]['asked']) => Promise<TestReply>,
    read: (reply: TestReply, asked: Deeds[Kind]['asked']) => Deeds[Kind]['told'],
  ): Ask<Kind> {
    return (client, asked) => {
      const { name, send: to } = server()
      const deed: Pick<CallOf<Kind>, 'kind' | 'client' | 'server' | 'asked'> = {
        kind,
        client,
        server: name,
        asked,
      }
      return recording.record(
        deed,
        () => send(to, client, asked),
        (reply) => read(reply, asked),
      )
    }
  }

  return {
    lock: ask(
      'lock',
      (to, client_id, { spot, shown }) =>
        to('POST', '/slots/select', { ...placeOf(spot), client_id, ...(shown && { lock_token: shown }) }),
      ({ body }) => ({ token: body.lock.token, expiresInSeconds: body.lock.expires_in }),
    ),
    release: ask(
      'release',
      (to, client_id, { spot, shown }) =>
        to('POST', '/slots/deselect', { ...placeOf(spot), client_id, lock_token: shown }),
      () => ({}),
    ),
    book: ask(
      'book',
      (to, _, { request, keyed, spot, shown }) =>
        to(
          'POST',
          '/appointments',
          { ...placeOf(spot), name: 'Ada', email, notes: request, ...(shown && { lock_token: shown }) },
          keyed ? { ...bearer, 'idempotency-key': request } : bearer,
        ),
      toldChange,
    ),
    move: ask(
      'move',
      (to, _, { request, appointment, employee, start, shown, version }) => {
        const { date, time } = wallClock(start)
        const wanted = { new_date: date, time, employee_id: employee, reason: request, version }
        return to(
          'PUT',
          `/appointments/${appointment}`,
          { ...wanted, ...(shown && { lock_token: shown }) },
          bearer,
        )
      },
      toldChange,
    ),
    cancel: ask(
      'cancel',
      (to, _, { request, appointment }) =>
        to('DELETE', `/appointments/${appointment}`, { reason: request }, bearer),
      toldChange,
    ),
    show: ask(
      'show',
      (to, _, { appointment }) => to('GET', `/appointments/${appointment}`, undefined, bearer),
      ({ body }) => ({ appointment: toldOf(body) }),
    ),
    look: ask(
      'look',
      (to, client_id, { employee, service, date }) => {
        const query = `date=${date}&employee_id=${employee}&service_id=${service}&client_id=${client_id}`
        return to('GET', `/slots/poll?${query}`)
      },
      ({ body }, { date }) => {
        const starts = (times: readonly string[]) => times.map((time) => Date.parse(`${date}T${time}:00Z`))
        return {
          booked: starts(body.appointease_booked_slots),
          locked: starts(body.appointease_locked_slots),
        }
      },
    ),
  }
}

function wallClock(start: number): { readonly date: string; readonly time: string } {
  const text = new Date(start).toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}

const placeOf = (spot: {
  readonly employee: number | 'any'
  readonly service: number
  readonly start: number
}) => ({
  ...wallClock(spot.start),
  employee_id: spot.employee,
  service_id: spot.service,
})

interface WireAppointment {
  readonly id: number
  readonly version: number
  readonly employee_id: number
  readonly start_utc: string
  readonly status: string
}

const toldOf = ({ id, version, employee_id, start_utc, status }: WireAppointment): Told => ({
  id,
  version,
  employee: employee_id,
  start: Date.parse(start_utc),
  status,
})

const toldChange = ({ body, text }: TestReply) => ({ appointment: toldOf(body.appointment), text })
