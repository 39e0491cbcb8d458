import type { ErrorCode, ErrorReply } from '../errors.ts'

/**
 * What only the client can say. `network_error`: no reply, and nothing is known about whether the request was
 * carried out. `timeout`: the same, after `timeoutMs`. `aborted`: by the caller's own signal. `bad_reply`: a reply
 * that is not of this API, as from a proxy or a PHP error.
 */
export type ClientErrorCode = 'network_error' | 'timeout' | 'bad_reply' | 'aborted'

export interface ClientError {
  /** Codes are added over time: treat one that is not known by its status. */
  readonly code: ErrorCode | ClientErrorCode | (string & {})
  readonly message: string
  /** 0 where there was no reply. */
  readonly status: number
  readonly data: ErrorReply['data']
  readonly retryAfterSeconds?: number
}

export type ClientFailure = { readonly ok: false; readonly error: ClientError }

export type ClientResult<Data> =
  | { readonly ok: true; readonly status: number; readonly data: Data; readonly headers: Headers }
  | ClientFailure

export const failure = (
  code: ClientErrorCode,
  message: string,
  status = 0,
  retryAfterSeconds?: number,
): ClientFailure => ({
  ok: false,
  error: {
    code,
    message,
    status,
    data: { status },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  },
})
