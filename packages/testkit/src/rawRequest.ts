import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface RawRequest {
  readonly method: string
  /** As it goes over the wire: nothing is tidied up. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
}

export interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** Undefined where the text is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of every shape
  readonly json: any
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/**
 * One request without a browser's good manners: paths, headers and bodies are sent as they are given. Of a reply that goes
 * on for ever, what comes first.
 */
export function sendRaw(origin: string, { method, path, headers = {}, body }: RawRequest): Promise<RawReply> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path, headers: { ...length, ...headers } as Record<string, string> },
      (reply) => {
        const chunks: Buffer[] = []
        const finish = () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text, json: jsonOf(text) })
        }
        const isStream = reply.headers['content-type']?.startsWith('text/event-stream')
        reply.on('data', (chunk) => {
          chunks.push(chunk)
          if (!isStream) return
          finish()
          sent.destroy()
        })
        reply.on('error', reject)
        reply.on('end', finish)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
