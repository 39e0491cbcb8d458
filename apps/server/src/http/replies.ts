import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RouteDefinition } from '@appointease/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../commands/refusals.ts'
import { sendErrorAnswer, sendJson, setApiHeaders } from './answers.ts'
import type { OpenedStream, Reply, SetCookie, StreamReply } from './handler.ts'
import { pagingHeaders } from './paging.ts'
import { goesOnAsStream } from './pressure.ts'
import { presentRefusal } from './refusals.ts'

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
  return reply.code(status).send(result.data)
}

/** For proxies: keep nothing, change nothing, pass on each word as it comes. The connection ends with the stream. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-robots-tag': 'noindex',
  connection: 'close',
}

function sendStream(request: FastifyRequest, reply: FastifyReply, stream: OpenedStream): FastifyReply {
  reply.headers(STREAM_HEADERS)
  if (request.method === 'HEAD') {
    stream.cancel()
    return reply.code(200).send()
  }
  const { raw } = reply
  const head = Object.entries(reply.getHeaders()).filter(([name]) => !FOR_PAGES.has(name))
  reply.hijack()
  // Together in one write, but a head of its own: Node keeps it, and one that is written is whole and not in pieces.
  raw.cork()
  raw.writeHead(200, head.flat() as string[])
  raw.flushHeaders()
  forgetRequest(request.raw, raw)
  goesOnAsStream(raw)
  stream.start(raw)
  raw.uncork()
  return reply
}

/** What tells a browser how to show a page. Node keeps every header for as long as the connection lasts. */
const FOR_PAGES = new Set([
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
])

/**
 * Both the framework and Node keep all they know of a request until its response has ended: more than all else that a
 * stream needs. Whoever waits for that end is told that it has come. Only Node itself is not: it was the first to wait.
 */
function forgetRequest(request: IncomingMessage, response: ServerResponse): void {
  const [, ...others] = response.listeners('finish')
  for (const listener of others) listener.call(response)
  request.headers = {}
  request.rawHeaders = []
  request.url = ''
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
