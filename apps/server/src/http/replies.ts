import type { RouteDefinition } from '@appointease/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../commands/refusals.ts'
import { sendErrorAnswer, sendJson, setApiHeaders } from './answers.ts'
import type { OpenedStream, Reply, SetCookie, StreamReply } from './handler.ts'
import { pagingHeaders } from './paging.ts'
import { presentRefusal } from './refusals.ts'
import { beginStream, STREAM_HEADERS, streamHead } from './streamReply.ts'

export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendErrorAnswer(reply, presentRefusal(refusal))
}

/** A handler's reply as HTTP. */
export function sendReply(
  { request, reply, route, publicUrl }: ReplyContext,
  result: Reply<unknown> | StreamReply,
): FastifyReply {
  if ('stream' in result) return sendStream(request, reply, result.stream)
  for (const cookie of result.cookies ?? []) setCookie(reply, cookie, publicUrl, request)
  if (!result.ok) return refuse(reply, result.refusal)
  if (result.paging) reply.headers(pagingHeaders(result.paging, addressOfList(request, publicUrl)))
  const status = result.status ?? route.success.status
  const { contentType } = route.success
  if (contentType === undefined) return sendJson(reply.headers({ ...result.headers }), status, result.data)
  setApiHeaders(reply)
  reply.type(`${contentType}; charset=utf-8`).headers({ ...result.headers })
  // Without a length, which would be taken for that of what the caller has.
  if (status === 304) return reply.code(status).send()
  return reply.code(status).send(result.data)
}

function sendStream(request: FastifyRequest, reply: FastifyReply, stream: OpenedStream): FastifyReply {
  reply.headers(STREAM_HEADERS)
  if (request.method === 'HEAD') {
    stream.cancel()
    return reply.code(200).send()
  }
  reply.hijack()
  beginStream(request.raw, reply.raw, streamHead(reply.getHeaders()), stream)
  return reply
}

export interface ReplyContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly route: RouteDefinition
  readonly publicUrl: URL
}

function setCookie(reply: FastifyReply, cookie: SetCookie, publicUrl: URL, request: FastifyRequest): void {
  reply.setCookie(cookie.name, cookie.value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: cookie.maxAgeSeconds,
    secure: publicUrl.protocol === 'https:' || request.protocol === 'https',
  })
}

function addressOfList(request: FastifyRequest, publicUrl: URL): URL {
  return new URL(request.url.replace(/^\//, ''), publicUrl)
}
