import { type ClientFailure, type ClientResult, failure } from './result.ts'

export type Fetch = (input: string, init: RequestInit) => Promise<Response>

export interface WireRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly credentials: 'omit' | 'same-origin' | 'include'
  /** How a successful reply is read. */
  readonly expects: 'json' | 'text'
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

interface WireReply {
  readonly response: Response
  readonly text: string
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
const retryAfterOf = (headers: Headers): number | undefined => {
  const value = headers.get('Retry-After')
  if (value === null || value.trim() === '') return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}

const refusalOf = (parsed: unknown, response: Response): ClientFailure => {
  const retryAfterSeconds = retryAfterOf(response.headers)
  if (!isRecord(parsed) || typeof parsed.code !== 'string') {
    return failure('bad_reply', `The server answered ${response.status}.`, response.status, retryAfterSeconds)
  }
  return {
    ok: false,
    error: {
      code: parsed.code,
      message: typeof parsed.message === 'string' ? parsed.message : '',
      status: response.status,
      data: { ...(isRecord(parsed.data) ? parsed.data : {}), status: response.status },
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  }
}

const read = ({ response, text }: WireReply, expects: 'json' | 'text'): ClientResult<unknown> => {
  const { status, headers } = response
  if (response.ok && expects === 'text') return { ok: true, status, headers, data: text }
  const parsed = parseJson(text)
  if (!response.ok) return refusalOf(parsed?.value, response)
  if (!parsed) return failure('bad_reply', 'The reply is not JSON.', status)
  return { ok: true, status, headers, data: parsed.value }
}

const initOf = (request: WireRequest, signal: AbortSignal): RequestInit => ({
  method: request.method,
  headers: request.headers,
  credentials: request.credentials,
  signal,
  ...(request.body === undefined ? {} : { body: request.body }),
})

/**
 * Sends once, never again by itself. Never throws. The time-out covers the reply's body as well.
 * `AbortSignal.any` and `AbortSignal.timeout` are younger than the browsers that are served.
 */
export const send = async (fetch: Fetch, request: WireRequest): Promise<ClientResult<unknown>> => {
  const controller = new AbortController()
  let stopped: 'timeout' | 'aborted' | undefined
  const stop = (reason: 'timeout' | 'aborted') => {
    stopped ??= reason
    controller.abort()
  }
  const onAbort = () => stop('aborted')
  if (request.signal?.aborted) return failure('aborted', 'The request was called off.')
  request.signal?.addEventListener('abort', onAbort)
  const timer = setTimeout(() => stop('timeout'), request.timeoutMs)
  try {
    const response = await fetch(request.url, initOf(request, controller.signal))
    return read({ response, text: await response.text() }, request.expects)
  } catch (cause) {
    if (stopped === 'aborted') return failure('aborted', 'The request was called off.')
    if (stopped === 'timeout') return failure('timeout', 'The server did not answer in time.')
    return failure('network_error', cause instanceof Error ? cause.message : 'The server cannot be reached.')
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', onAbort)
  }
}
