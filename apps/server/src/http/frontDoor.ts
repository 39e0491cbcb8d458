import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { SESSION_COOKIE } from './callers.ts'
import { errorAnswerOf } from './faults.ts'
import type { Metrics } from './operations/metrics.ts'
import { allowOrigin, type Origins } from './origins.ts'
import { createPressure, type PressureLimits } from './pressure.ts'
import { type ErrorAnswer, presentEdgeError } from './refusals.ts'
import type { RequestIds } from './requestIds.ts'
import type { StreamDoor } from './streamDoor.ts'

type Inside = (request: IncomingMessage, response: ServerResponse) => void

/**
 * The reply's text, of one byte a character, or undefined where the request is to be answered the general way. Rejects with
 * what the client is to be told of.
 */
export type AnswerForm = (form: string) => string | undefined | Promise<string | undefined>

export interface FrontDoorOptions {
  readonly answerHeartbeat: AnswerForm
  readonly streamDoor: StreamDoor
  readonly origins: Origins
  readonly requestIds: RequestIds
  readonly metrics: Pick<Metrics, 'observeHeartbeat' | 'observeRequest' | 'countRefused'>
  readonly pressureLimits?: PressureLimits | undefined
}

export interface FrontDoor {
  /** Fastify's `serverFactory`. */
  readonly serverFactory: (inside: Inside, options: FastifyServerOptions & { http?: object }) => Server
  /** Learns from the app how it answers, and gives it back what was read of a request before it went inside. */
  attachTo(app: FastifyInstance): void
}

const HEARTBEAT = '/wp-admin/admin-ajax.php'
const FORM = 'application/x-www-form-urlencoded'
/** Several times as long as they are. */
const LONGEST_FORM = 2_048
/** What is kept for a client that reads slowly, before whoever writes to it is told to wait. */
const HIGH_WATER_BYTES = 16_384
const ERROR_HEADERS = {
  'content-type': 'application/json; charset=UTF-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}
/** Spread, so that those who are refused at once do not come back at once. */
const comeBackAfterSeconds = () => 2 + Math.floor(Math.random() * 9)
const EMPTY: Buffer = Buffer.alloc(0)
const OF_EACH_REPLY = new Set(['content-length', 'x-request-id'])

/**
 * Answers the usual heartbeat before the web framework sees it: routing, hooks, validation and serialising cost several
 * times what reading and answering it does, and of a hundred requests ninety-nine are this one. The headers are those with
 * which the general way has answered one; until it has, and for whoever is signed in, comes from elsewhere or asks for
 * anything else, requests go inside as if this were not here. Whoever asks for a stream has a door of their own.
 */
export function createFrontDoor({
  answerHeartbeat,
  streamDoor,
  origins,
  requestIds,
  metrics,
  pressureLimits,
}: FrontDoorOptions): FrontDoor {
  const pressure = createPressure(pressureLimits)
  let head: readonly string[] | undefined
  let isClosing = false
  const bodies = new WeakMap<IncomingMessage, Buffer>()

  function isUsual({ method, url, headers }: IncomingMessage): boolean {
    return (
      method === 'POST' &&
      url === HEARTBEAT &&
      headers['content-type']?.startsWith(FORM) === true &&
      Number(headers['content-length']) <= LONGEST_FORM &&
      headers.authorization === undefined &&
      headers.cookie?.includes(SESSION_COOKIE) !== true &&
      headers['content-encoding'] === undefined &&
      (headers.origin === undefined || origins.isOwn(headers.origin, headers.host ?? ''))
    )
  }

  function goInside(request: IncomingMessage, response: ServerResponse, inside: Inside): void {
    pressure.began(response)
    inside(request, response)
  }

  function refuse(request: IncomingMessage, response: ServerResponse): void {
    metrics.countRefused()
    sendError(request, response, presentEdgeError('SERVER_BUSY', comeBackAfterSeconds()))
  }

  function sendError(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, body }: ErrorAnswer,
  ): void {
    const { origin } = request.headers
    response.writeHead(status, {
      ...ERROR_HEADERS,
      ...headers,
      'x-request-id': requestIds(request),
      // A page elsewhere could not tell a refusal that it may not read from a server that is gone.
      ...(origin !== undefined && origins.wasListed(origin) && allowOrigin(origin)),
    })
    response.end(JSON.stringify(body))
  }

  /** A fault is the general way's to tell of. */
  function answered(form: string): ReturnType<AnswerForm> {
    try {
      return answerHeartbeat(form)
    } catch {
      return undefined
    }
  }

  function take(
    request: IncomingMessage,
    response: ServerResponse,
    headers: readonly string[],
    inside: Inside,
  ): void {
    const began = performance.now()
    let body = EMPTY

    function finish(text: string | undefined): void {
      if (text === undefined) {
        bodies.set(request, body)
        goInside(request, response, inside)
        return
      }
      const own = ['x-request-id', requestIds(request), 'content-length', String(text.length)]
      response.writeHead(200, headers.concat(own))
      response.end(text, 'latin1')
      metrics.observeHeartbeat((performance.now() - began) / 1_000)
    }

    function fail(fault: unknown): void {
      const answer = errorAnswerOf(fault)
      sendError(request, response, answer)
      const seconds = (performance.now() - began) / 1_000
      metrics.observeRequest({ route: 'heartbeat', method: 'POST', status: answer.status, seconds })
    }

    request.on('data', (chunk: Buffer) => {
      body = body.length === 0 ? chunk : Buffer.concat([body, chunk])
    })
    request.on('end', () => {
      const answer = answered(body.toString('latin1'))
      if (answer instanceof Promise) void answer.then(finish, fail)
      else finish(answer)
    })
  }

  async function takeStream(
    request: IncomingMessage,
    response: ServerResponse,
    inside: Inside,
  ): Promise<void> {
    pressure.began(response)
    if (!(await streamDoor.take(request, response))) inside(request, response)
  }

  return {
    serverFactory(inside, { http, keepAliveTimeout, requestTimeout }) {
      const server = createServer({ ...http, highWaterMark: HIGH_WATER_BYTES }, (request, response) => {
        if (pressure.refuses(request)) refuse(request, response)
        else if (head && !isClosing && isUsual(request)) take(request, response, head, inside)
        else if (!isClosing && streamDoor.isUsual(request)) void takeStream(request, response, inside)
        else goInside(request, response, inside)
      })
      if (keepAliveTimeout !== undefined) server.keepAliveTimeout = keepAliveTimeout
      if (requestTimeout !== undefined) server.requestTimeout = requestTimeout
      return server
    },

    attachTo(app) {
      app.addHook('preClose', async () => {
        isClosing = true
        pressure.stop()
      })
      app.addHook('preParsing', (request, _reply, payload, done) => {
        const body = bodies.get(request.raw)
        done(null, body === undefined ? payload : Readable.from([body], { objectMode: false }))
      })
      app.addHook('onSend', (request, reply, payload, done) => {
        if (!head && reply.statusCode === 200 && isUsual(request.raw)) head = headOf(reply.getHeaders())
        done(null, payload)
      })
    },
  }
}

function headOf(headers: object): readonly string[] {
  const kept = Object.entries(headers).filter(([name]) => !OF_EACH_REPLY.has(name))
  return kept.flatMap(([name, value]) => [name, String(value)])
}
