import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = (response: ServerResponse, call: ReceivedCall) => void

export interface WebhookReceiver {
  /** `http(s)://127.0.0.1:PORT/hook`. */
  readonly url: string
  readonly port: number
  readonly calls: readonly ReceivedCall[]
  /** How it answers from now on; at first with 204. */
  answerWith(answer: Answer): void
  /** Resolves when so many calls have come in. */
  waitForCalls(count: number): Promise<void>
  /** How many connections it has. */
  connections(): Promise<number>
  stop(): Promise<void>
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end()

/** Takes the call and says nothing. */
export const hang: Answer = () => {}

/** A real receiver of webhooks on this machine, with TLS where it is given a key and a certificate. */
export async function startWebhookReceiver(tls?: ServerOptions): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = []
  const events = new EventEmitter()
  let answer: Answer = status(204)

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request
    const call = { method, path, headers, body: await text(request) }
    calls.push(call)
    answer(response, call)
    events.emit('call')
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => void take(request, response)
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    port,
    calls,
    answerWith(next) {
      answer = next
    },
    async waitForCalls(count) {
      while (calls.length < count) await once(events, 'call')
    },
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async stop() {
      server.closeAllConnections()
      server.close()
      if (server.listening) await once(server, 'close')
    },
  }
}
