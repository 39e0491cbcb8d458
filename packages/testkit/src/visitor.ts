import type { TestReply, TestServer } from './testServer.ts'

/** A slot as requests name it. */
export interface Place {
  readonly date: string
  readonly time: string
  readonly employee_id: number
  readonly service_id: number
}

/** Somebody with a client id of their own, who has proved nothing. What they send can be replaced field by field. */
export interface Visitor {
  readonly clientId: string
  readonly email: string
  select(place: Place, differing?: object): Promise<TestReply>
  deselect(place: Place, lockToken: string, differing?: object): Promise<TestReply>
  book(place: Place, differing?: object): Promise<TestReply>
  poll(place: Place): Promise<TestReply>
}

export function aVisitor(server: Pick<TestServer, 'send'>, name: string): Visitor {
  const clientId = `client-of-${name}`
  const email = `${name}@example.com`
  return {
    clientId,
    email,
    select: (place, differing) =>
      server.send('POST', '/slots/select', { ...place, client_id: clientId, ...differing }),
    deselect: (place, lockToken, differing) =>
      server.send('POST', '/slots/deselect', {
        ...place,
        client_id: clientId,
        lock_token: lockToken,
        ...differing,
      }),
    book: (place, differing) =>
      server.send('POST', '/appointments', { ...place, name, email, client_id: clientId, ...differing }),
    poll: ({ date, employee_id, service_id }) => {
      const query = `date=${date}&employee_id=${employee_id}&service_id=${service_id}&client_id=${clientId}`
      return server.send('GET', `/slots/poll?${query}`)
    },
  }
}

/** A status with its code where there is one: `201`, `409 SLOT_LOCKED`. */
export function outcomeOf({ status, body }: TestReply): string {
  return body?.code === undefined ? String(status) : `${status} ${body.code}`
}
