import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { presentEdgeError } from './refusals.ts'
import type { EdgeCode } from './words.ts'

/** What one client may cost before it has said anything sensible. Milliseconds. */
export interface ConnectionLimits {
  readonly headerTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly keepAliveMs: number
  /** How often connections are checked for the two time-outs. */
  readonly checkEveryMs: number
  readonly connections: number
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headerTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 10_000,
  checkEveryMs: 1_000,
  connections: 10_000,
}

export function connectionOptions(limits: ConnectionLimits) {
  return {
    http: { headersTimeout: limits.headerTimeoutMs, connectionsCheckingInterval: limits.checkEveryMs },
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
  } as const satisfies FastifyServerOptions & { http: object }
}

const BROKEN: Readonly<Record<string, readonly [status: string, code: EdgeCode]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'rest_invalid_json'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'rest_payload_too_large'],
}

/** What is not even HTTP gets a short answer and no more of this connection. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code] = BROKEN[error.code ?? ''] ?? ['400 Bad Request', 'rest_invalid_json']
  const body = JSON.stringify(presentEdgeError(code).body)
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/**
 * Takes no new connections, lets requests under way finish for at most `withinMs`, then cuts what is left.
 * Resolves when everything is closed; safe to call again.
 */
export async function stopGracefully(app: FastifyInstance, withinMs = 10_000): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), withinMs)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}
