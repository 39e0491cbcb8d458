import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { LONGEST_EVENT_ID } from '@appointease/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { CallerAddress } from './callerAddress.ts'
import type { OpenedStream } from './handler.ts'
import type { RequestIds } from './requestIds.ts'
import { beginStream, STREAM_HEADERS, streamHead } from './streamReply.ts'

export interface AskedStream {
  /** As it stands behind the question mark. */
  readonly query: string
  /** Fingerprint of the caller's network address. */
  readonly address: string
  readonly lastEventId: string | undefined
}

/** Undefined where the request is to be answered the general way. */
export type OpenStream = (asked: AskedStream) => Promise<OpenedStream | undefined> | undefined

export interface StreamDoorOptions {
  readonly openStream: OpenStream
  readonly callerAddress: CallerAddress
  readonly requestIds: RequestIds
  readonly securityHeaders: OutgoingHttpHeaders
  readonly logger: Pick<FastifyBaseLogger, 'debug' | 'error'>
}

export interface StreamDoor {
  isUsual(request: IncomingMessage): boolean
  /** False where the request is to be answered the general way: nothing has been done with it then. */
  take(request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

const ROUTE = '/wp-json/appointease/v1/slots/stream'
const ADDRESS = `${ROUTE}?`

/**
 * Opens the usual stream before the web framework sees it. What that makes of a request is garbage at once, but so much of
 * it that V8 doubles the room for what is young while thousands come back together: as much memory as the streams need.
 */
export function createStreamDoor(options: StreamDoorOptions): StreamDoor {
  const { openStream, callerAddress, requestIds, securityHeaders, logger } = options
  const head = streamHead({ ...securityHeaders, ...STREAM_HEADERS })

  /** A fault is the general way's to tell of. */
  async function opened(request: IncomingMessage): Promise<OpenedStream | undefined> {
    const { url = '', headers } = request
    try {
      return await openStream({
        query: url.slice(ADDRESS.length),
        address: callerAddress(request),
        lastEventId: headers['last-event-id']?.toString(),
      })
    } catch {
      return undefined
    }
  }

  return {
    isUsual({ method, url, headers }) {
      return (
        method === 'GET' &&
        url?.startsWith(ADDRESS) === true &&
        headers.origin === undefined &&
        String(headers['last-event-id'] ?? '').length <= LONGEST_EVENT_ID &&
        headers['content-length'] === undefined &&
        headers['transfer-encoding'] === undefined
      )
    },

    async take(request, response) {
      const began = performance.now()
      const stream = await opened(request)
      if (!stream) return false
      const requestId = requestIds(request)
      try {
        beginStream(request, response, head.concat('x-request-id', requestId), stream)
        const ms = Math.round(performance.now() - began)
        logger.debug({ requestId, method: 'GET', route: ROUTE, status: 200, ms }, 'answered')
      } catch (fault) {
        logger.error({ requestId, err: fault }, 'The request failed')
        response.destroy()
      }
      return true
    },
  }
}
