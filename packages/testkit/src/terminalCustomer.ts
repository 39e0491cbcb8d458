import type { ServerProcess } from './serverProcess.ts'

const API = '/wp-json/appointease/v1'

/** A start that was free, as a booking names it. */
export interface Wish {
  readonly date: string
  readonly employee_id: number
  readonly service_id: number
}

export type Send = (
  method: string,
  path: string,
  body?: object,
  key?: string,
) => Promise<{ status: number; body: string }>

/** Requests to the server at `url`, with the session of that token where there is one. */
export function speakAt(url: string, token?: string): Send {
  const authorization = token !== undefined && { authorization: `Bearer ${token}` }
  return async (method, path, body, key) => {
    const headers = {
      'content-type': 'application/json',
      ...authorization,
      ...(key && { 'idempotency-key': key }),
    }
    const reply = await fetch(url + API + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: reply.status, body: await reply.text() }
  }
}

/** Proves an address with the code that the terminal shows; the session's token. */
export async function tokenFromTerminal(server: ServerProcess, email: string): Promise<string> {
  const send = speakAt(await server.url())
  await send('POST', '/generate-otp', { email })
  const [, otp] = await server.line(new RegExp(`^Code for ${email[0]}….*: (\\d{6})$`))
  const { body } = await send('POST', '/verify-otp', { email, otp })
  return JSON.parse(body).token
}

/** Speaks as the address's owner. */
export async function signInAtTerminal(server: ServerProcess, email: string): Promise<Send> {
  return speakAt(await server.url(), await tokenFromTerminal(server, email))
}

/** What anybody could book from tomorrow on. */
export async function freeStarts(send: Send): Promise<Wish[]> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const lists = await Promise.all(
    [1, 2].map(async (service_id) => {
      const { body } = await send(
        'GET',
        `/availability?service_id=${service_id}&from=${day(1)}&to=${day(29)}`,
      )
      const { days } = JSON.parse(body) as {
        days: { slots: { start_utc: string; employee_ids: number[] }[] }[]
      }
      return days.flatMap(({ slots }) =>
        slots.flatMap(({ start_utc, employee_ids }) =>
          employee_ids.map((employee_id) => ({ date: start_utc, employee_id, service_id })),
        ),
      )
    }),
  )
  return lists.flat()
}
