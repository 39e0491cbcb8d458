export interface TestReply {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of every shape
  readonly body: any
  /** As it came. */
  readonly text: string
}

/** JSON in, JSON out; `path` below `/wp-json/appointease/v1` unless it begins with `//`, then below the root. */
export type SendJson = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<TestReply>

/** To the server at `url`, without a slash at its end. Rejects where nothing has come after `timeoutMs`. */
export function sendJsonTo(url: string, timeoutMs?: number): SendJson {
  return async (method, path, body, headers = {}) => {
    const address = path.startsWith('//') ? path.slice(1) : `/wp-json/appointease/v1${path}`
    const reply = await fetch(url + address, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
    })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, body: parsed(text), text }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
