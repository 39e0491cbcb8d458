import { connect, type Socket } from 'node:net'

const HEAD_END = '\r\n\r\n'

export interface HttpReply {
  readonly status: number
  readonly head: string
  readonly body: string
}

/**
 * One kept-alive connection that sends ready-made HTTP/1.1 requests and reads replies with a Content-Length.
 * It does no more than that, so that of the two cores as much as possible is left to who is measured.
 */
export class HttpConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (reply: HttpReply) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection')))
  }

  static open(address: URL): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(address.port), address.hostname, () =>
        resolve(new HttpConnection(socket)),
      )
      socket.once('error', reject)
    })
  }

  send(request: string): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headLength = this.#received.indexOf(HEAD_END)
    if (headLength < 0) return
    const head = this.#received.toString('latin1', 0, headLength)
    const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN)
    const bodyAt = headLength + HEAD_END.length
    if (Number.isNaN(bodyLength)) this.#waiting?.reject(new Error(`A reply without its length: ${head}`))
    if (!(this.#received.length >= bodyAt + bodyLength)) return
    const body = this.#received.toString('utf8', bodyAt, bodyAt + bodyLength)
    this.#received = this.#received.subarray(bodyAt + bodyLength)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body })
  }
}

/** A request as it goes over the wire. */
export function httpRequest(
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const all = {
    host: 'bench',
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`
}
