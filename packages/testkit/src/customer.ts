import type { TestReply, TestServer } from './testServer.ts'

/** The day of tests that book: a Tuesday, the day after their present. */
export const TUESDAY = '2026-11-24'

/** Somebody who has proved an address, and what they do with their appointments. */
export interface Customer {
  readonly email: string
  readonly headers: Readonly<Record<string, string>>
  send(method: string, path: string, body?: unknown): Promise<TestReply>
  /** A consultation with Sarah on Tuesday, unless `differing` says otherwise. */
  book(time: string, differing?: object): Promise<TestReply>
  show(ref: number | string): Promise<TestReply>
  /** To a time of Tuesday, unless `differing` says otherwise. */
  move(ref: number | string, time: string, differing?: object): Promise<TestReply>
  cancel(ref: number | string, body?: object): Promise<TestReply>
}

export async function signInAs(
  server: Pick<TestServer, 'send' | 'signIn'>,
  email: string,
): Promise<Customer> {
  const headers = { authorization: `Bearer ${await server.signIn(email)}` }
  const send = (method: string, path: string, body?: unknown) => server.send(method, path, body, headers)
  const place = { date: TUESDAY, service_id: 1, employee_id: 1 }
  return {
    email,
    headers,
    send,
    book: (time, differing) =>
      send('POST', '/appointments', { ...place, time, name: 'Ada', email, ...differing }),
    show: (ref) => send('GET', `/appointments/${ref}`),
    move: (ref, time, differing) =>
      send('PUT', `/appointments/${ref}`, { new_date: TUESDAY, time, ...differing }),
    cancel: (ref, body = {}) => send('DELETE', `/appointments/${ref}`, body),
  }
}
