import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OpenedStream } from './handler.ts'
import { goesOnAsStream } from './pressure.ts'

/** For proxies: keep nothing, change nothing, pass on each word as it comes. The connection ends with the stream. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-robots-tag': 'noindex',
  connection: 'close',
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

/** Headers as `beginStream` takes them: name and value by turns, without those that say nothing of a stream. */
export function streamHead(headers: object): string[] {
  const kept = Object.entries(headers).filter(([name]) => !FOR_PAGES.has(name))
  return kept.flatMap(([name, value]) => [name, String(value)])
}

export function beginStream(
  request: IncomingMessage,
  response: ServerResponse,
  head: string[],
  stream: OpenedStream,
): void {
  // Together in one write, but a head of its own: Node keeps it, and one that is written is whole and not in pieces.
  response.cork()
  response.writeHead(200, head)
  response.flushHeaders()
  forgetRequest(request, response)
  goesOnAsStream(response)
  stream.start(response)
  response.uncork()
}

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
