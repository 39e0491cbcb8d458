import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { presentEdgeError } from './refusals.ts'
import type { RequestIds } from './requestIds.ts'
import type { EdgeCode } from './words.ts'

/** What one client may cost before it has said anything sensible. Milliseconds. */
export interface ConnectionLimits {
  readonly headerTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly keepAliveMs: number
  /** How often connections are checked for the two time-outs. */
  readonly checkEveryMs: number
  readonly connections: number
  /** How long requests under way may take to finish once the app is being closed. */
  readonly finishMs: number
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headerTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 10_000,
  checkEveryMs: 1_000,
  connections: 20_000,
  finishMs: 10_000,
}

/** Whoever books or asks must find a connection, too, while everybody has a stream. */
const BESIDE_STREAMS = 10_000

/** How many connections a process needs that carries so many streams. */
export const connectionsFor = (streams: number): Pick<ConnectionLimits, 'connections'> => ({
  connections: streams + BESIDE_STREAMS,
})

export function connectionOptions(limits: ConnectionLimits, requestIds: RequestIds) {
  return {
    http: { headersTimeout: limits.headerTimeoutMs, connectionsCheckingInterval: limits.checkEveryMs },
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, requestIds({ headers: {} })),
  } as const satisfies FastifyServerOptions & { http: object }
}

const BROKEN: Readonly<Record<string, readonly [status: number, code: EdgeCode]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'rest_invalid_json'],
  HPE_HEADER_OVERFLOW: [431, 'rest_payload_too_large'],
}

/** What is not even HTTP gets a short answer and no more of this connection. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code] = BROKEN[error.code ?? ''] ?? [400, 'rest_invalid_json']
  const body = JSON.stringify({ ...presentEdgeError(code).body, data: { status } })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nX-Request-Id: ${requestId}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

export interface Lifecycle {
  readonly isStopping: boolean
}

/**
 * Makes closing the app take no new connections, let what is under way finish for at most `finishMs`, and then
 * cut what is left. Connections that are kept alive go with their last reply.
 */
export function closeInGoodOrder(app: FastifyInstance, finishMs: number): Lifecycle {
  const lifecycle = { isStopping: false }
  app.addHook('preClose', async () => {
    lifecycle.isStopping = true
    const cut = setTimeout(() => app.server.closeAllConnections(), finishMs)
    cut.unref()
    app.server.once('close', () => clearTimeout(cut))
  })
  app.addHook('onSend', async (_request, reply) => {
    if (lifecycle.isStopping) reply.header('connection', 'close')
  })
  return lifecycle
}
