/// <reference types="node" />
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Things that arrive, each to be awaited in its turn. */
export function queue<T>() {
  const waiting: ((item: T) => void)[] = []
  const arrived: T[] = []
  return {
    put(item: T) {
      const taker = waiting.shift()
      if (taker) taker(item)
      else arrived.push(item)
    },
    next: () =>
      new Promise<T>((resolve) => {
        const item = arrived.shift()
        if (item === undefined) waiting.push(resolve)
        else resolve(item)
      }),
    size: () => arrived.length,
  }
}

export const slots = (version: string) => ({
  appointease_active_selections: [],
  appointease_booked_slots: ['10:00'],
  appointease_locked_slots: [],
  appointease_locks: [],
  appointease_version: version,
  appointease_you: 'v_ada',
  redis_status: 'disabled' as const,
  storage_mode: 'sqlite' as const,
  redis_ops: { get: 0, set: 0, publish: 0 },
  server_time: 1,
})
export const unchanged = { appointease_version: 'v1', appointease_unchanged: true, server_time: 1 }
export const unavailable = { code: 'STORAGE_UNAVAILABLE', message: '', data: { status: 503 } }

interface Tick {
  poll(field: string): string | null
  action: string | null
  answer(status: number, body: unknown, headers?: Record<string, string>): void
}

/** A stream that was asked for. Nothing goes back before the test says so. */
interface AskedStream {
  query: URLSearchParams
  refuse(status: number, headers?: Record<string, string>, body?: string): void
  /** As it would go over the line. */
  write(text: string): void
  tell(employeeId: number, fields: object): void
  breakOff(): void
  /** Once the other side is gone. */
  closed: Promise<unknown>
}

export interface ServerUnderTest {
  origin: string
  /** What the server was asked and has to be answered. */
  ticks: ReturnType<typeof queue<Tick>>
  streams: ReturnType<typeof queue<AskedStream>>
  /** What was pointed at, by `slots/active`. */
  marks: ReturnType<typeof queue<string | null>>
  close(): Promise<void>
}

function askedStream(query: URLSearchParams, response: ServerResponse): AskedStream {
  const write = (text: string) => {
    if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(text)
  }
  return {
    query,
    refuse(status, headers = {}, body = '') {
      response.writeHead(status, { Connection: 'close', ...headers })
      response.end(body)
    },
    write,
    tell(employeeId, fields) {
      write(`event: slots\ndata: ${JSON.stringify({ employee_id: employeeId, ...fields })}\n\n`)
    },
    breakOff: () => void response.destroy(),
    closed: once(response, 'close'),
  }
}

/** A real server that answers as the test says. */
export async function startServerUnderTest(): Promise<ServerUnderTest> {
  const ticks = queue<Tick>()
  const streams = queue<AskedStream>()
  const marks = queue<string | null>()

  const answer = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ) => {
    // A connection that lived on would be cut between two tests, and the next tick would find it dead.
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close', ...headers })
    response.end(JSON.stringify(body))
  }

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname.endsWith('/slots/stream')) return streams.put(askedStream(url.searchParams, response))
    let text = ''
    for await (const part of request) text += part
    if (url.pathname.endsWith('/slots/active')) {
      marks.put(JSON.parse(text).time)
      return answer(response, 200, { success: true, storage_mode: 'sqlite' })
    }
    const fields = new URLSearchParams(text)
    ticks.put({
      action: fields.get('action'),
      poll: (field) => fields.get(`data[appointease_poll][${field}]`),
      answer: (status, body, headers) => answer(response, status, body, headers),
    })
  }
  const server = createServer(receive)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    ticks,
    streams,
    marks,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
