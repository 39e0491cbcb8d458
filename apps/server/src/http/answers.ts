import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorAnswerOf } from './faults.ts'
import { notePage } from './pages/notePage.ts'
import { isApiAddress } from './permalinks.ts'
import { type ErrorAnswer, presentEdgeError } from './refusals.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The path of PUBLIC_URL, with its slashes. */
    basePath: string
  }
}

/** As WordPress's nocache_headers() and its REST server send them. */
const API_HEADERS = {
  'cache-control': 'no-cache, must-revalidate, max-age=0, no-store, private',
  expires: 'Wed, 11 Jan 1984 05:00:00 GMT',
  'x-robots-tag': 'noindex',
}

export function setApiHeaders(reply: FastifyReply): void {
  reply.headers(API_HEADERS)
}

export function sendJson(reply: FastifyReply, status: number, data: unknown): FastifyReply {
  setApiHeaders(reply)
  return reply.code(status).type('application/json; charset=UTF-8').send(JSON.stringify(data))
}

export function sendErrorAnswer(reply: FastifyReply, answer: ErrorAnswer): FastifyReply {
  reply.headers(answer.headers)
  return sendJson(reply, answer.status, answer.body)
}

/** The one place where an unknown fault is logged, and masked. Pages get words, everything else WordPress's shape. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = errorAnswerOf(error)
  if (answer.status >= 500) request.log.error({ err: error }, 'The request failed')
  if (isForPeople(request)) return sendNote(request, reply, answer)
  return sendErrorAnswer(reply, answer)
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = presentEdgeError('rest_no_route')
  return isForPeople(request) ? sendNote(request, reply, answer) : sendErrorAnswer(reply, answer)
}

function isForPeople(request: FastifyRequest): boolean {
  return !isApiAddress(request.url) && (request.headers.accept ?? '').includes('text/html')
}

function sendNote(request: FastifyRequest, reply: FastifyReply, answer: ErrorAnswer): FastifyReply {
  setApiHeaders(reply)
  const { basePath } = request.server
  const page =
    answer.status === 404 ? NOT_FOUND_NOTE : { title: 'Not at the moment', text: answer.body.message }
  return reply
    .headers(answer.headers)
    .code(answer.status)
    .type('text/html; charset=utf-8')
    .send(notePage({ ...page, basePath, link: { href: basePath, text: 'Book an appointment' } }))
}

const NOT_FOUND_NOTE = {
  title: 'There is nothing here',
  text: 'The page may have moved, or the address may have been mistyped.',
}
